"""The slot type `integer`: what is found in an answer, what is refused, how it is said back."""

from typing import Any

import pytest

from flows.values.words import Words
from tests.flows.values.tables import answer, rows, slot


@pytest.mark.parametrize("row", rows("integer"), ids=lambda row: str(row["say"]) or "nothing")
def test_answers(row: dict[str, Any]) -> None:
    found = answer("integer", row)
    assert found == row["is"]
    assert isinstance(found, bool) is isinstance(row["is"], bool)


def test_refuses_fractions() -> None:
    assert slot("integer").problem(2.5) == "I need a whole number."


def test_counting_words_are_answers_only() -> None:
    assert slot("integer").find(Words.of("a couple of questions"), asked=False) == []
