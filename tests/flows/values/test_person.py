"""The slot type `person`: what is found in an answer, what is refused, how it is said back."""

from typing import Any

import pytest

from flows.values.words import Words
from tests.flows.values.tables import best, is_read_as, rows, slot


@pytest.mark.parametrize("row", rows("person"), ids=lambda row: str(row["say"]) or "nothing")
def test_answers(row: dict[str, Any]) -> None:
    assert is_read_as("person", row), best("person", row)


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("my name's robert and i need a table", "Robert"),
        ("hi the name is ann smith i'd like to book", "Ann Smith"),
        ("book a table for two for john", "John"),
        ("Book a table for two for John.", "John"),
        ("reserve for maria lopez at seven", "Maria Lopez"),
        ("it's under henderson", "Henderson"),
        ("this is doctor lopez i need a table", "Doctor Lopez"),
        ("this is joe speaking", "Joe"),
        ("this is joe not john speaking", None),
        ("for joe no for john", "John"),
        ("i'd like a table for four", None),
        ("Book a table for two for dinner", None),
        ("A table for two for Christmas", None),
        ("a table for will you be open", None),
        ("a quote for insurance", None),
        ("this is ridiculous", None),
        ("call me back", None),
        ("my name is", None),
        ("my name is on the list", None),
        ("maria lopez", None),
    ],
)
def test_unasked_only_where_nothing_else_is_meant(said: str, name: str | None) -> None:
    found = slot("person").find(Words.of(said), asked=False)
    assert (found[0].value if found else None) == name


def test_a_name_behind_for_is_less_sure_than_one_that_was_introduced() -> None:
    introduced, carried = (
        slot("person").find(Words.of(said), asked=False)[0].confidence
        for said in ("my name is john", "a table for john")
    )
    assert introduced > carried


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        ("", "I need a name."),
        ("  ", "I need a name."),
        (3, "I need a name."),
        ("What Time Is It", "I need a name."),
        ("Room 12", "A name has no numbers in it."),
        ("Ann " * 30, "That is too long for a name."),
        ("Ann", None),
        ("Do", None),
        ("李小龙", None),
    ],
)
def test_refuses_in_words_what_is_no_name(value: Any, problem: str | None) -> None:
    assert slot("person").problem(value) == problem
