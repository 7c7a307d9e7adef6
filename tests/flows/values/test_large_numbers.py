"""Numbers that are too large to hold: none of their parts is taken for a smaller one."""

import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.values.large_numbers import runs_too_large
from flows.values.number_words import number_words
from flows.values.numerals import MAX_VALUE, numerals
from flows.values.slots import SLOT_TYPES
from flows.values.words import Words
from tests.flows.values.tables import slot

MAX_SECONDS = 2
"""For sentences of any length; on a slow machine they take a tenth."""

TOO_LARGE = [
    "twelve trillion nine hundred quadrillion dollars",
    "a quadrillion",
    "two and a half quintillion",
    "half a sextillion",
    "a quarter of a septillion dollars",
    "a couple of octillion",
    "a couple quadrillion people",
    "$3 zillion",
    "1.5 gazillion dollars and fifty cents",
    "one bazillion and five",
    "five to six quadrillion dollars",
    "nine um hundred nonillion",
    "a googol",
    "five hundred decillions",
    "two thousand trillion",
    "nine hundred thousand trillion dollars and ten cents",
    "five hundred trillion nine hundred thousand trillion",
    "five thousand trillions",
    "me and a zillion friends",
    "one " + "billion " * 140,
    "9" * 40,
    "$99999999999999999 and 50 cents",
    "1,000,000,000,000,000,000",
    "1 000 000 000 000 000 000",
    "1.000.000.000.000.000.000 euros",
    "1e16",
    "1E+300 dollars",
    "1e999",
    "10^18",
    "10**400",
]


@pytest.mark.parametrize("kind", ["number", "integer", "money", "duration"])
@pytest.mark.parametrize("asked", [True, False])
@pytest.mark.parametrize("said", TOO_LARGE)
def test_no_part_of_them_is_a_smaller_number(said: str, asked: bool, kind: str) -> None:
    options = {"unit": "hour"} if kind == "duration" else {}
    assert slot(kind, **options).find(Words.of(said), asked=asked) == []


@pytest.mark.parametrize(
    ("kind", "said", "value"),
    [
        ("number", "a trillion", 10**12),
        ("number", "nine hundred ninety nine trillion", 999 * 10**12),
        ("number", "one thousand trillion", MAX_VALUE),
        ("number", "1e15", MAX_VALUE),
        ("number", "10^3", 1000),
        ("money", "twelve trillion nine hundred billion dollars", 12.9 * 10**12),
        ("money", "two million dollars", 2_000_000),
        ("money", "$5 and 50 cents", 5.5),
        ("money", "a quadrillion, no, fifty dollars", 50),
        ("integer", "a zillion thanks, for four people", 4),
        ("number", "4111111111111111 and 50", 50),
    ],
)
def test_what_can_be_held_still_is(kind: str, said: str, value: Any) -> None:
    assert [found.value for found in slot(kind).find(Words.of(said), asked=True)][:1] == [value]


@pytest.mark.parametrize(
    ("said", "runs"),
    [
        ("i owe a zillion to anna", [(2, 4)]),
        ("five kids and a quadrillion and a table for two", [(3, 5)]),
        ("quadrillion quadrillion", [(0, 2)]),
        ("two million", []),
    ],
)
def test_they_end_where_the_number_ends(said: str, runs: list[tuple[int, int]]) -> None:
    assert runs_too_large(Words.of(said).tokens) == runs


SCALES = [*number_words().scales, *number_words().too_large]


@given(st.lists(st.sampled_from([*SCALES, "one", "nine", "twenty", "and", "a", "of", "point", "9" * 400, "5", "half"])))
def test_every_number_that_is_found_can_be_held(words: list[str]) -> None:
    found = list(numerals(tuple(words)))
    assert all(abs(item.value) <= MAX_VALUE for item in found)
    assert all(before.end <= after.start for before, after in zip(found, found[1:], strict=False))


LONG = ["9" * 10_000, "nine " * 3000, "quadrillion " * 3000, "thousand " * 3000, "1 000" * 3000]


@pytest.mark.parametrize("kind", SLOT_TYPES)
@pytest.mark.parametrize(
    "said", ["9" * 10_000, "nine " * 3000, "quadrillion " * 3000, "thousand " * 3000, "1 000" * 3000]
)
def test_long_ones_take_no_long_time(said: str, kind: str) -> None:
    options = {"pattern": "[A-Z]{2}[0-9]{4}"} if kind == "spelled" else {}
    before = time.process_time()
    for asked in (True, False):
        slot(kind, **options).find(Words.of(said), asked=asked)
    assert time.process_time() - before < MAX_SECONDS


@pytest.mark.parametrize("word", ["nine", "quadrillion", "thousand"])
def test_tokens_without_end_take_no_long_time(word: str) -> None:
    before = time.process_time()
    list(numerals((word,) * 10_000))
    assert time.process_time() - before < MAX_SECONDS
