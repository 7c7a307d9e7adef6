"""The slot type `text`: what is found in an answer, what is refused, how it is said back."""

from typing import Any

import pytest

from flows.values.words import Words
from tests.flows.values.tables import answer, rows, slot


@pytest.mark.parametrize("row", rows("text"), ids=lambda row: str(row["say"]) or "nothing")
def test_answers(row: dict[str, Any]) -> None:
    found = answer("text", row)
    assert found == row["is"]
    assert isinstance(found, bool) is isinstance(row["is"], bool)


def test_is_taken_as_an_answer_only() -> None:
    assert slot("text").find(Words.of("anything"), asked=False) == []


def test_is_cut() -> None:
    assert len(str(slot("text").find(Words.of("word " * 300), asked=True)[0].value)) == 500


def test_refuses_nothing() -> None:
    assert slot("text").problem(" ") == "I need a few words."
