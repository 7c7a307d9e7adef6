"""The node type `decide`: its fields, where it leads, what it says and asks of the engine."""

from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from flows.definition.nodes.node import Go
from flows.definition.nodes.types import NODE_TYPES, AnyNode
from tests.flows.definition.recorder import Recorder

ADAPTER: TypeAdapter[Any] = TypeAdapter(AnyNode)


def node(**fields: Any) -> Any:
    """A node of this type."""
    return ADAPTER.validate_json(TypeAdapter(dict[str, Any]).dump_json({"type": "decide", **fields}))


def test_the_word_picks_the_class() -> None:
    assert NODE_TYPES["decide"].__name__ == "Decide"


def test_leads_on_and_asks_nothing() -> None:
    visit = Recorder()
    decide = node(next=[{"if": "x", "go": "a"}, {"else": "b"}])
    assert decide.visit(visit) == Go(decide.next)
    assert visit.asked == []
    assert list(decide.target_names()) == [("next", "a"), ("next", "b")]


@pytest.mark.parametrize("fields", [{}, {"next": []}, {"next": "a"}, {"next": [{"when": "x"}]}])
def test_misfits(fields: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        node(**fields)
