"""Spoken numbers: where they begin and end, and what does not belong to them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.values.numerals import figure_value, numerals, ordinals
from flows.values.words import Words

UNITS = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen".split()
TENS = "_ _ twenty thirty forty fifty sixty seventy eighty ninety".split()


def spelled(number: int) -> str:
    """A whole number below a million in words."""
    if number >= 1000:
        rest = number % 1000
        return f"{spelled(number // 1000)} thousand" + (f" {spelled(rest)}" if rest else "")
    if number >= 100:
        rest = number % 100
        return f"{spelled(number // 100)} hundred" + (f" and {spelled(rest)}" if rest else "")
    if number >= 20:
        return TENS[number // 10] + (f" {UNITS[number % 10]}" if number % 10 else "")
    names = [*UNITS, "sixteen", "seventeen", "eighteen", "nineteen"]
    return names[number]


@given(st.integers(0, 999_999))
def test_every_number_below_a_million_is_read(number: int) -> None:
    assert [found.value for found in numerals(Words.of(spelled(number)).tokens)] == [number]


PIECES = [
    *UNITS,
    *TENS[2:],
    "hundred",
    "thousand",
    "million",
    "k",
    "dozen",
    "couple",
    "of",
    "point",
    "and",
    "a",
    "half",
]
PIECES += ["quarters", "third", "first", "oh", "x", "5", "2.5", "$7", "21st"]


@given(st.lists(st.sampled_from(PIECES)))
def test_any_words_are_read_without_overlap(words: list[str]) -> None:
    found = list(numerals(tuple(words)))
    assert all(before.end <= after.start for before, after in zip(found, found[1:], strict=False))
    assert all(0 <= item.start < item.end <= len(words) for item in found)


@pytest.mark.parametrize(
    ("said", "spans"),
    [
        ("send fifty to anna and sixty to john", [(50, 1, 2), (60, 5, 6)]),
        ("twenty twenty", [(20, 0, 1), (20, 1, 2)]),
        ("seven thirty", [(7, 0, 1), (30, 1, 2)]),
        ("a table", []),
        ("nine hundred and", [(900, 0, 2)]),
    ],
)
def test_ends_where_the_number_ends(said: str, spans: list[tuple[float, int, int]]) -> None:
    assert [(item.value, item.start, item.end) for item in numerals(Words.of(said).tokens)] == spans


@pytest.mark.parametrize(
    ("said", "values"),
    [
        ("five k", [5000]), ("2.5k", [2500]), ("$2 million", [2_000_000]), ("five hundred grand", [500_000]),
        ("hundred and twenty", [120]), ("a few hundred", []), ("hundreds", []), ("2 thousand 5 hundred", [2500]),
        ("half a million", [500_000]), ("half a dozen", [6]), ("quarter of a million", [250_000]), ("half", [0.5]),
        ("half past", []), ("half the price", []), ("half an hour", []), ("half a pound", [0.5]),
        ("two thirds", [0.666667]), ("one third", [0.333333]), ("three quarters", [0.75]), ("one and a half", [1.5]),
        ("two and a half thousand", [2500]), ("a million and a half", [1_500_000]), ("point oh five", [0.05]),
        ("two point seventy five", [2.75]), ("one point two five million", [1_250_000]), ("seven and six", [7, 6]),
        ("a couple of thousand", [2000]), ("one lakh", [100_000]), ("twenty first", []), ("the 3rd", []),
        ("two hundred and twenty first", [200]), ("nought point five", [0.5]), ("minus three", [3]),
    ],
)  # fmt: skip
def test_parts_scales_and_positions(said: str, values: list[float]) -> None:
    assert [item.value for item in numerals(Words.of(said).tokens)] == values


@pytest.mark.parametrize(
    ("said", "spans"),
    [("the twenty first", [(21, 1, 3)]), ("21st", [(21, 0, 1)]), ("third", [(3, 0, 1)]), ("twenty seconds", [])],
)
def test_positions(said: str, spans: list[tuple[float, int, int]]) -> None:
    assert [(item.value, item.start, item.end) for item in ordinals(Words.of(said).tokens)] == spans


@pytest.mark.parametrize(("token", "value"), [("$1,250.50", 1250.5), ("3rd", 3), ("7:30", None), ("word", None)])
def test_figures(token: str, value: float | None) -> None:
    assert figure_value(token) == value
