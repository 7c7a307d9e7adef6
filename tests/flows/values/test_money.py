"""The slot type `money`: what is found in an answer, what is refused, how it is said back."""

from typing import Any

import pytest

from flows.values.words import Words
from tests.flows.values.tables import answer, rows, slot


@pytest.mark.parametrize("row", rows("money"), ids=lambda row: str(row["say"]) or "nothing")
def test_answers(row: dict[str, Any]) -> None:
    found = answer("money", row)
    assert found == row["is"]
    assert isinstance(found, bool) is isinstance(row["is"], bool)


@pytest.mark.parametrize(("value", "text"), [(50, "$50"), (2.5, "$2.50"), (1250.5, "$1,250.50"), (-3, "$-3")])
def test_is_said_as_an_amount(value: float, text: str) -> None:
    assert slot("money").say(value) == text


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        (0.5, "It must be at least $1."),
        (9, "It can be $5 at most."),
        ("x", "I need a number."),
        (True, "I need a number."),
    ],
)
def test_refuses(value: Any, problem: str) -> None:
    assert slot("money", min=1, max=5).problem(value) == problem


def test_unasked_an_amount_with_its_unit_is_surer() -> None:
    sure = slot("money").find(Words.of("send fifty dollars"), asked=False)[0].confidence
    unsure = slot("money").find(Words.of("send fifty"), asked=False)[0].confidence
    assert sure > unsure
