"""The slot type `yes_no`: what is found in an answer, what is refused, how it is said back."""

from typing import Any

import pytest

from flows.values.words import Words
from tests.flows.values.tables import answer, rows, slot


@pytest.mark.parametrize("row", rows("yes_no"), ids=lambda row: str(row["say"]) or "nothing")
def test_answers(row: dict[str, Any]) -> None:
    found = answer("yes_no", row)
    assert found == row["is"]
    assert isinstance(found, bool) is isinstance(row["is"], bool)


def test_is_found_as_an_answer_only() -> None:
    assert slot("yes_no").find(Words.of("yes"), asked=False) == []


def test_reads_and_says_booleans() -> None:
    assert [slot("yes_no").read(raw) for raw in (True, "no", "maybe")] == [True, False, None]
    assert [slot("yes_no").say(value) for value in (True, False)] == ["yes", "no"]
    assert slot("yes_no").problem("yes") == "I need a yes or a no."
