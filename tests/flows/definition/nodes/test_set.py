"""The node type `set`: its fields, where it leads, what it says and asks of the engine."""

from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from flows.definition.nodes.node import Go
from flows.definition.nodes.set import Expression
from flows.definition.nodes.types import NODE_TYPES, AnyNode
from tests.flows.definition.recorder import Recorder

ADAPTER: TypeAdapter[Any] = TypeAdapter(AnyNode)


def node(**fields: Any) -> Any:
    """A node of this type."""
    return ADAPTER.validate_json(TypeAdapter(dict[str, Any]).dump_json({"type": "set", **fields}))


def test_the_word_picks_the_class() -> None:
    assert NODE_TYPES["set"].__name__ == "Set"


def test_assigns_in_order() -> None:
    visit = Recorder()
    assert node(set={"a": 1, "b": "{{ a }}", "c": None, "d": {"expr": "a + 1"}}, next="end").visit(visit) == Go("end")
    assert [entry[1] for entry in visit.asked] == ["a", "b", "c", "d"]
    assert visit.asked[3][2] == Expression(expr="a + 1")


def test_only_texts_are_templates() -> None:
    assert list(node(set={"a": 1, "b": "{{ a }}"}).texts()) == [(("set", "b"), "{{ a }}")]


@pytest.mark.parametrize("fields", [{}, {"set": {}}, {"set": {"a": [1]}}, {"set": {"a": {"expression": "1"}}}])
def test_misfits(fields: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        node(**fields)
