"""Names of tests: what they are about, in words, and none twice."""

import pytest

from flows.definition.test_case import TestTurn
from flows.driver.coverage import Edge
from flows.driver.generate.draft import Draft
from flows.driver.generate.names import MAX_SAID_CHARACTERS, name_of
from tests.flows.driver.generate.plain import DOOR
from tests.flows.small_bots import bot

MADE = bot(DOOR, warnings=True)


def _draft(*said: str) -> Draft:
    return Draft(tuple(TestTurn(user=text) for text in said), {})


@pytest.mark.parametrize(
    ("edge", "name"),
    [
        (Edge("enter", "old", "on_fail"), "enter: no answer to old"),
        (Edge("enter", "look", "on_error"), "enter: look fails"),
        (Edge("enter", "faq", "on_unknown"), "enter: faq finds nothing"),
        (Edge("enter", "old", "confirm"), "enter: old is denied"),
        (Edge("enter", "old", "next", 0), "enter: from old to child"),
        (Edge("enter", "old", "next", 1), "enter: from old to look"),
        (Edge("enter", "full", "next"), "enter: to the end by full"),
        (Edge("enter", "broken", "next"), "enter: from broken to a person"),
        (Edge("leave", "bye", "visit"), "leave: bye"),
    ],
)
def test_what_it_is_about(edge: Edge, name: str) -> None:
    assert name_of(MADE, edge, _draft("let me in"), set()) == name


def test_what_is_refused_stands_in_the_name() -> None:
    edge = Edge("enter", "old", "validate", 0)
    assert name_of(MADE, edge, _draft("let me in", "a hundred and one"), set()).endswith("refuses a hundred and one")
    long = name_of(MADE, edge, _draft("x" * 100), set())
    assert long.endswith(f"refuses {'x' * MAX_SAID_CHARACTERS}")
    keys = Draft((TestTurn(dtmf="101"),), {})
    assert name_of(MADE, edge, keys, set()) == "enter: old refuses a value"


def test_no_name_is_given_twice() -> None:
    edge, taken = Edge("enter", "look", "on_error"), {"enter: look fails", "enter: look fails (2)"}
    assert name_of(MADE, edge, _draft(), taken) == "enter: look fails (3)"
    assert name_of(MADE, edge, _draft(), {"enter: look fails"}) == "enter: look fails (2)"
