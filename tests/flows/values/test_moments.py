"""Numbers that belong to times, dates and spans of time."""

import pytest

from flows.values.moments import moments
from flows.values.words import Words


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("at 7:30", [(1, 2, "clock", True)]), ("seven pm", [(0, 2, "clock", True)]), ("7 p m", [(0, 3, "clock", True)]),
        ("seven thirty pm", [(0, 3, "clock", True)]), ("seven o'clock", [(0, 2, "clock", True)]),
        ("half past seven", [(0, 3, "clock", True)]), ("seven in the evening", [(0, 4, "clock", True)]),
        ("at eight", [(0, 2, "clock", False)]), ("around eight", [(0, 2, "clock", False)]),
        ("around eight people", []), ("at fifty dollars", []), ("at 8, 4 of us", [(0, 2, "clock", False)]),
        ("at seven no eight", [(0, 2, "clock", False), (3, 4, "clock", False)]),
        ("friday seven", [(0, 2, "date", False)]), ("friday seven people", []), ("friday, seven", []),
        ("may 5", [(0, 2, "date", True)]), ("5 july", [(0, 2, "date", True)]), ("5 of july", [(0, 3, "date", True)]),
        ("in 2027", [(0, 2, "date", True)]), ("four may come", []), ("may 2024", [(0, 2, "date", True)]),
        ("two hours", [(0, 2, "measure", True)]), ("three more days", [(0, 3, "measure", True)]),
        ("aged 12", [(1, 2, "measure", True)]), ("5%", [(0, 1, "measure", True)]), ("for four", []), ("fifty", []),
        ("ten past eight", [(0, 3, "clock", True)]), ("at ten to eight", [(1, 4, "clock", True)]),
        ("2027-01-05", [(0, 3, "date", True)]),
    ],
)  # fmt: skip
def test_moments(said: str, found: list[tuple[int, int, str, bool]]) -> None:
    told = [(item.start, item.end, item.kind, item.sure) for item in moments(Words.of(said))]
    assert told == found


def test_holds_what_it_overlaps() -> None:
    [moment] = moments(Words.of("four at eight"))
    assert moment.holds(2, 3)
    assert not moment.holds(0, 1)
