"""Figures with their units, however they are said or written."""

import pytest

from flows.guardrails.figures import Figure, figures, month


def read(text: str) -> list[tuple[float, str]]:
    return [(figure.value, figure.unit) for figure in figures(text.lower().split())]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("30 days", [(2_592_000, "time")]),
        ("thirty days", [(2_592_000, "time")]),
        ("two weeks", [(1_209_600, "time")]),
        ("half an hour", [(1_800, "time")]),
        ("3 months", [(3, "month")]),
        ("5 working days", [(5, "working day")]),
        ("€ 3.95", [(3.95, "euro")]),
        ("1,200 euros", [(1_200, "euro")]),
        ("four dollars and fifty cents", [(4.5, "dollar")]),
        ("fifty cents", [(0.5, "money")]),
        ("9.9 percent", [(9.9, "percent")]),
        ("two hundred and fifty", [(250, "")]),
        ("one thousand two hundred", [(1_200, "")]),
        ("four point five percent", [(4.5, "percent")]),
        ("twenty-five and 30", [(25, ""), (30, "")]),
        ("7 : 30 pm", [(450, "clock")]),
        ("half past seven", [(450, "clock")]),
        ("quarter to eight", [(465, "clock")]),
        ("seven o'clock", [(420, "clock")]),
        ("2 in the afternoon", [(120, "clock")]),
        ("noon", [(0, "clock")]),
        ("march 1st", [(301, "date")]),
        ("the first of march", [(301, "date")]),
        ("twenty third of may", [(523, "date")]),
        ("december 24th", [(1_224, "date")]),
        ("the one that you have", []),
        ("1.2 million", [(1_200_000, "")]),
        ("a dozen", [(12, "")]),
        ("a hundred and five euros", [(105, "euro")]),
        ("two dozen guests", [(24, "")]),
        ("twenty kg or 5 litres", [(20, "kilogram"), (5, "liter")]),
        ("", []),
    ],
)
def test_what_is_read(text: str, found: list[tuple[float, str]]) -> None:
    assert [unit for _, unit in read(text)] == [unit for _, unit in found]
    assert [value for value, _ in read(text)] == pytest.approx([value for value, _ in found])


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (Figure(30, ""), Figure(30, "euro"), True),
        (Figure(30, "euro"), Figure(30, "dollar"), False),
        (Figure(420, "clock", half=0), Figure(420, "clock", half=1), False),
        (Figure(420, "clock", half=0), Figure(420, "clock"), True),
        (Figure(420, "clock"), Figure(7, ""), True),
        (Figure(19, ""), Figure(420, "clock"), True),
        (Figure(8, ""), Figure(420, "clock"), False),
    ],
)
def test_what_says_the_same(one: Figure, other: Figure, same: bool) -> None:
    assert one.covered_by(other) is same


def test_months() -> None:
    assert [month(word) for word in ("january", "sept", "dec", "junk", "market")] == [1, 9, 12, 0, 0]
