"""Which class reads what."""

from typing import Any

import pytest

from flows.definition.bot import Bot, Defaults, Variable, Voice
from flows.definition.edges import Branch
from flows.definition.flow import Flow, Intent
from flows.definition.nodes.ask import Ask, Refusal
from flows.definition.nodes.call import Filler
from flows.definition.nodes.set import Expression
from flows.definition.nodes.types import NODE_TYPES
from flows.definition.test_case import Expectation, ExpectedCall, TestCase, TestTurn
from flows.definition.tool import Tool
from flows.loader.path import Path
from flows.loader.shape import class_at, field_names, type_words
from flows.values.money import Money
from flows.values.slots import SLOT_TYPES

DATA: dict[str, Any] = {
    "flows": {
        "main": {
            "nodes": {
                "a": {"type": "ask", "next": [{"if": "x"}], "validate": [{}], "on_fail": "end"},
                "b": {"type": "call", "filler": {}},
                "c": {"type": "set", "set": {"x": {}, "y": 1}},
                "d": {"type": "nothing"},
                "e": 5,
            }
        }
    },
    "slots": {"m": {"type": "money"}, "x": {}},
    "tests": {"t": {"turns": [{"expect": {"called": [{}, "x"]}}]}},
    "voice": {},
    "tools": {"t": {"returns": {}}},
    "intents": {"i": {}},
    "variables": {"v": {}},
    "defaults": {"on_fail": [{}]},
}
A: Path = ("flows", "main", "nodes", "a")
NODES: Path = ("flows", "main", "nodes")
TURN: Path = ("tests", "t", "turns", 0)


@pytest.mark.parametrize(
    ("path", "owner"),
    [
        ((), Bot), (("flows", "main"), Flow), (A, Ask), ((*A, "next", 0), Branch), ((*A, "validate", 0), Refusal),
        ((*NODES, "b", "filler"), Filler), ((*NODES, "c", "set", "x"), Expression), ((*NODES, "d"), None),
        (("slots", "m"), Money), (("slots", "x"), None), (("tests", "t"), TestCase), (TURN, TestTurn),
        ((*TURN, "expect"), Expectation), ((*TURN, "expect", "called", 0), ExpectedCall), (("voice",), Voice),
        (("tools", "t"), Tool), (("tools", "t", "returns"), None), (("intents", "i"), Intent),
        (("variables", "v"), Variable), (("defaults",), Defaults), (("defaults", "on_fail", 0), Branch),
        (("nothing", "there"), None), (("bot",), None), ((*A, "on_fail"), None),
    ],
)  # fmt: skip
def test_the_class_at_a_path(path: Path, owner: type | None) -> None:
    assert class_at(DATA, path) is owner


def test_what_may_stand_where_nothing_is_yet() -> None:
    assert class_at(None, ("variables", "v")) is Variable
    assert class_at(None, ("intents", "i")) is Intent


def test_type_words() -> None:
    assert set(type_words(DATA, A)) == set(NODE_TYPES)
    assert set(type_words(DATA, ("slots", "x"))) >= set(SLOT_TYPES)
    assert type_words(DATA, ("tools", "t")) == []
    assert type_words(DATA, ()) == []


def test_fields_are_called_as_they_are_written() -> None:
    assert field_names(Branch) == ["if", "go", "else"]
    assert {"validate", "next", "say"} <= set(field_names(Ask))
