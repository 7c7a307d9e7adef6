"""The slot type `digits`: what is found in an answer, what is refused, how it is said back."""

from typing import Any

import pytest

from flows.values.digits import digit_rows
from flows.values.words import Words
from tests.flows.values.tables import best, is_read_as, rows, slot


@pytest.mark.parametrize("row", rows("digits"), ids=lambda row: str(row["say"]) or "nothing")
def test_answers(row: dict[str, Any]) -> None:
    assert is_read_as("digits", row), best("digits", row)


@pytest.mark.parametrize(
    ("options", "value", "problem"),
    [
        ({"length": 4}, "123", "I heard three digits, I need four."),
        ({"min": 2}, "1", "I heard one digit, I need at least two."),
        ({"max": 2}, "123", "I heard three digits, I need two at most."),
        ({"length": 16}, "123456789012345", "I heard 15 digits, I need 16."),
        ({}, "12a", "I need digits only."),
        ({}, 12, "I need digits only."),
        ({}, "١٢", "I need digits only."),
    ],
)
def test_refuses(options: dict[str, int], value: Any, problem: str) -> None:
    assert slot("digits", **options).problem(value) == problem


def test_is_said_one_by_one() -> None:
    assert slot("digits").say("4071") == "4 0 7 1"


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("the code is five one eight six", "5186"),
        ("cancel 4071", "4071"),
        ("cancel 4071 no 4072", "4072"),
        ("a table at twelve thirty", None),
        ("a table for two at 7", None),
        ("pay in 2027", None),
    ],
)
def test_unasked_a_code_is_no_time(said: str, code: str | None) -> None:
    found = slot("digits", length=4).find(Words.of(said), asked=False)
    assert [item.value for item in found] == ([] if code is None else [code])


def test_rows_are_digits_said_one_by_one() -> None:
    assert digit_rows(Words.of("the code is five one eight six for two"), 3) == [(3, 7)]
