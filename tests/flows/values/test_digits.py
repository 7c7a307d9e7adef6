"""The slot type `digits`: what is found in an answer, what is refused, how it is said back."""

from typing import Any

import pytest

from flows.values.digits import digit_rows
from flows.values.words import Words
from tests.flows.values.tables import answer, rows, slot


@pytest.mark.parametrize("row", rows("digits"), ids=lambda row: str(row["say"]) or "nothing")
def test_answers(row: dict[str, Any]) -> None:
    found = answer("digits", row)
    assert found == row["is"]
    assert isinstance(found, bool) is isinstance(row["is"], bool)


@pytest.mark.parametrize(
    ("options", "value", "problem"),
    [
        ({"length": 4}, "123", "I need 4 digits, and I heard 3."),
        ({"min": 2}, "1", "I need at least 2 digits, and I heard 1."),
        ({"max": 2}, "123", "I need 2 digits at most, and I heard 3."),
        ({}, "12a", "I need digits only."),
        ({}, 12, "I need digits only."),
        ({}, "١٢", "I need digits only."),
    ],
)
def test_refuses(options: dict[str, int], value: Any, problem: str) -> None:
    assert slot("digits", **options).problem(value) == problem


def test_is_said_one_by_one() -> None:
    assert slot("digits").say("4071") == "4 0 7 1"


def test_rows_are_digits_said_one_by_one() -> None:
    assert digit_rows(Words.of("the code is five one eight six for two"), 3) == [(3, 7)]
