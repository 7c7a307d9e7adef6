"""The slot type `person`: what is found in an answer, what is refused, how it is said back."""

from typing import Any

import pytest

from flows.values.words import Words
from tests.flows.values.tables import answer, rows, slot


@pytest.mark.parametrize("row", rows("person"), ids=lambda row: str(row["say"]) or "nothing")
def test_answers(row: dict[str, Any]) -> None:
    found = answer("person", row)
    assert found == row["is"]
    assert isinstance(found, bool) is isinstance(row["is"], bool)


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("my name's robert and i need a table", "Robert"),
        ("hi the name is ann smith i'd like to book", "Ann Smith"),
        ("i'd like a table for four", None),
        ("my name is", None),
        ("my name is on the list", None),
    ],
)
def test_unasked_only_after_an_introduction(said: str, name: str | None) -> None:
    found = slot("person").find(Words.of(said), asked=False)
    assert (found[0].value if found else None) == name


@pytest.mark.parametrize("value", ["", "  ", 3])
def test_refuses_what_is_no_name(value: Any) -> None:
    assert slot("person").problem(value) == "I need a name."
