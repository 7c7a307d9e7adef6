"""Codes that a slot takes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.driver.generate.codes import LETTERS, MAX_LENGTH, digit_codes, spelled_codes
from tests.flows.values.tables import slot


@pytest.mark.parametrize("length", [1, 4, 10, 27])
def test_rows_have_the_length(length: int) -> None:
    taken = slot("digits", length=length)
    assert [len(code) for code in digit_codes(taken, [])] == [length]
    assert taken.problem(digit_codes(taken, [])[0]) is None


def test_rows_that_conditions_name() -> None:
    found = digit_codes(slot("digits", length=5), ["12345", "123456", "77", "no digits", 8.0])
    assert found[0] not in ("12345", "77")
    assert {"12345", "123456"} <= set(found)  # a slot may take more lengths than the first
    assert any(code.startswith("77") and len(code) == 5 for code in found)
    assert all(code.isdecimal() for code in found)


def test_the_least_length_where_there_is_a_range() -> None:
    assert len(digit_codes(slot("digits", min=6, max=8), [])[0]) == 6


@pytest.mark.parametrize(
    ("pattern", "length"),
    [("[A-Z]{2}[0-9]{4}", 6), ("K[0-9]{3}(-[A-Z])?", 4), ("(AB|CDE)[0-9]", 3), ("[0-9]*X", 1), ("M+[0-9]{2}", 3)],
)
def test_the_shortest_code_of_a_pattern(pattern: str, length: int) -> None:
    taken = slot("spelled", pattern=pattern)
    (code,) = spelled_codes(taken)
    assert len(code) == length
    assert taken.problem(code) is None


def test_a_pattern_that_no_code_of_a_bearable_length_fits_has_no_example() -> None:
    assert list(spelled_codes(slot("spelled", pattern=f"[A-Z]{{{MAX_LENGTH}}}[0-9]"))) == []


@given(st.integers(1, 20))
def test_letters_and_digits_without_a_pattern(length: int) -> None:
    taken = slot("spelled", length=length)
    (code,) = spelled_codes(taken)
    assert len(code) == length
    assert taken.problem(code) is None
    assert set(code) <= set(LETTERS) | set("0123456789")


def test_codes_are_not_all_of_one_letter() -> None:
    (code,) = spelled_codes(slot("spelled", pattern="[A-Z]{3}[0-9]{3}"))
    assert len(set(code)) == 6
