"""The slot type `integer`: what is found in an answer, what is refused, how it is said back."""

from typing import Any

import pytest

from flows.values.words import Words
from tests.flows.values.tables import best, is_read_as, rows, slot


@pytest.mark.parametrize("row", rows("integer"), ids=lambda row: str(row["say"]) or "nothing")
def test_answers(row: dict[str, Any]) -> None:
    assert is_read_as("integer", row), best("integer", row)


def test_refuses_fractions() -> None:
    assert slot("integer").problem(2.5) == "I need a whole number."


@pytest.mark.parametrize(
    "said", ["a couple of questions", "i have two questions", "get me one", "the third", "at seven", "in two hours"]
)
def test_what_counts_as_an_answer_only(said: str) -> None:
    assert slot("integer").find(Words.of(said), asked=False) == []


@pytest.mark.parametrize(
    ("said", "value"), [("a table for one", 1), ("one person at eight", 1), ("we are seven on the 7th", 7)]
)
def test_unasked(said: str, value: int) -> None:
    assert slot("integer").find(Words.of(said), asked=False)[0].value == value


@pytest.mark.parametrize(("raw", "value"), [(3.0, 3), (2.5, None), ("2.5", None), ("12", 12), (True, None)])
def test_reads_data(raw: Any, value: Any) -> None:
    read = slot("integer").read(raw)
    assert read == value
    assert isinstance(read, int) is (value is not None)
