"""Numbers and digits as words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.driver.generate.sayings import SAMPLES, digits_in_words, number_in_words
from flows.values.numerals import numerals
from flows.values.slots import SLOT_TYPES
from flows.values.words import Words


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "zero"),
        (13, "thirteen"),
        (21, "twenty one"),
        (400, "four hundred"),
        (9000, "nine thousand"),
        (1250.5, "one thousand two hundred fifty point five"),
        (2.05, "two point zero five"),
        (-3, "minus three"),
        (2_000_000, "2000000"),
    ],
)
def test_numbers(number: float, words: str) -> None:
    assert number_in_words(number) == words


@given(st.integers(0, 999_999))
def test_they_are_heard_as_what_they_are(number: int) -> None:
    (heard,) = numerals(Words.of(number_in_words(number)).tokens)
    assert heard.value == number


def test_digits() -> None:
    assert digits_in_words("407") == "four zero seven"
    assert digits_in_words("4*7") == "four * seven"


def test_samples_are_for_types_that_there_are() -> None:
    """A sample for a type that has another name would never be used."""
    assert set(SAMPLES) <= set(SLOT_TYPES)
