"""Spoken numbers: where they begin and end, and what does not belong to them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.values.numerals import numerals
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


@given(
    st.lists(st.sampled_from([*UNITS, *TENS[2:], "hundred", "thousand", "million", "point", "and", "a", "half", "x"]))
)
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
