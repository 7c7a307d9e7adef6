"""Rows of digits in a sentence, and rows whose end was said anew."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.values.digit_rows import MAX_DIGITS, mended, misheard_at_the_edge, rows
from flows.values.words import Words

DIGITS = "zero one two three four five six seven eight nine".split()


@given(st.lists(st.integers(0, 9), min_size=1, max_size=MAX_DIGITS - 1))
def test_digits_said_one_by_one_are_one_row(digits: list[int]) -> None:
    [row] = rows(Words.of(" ".join(DIGITS[digit] for digit in digits)), lenient=False)
    assert row.digits == "".join(str(digit) for digit in digits)
    assert (row.start, row.end) == (0, len(digits))


@pytest.mark.parametrize(
    ("said", "lenient", "found"),
    [
        ("four um two", True, ["42"]), ("four um two", False, ["4", "2"]), ("three nines", False, ["999"]),
        ("five to six", True, ["526"]), ("five to six", False, ["5", "6"]), ("twelve hundred", True, ["1200"]),
        ("quadruple one", False, ["1111"]), ("double forty", False, ["40"]), ("the first one is 5", True, ["5"]),
        ("one", True, ["1"]), ("none", True, []),
    ],
)  # fmt: skip
def test_rows(said: str, lenient: bool, found: list[str]) -> None:
    assert [row.digits for row in rows(Words.of(said), lenient=lenient)] == found


@pytest.mark.parametrize(
    ("said", "length", "digits"),
    [
        ("427 no 81", 4, "4281"), ("4271 no last digit is 2", 4, "4272"), ("4271 no the last two are 82", 4, "4282"),
        ("4271 no first digit is 5", 4, "5271"), ("4271 no 4272", 4, None), ("427 and 81", 4, None),
        ("4271 sorry 5", 4, "4275"), ("4271 no 5", 6, None),
    ],
)  # fmt: skip
def test_an_end_that_was_said_anew(said: str, length: int, digits: str | None) -> None:
    words = Words.of(said)
    row = mended(words, rows(words, lenient=True), lambda value: len(value) == length)
    assert (row.digits if row is not None else None) == digits


@pytest.mark.parametrize(
    ("said", "digits"), [("for 271", "4271"), ("271 to", "2712"), ("it's for 271", None), ("x 271", None)]
)
def test_a_misheard_word_at_the_edge(said: str, digits: str | None) -> None:
    words = Words.of(said)
    [row] = rows(words, lenient=True)
    guess = misheard_at_the_edge(words, row, lambda value: len(value) == 4)
    assert (guess.digits if guess is not None else None) == digits
    assert guess is None or guess.guessed
