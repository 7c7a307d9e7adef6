"""The node type `ask`: its fields, where it leads, what it says and asks of the engine."""

from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from flows.definition.nodes.node import Wait
from flows.definition.nodes.types import NODE_TYPES, AnyNode
from tests.flows.definition.recorder import Recorder

ADAPTER: TypeAdapter[Any] = TypeAdapter(AnyNode)


def node(**fields: Any) -> Any:
    """A node of this type."""
    return ADAPTER.validate_json(TypeAdapter(dict[str, Any]).dump_json({"type": "ask", **fields}))


def test_the_word_picks_the_class() -> None:
    assert NODE_TYPES["ask"].__name__ == "Ask"


FULL = {
    "slot": "n", "say": "N?", "reprompts": ["R1", "R2"], "no_input": ["I1"], "confirm": "C",
    "help": "H",
    "validate": [{"if": "n > 3", "say": "V"}],
    "next": [{"if": "n > 1", "go": "a"}, {"else": "b"}], "on_fail": "handoff",
}  # fmt: skip


def test_asks_the_engine() -> None:
    visit = Recorder()
    assert node(slot="n", say="N?").visit(visit) == Wait()
    assert visit.asked == [("ask", "n")]


def test_every_text_has_its_place() -> None:
    places = {text: place for place, text in node(**FULL).texts()}
    assert places == {
        "N?": ("say",), "R1": ("reprompts", 0), "R2": ("reprompts", 1), "I1": ("no_input", 0), "C": ("confirm",),
        "H": ("help",), "V": ("validate", 0, "say"),
    }  # fmt: skip


def test_conditions_and_edges() -> None:
    assert dict(node(**FULL).conditions()) == {("next", 0, "if"): "n > 1", ("validate", 0, "if"): "n > 3"}
    assert list(node(**FULL).target_names()) == [("next", "a"), ("next", "b"), ("on_fail", "handoff")]


@pytest.mark.parametrize(
    "fields", [{"attempts": 0}, {"attempts": 11}, {"reprompts": "x"}, {"dtmf": [1]}, {"slot": None}]
)
def test_misfits(fields: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        node(**{"slot": "n", "say": "N?", **fields})
