"""Numbers of a sentence with their sign, and what only looks like one."""

import pytest

from flows.values.cardinals import cardinals, is_pair, joined, signed
from flows.values.words import Words


@pytest.mark.parametrize(
    ("said", "values"),
    [
        ("b12", []), ("flat 4b", []), ("covid19 and 5 kg", [5]), ("5k", [5000]), ("1e3", [1000]), ("1e 3", [3]),
        ("12/05/2026", []), ("1/2", [0.5]), ("2 1/2", [2.5]), ("7/4", []), (".50", [0.5]), ("ok.50", [50]),
        ("that one", []), ("no, one", [1]), ("one moment", []), ("one hundred", [100]), ("1e99", []),
    ],
)  # fmt: skip
def test_labels_dates_and_pronouns_are_no_numbers(said: str, values: list[float]) -> None:
    assert [item.value for item in cardinals(Words.of(said))] == values


@pytest.mark.parametrize(
    ("said", "values", "others"),
    [
        ("two fifty", [250], [2.5]), ("twelve fifty", [1250], [12.5]), ("one oh five", [105], [1.05]),
        ("two fifty thousand", [250_000], [None]), ("two, fifty", [2, 50], [None, None]),
        ("10-20", [10, 20], [None, None]), ("100 20", [100, 20], [None, None]), ("two five", [2, 5], [None, None]),
        ("$2 $50", [2, 50], [None, None]), ("nineteen eighty four", [1984], [19.84]),
    ],
)  # fmt: skip
def test_numbers_that_are_said_as_one(said: str, values: list[float], others: list[float | None]) -> None:
    words = Words.of(said)
    found = joined(words, cardinals(words))
    assert [item.value for item in found] == values
    assert [item.other for item in found] == others
    pairs = cardinals(words)
    assert is_pair(words, pairs[0], pairs[1]) is (len(values) == 1)


@pytest.mark.parametrize(
    ("said", "spans"),
    [
        ("minus three", [(-3, 0, 2)]), ("negative 3", [(-3, 0, 2)]), ("-3", [(-3, 0, 1)]), ("\u22123", [(-3, 0, 1)]),
        ("- 3", [(3, 0, 1)]), ("10 -3", [(10, 0, 1), (-3, 1, 2)]), ("10-3", [(10, 0, 1), (3, 1, 2)]),
        ("-$3", [(-3, 0, 1)]), ("three below zero", [(-3, 0, 3)]), ("minus two fifty", [(-250, 0, 3)]),
    ],
)  # fmt: skip
def test_a_minus_is_read(said: str, spans: list[tuple[float, int, int]]) -> None:
    words = Words.of(said)
    assert [(item.value, item.start, item.end) for item in signed(words, joined(words, cardinals(words)))] == spans


def test_the_other_reading_has_the_minus_too() -> None:
    words = Words.of("minus two fifty")
    assert signed(words, joined(words, cardinals(words)))[0].other == -2.5
