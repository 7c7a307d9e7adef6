"""The slot type `choice`: what is found in an answer, what is refused, how it is said back."""

from typing import Any

import pytest

from flows.values.words import Words
from tests.flows.values.tables import answer, rows, slot


@pytest.mark.parametrize("row", rows("choice"), ids=lambda row: str(row["say"]) or "nothing")
def test_answers(row: dict[str, Any]) -> None:
    found = answer("choice", row)
    assert found == row["is"]
    assert isinstance(found, bool) is isinstance(row["is"], bool)


def test_unasked_only_its_own_words_count() -> None:
    assert slot("choice").find(Words.of("the second one"), asked=False) == []
    assert slot("choice").find(Words.of("from my saver"), asked=False)[0].value == "savings"


def test_reads_keys_and_words() -> None:
    assert [slot("choice").read(raw) for raw in ("joint_account", "saver", "purple")] == [
        "joint_account",
        "savings",
        None,
    ]


def test_lists_the_options_in_words() -> None:
    assert slot("choice").problem("purple") == "It can be savings, checking or joint account."


def test_what_is_no_word_is_no_option() -> None:
    option = slot("choice", choices={"a": None})
    assert option.problem("a") is None
    for value in ([], {}, ["a"], 1, True, None):
        assert option.problem(value) == "It can be a."
