"""The node type `end`: its fields, where it leads, what it says and asks of the engine."""

from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from flows.definition.nodes.node import Wait
from flows.definition.nodes.types import NODE_TYPES, AnyNode
from tests.flows.definition.recorder import Recorder

ADAPTER: TypeAdapter[Any] = TypeAdapter(AnyNode)


def node(**fields: Any) -> Any:
    """A node of this type."""
    return ADAPTER.validate_json(TypeAdapter(dict[str, Any]).dump_json({"type": "end", **fields}))


def test_the_word_picks_the_class() -> None:
    assert NODE_TYPES["end"].__name__ == "End"


def test_ends_the_call() -> None:
    visit = Recorder()
    assert node(say="Bye.", reason="done").visit(visit) == Wait()
    assert visit.asked == [("end_call", "done")]
    assert dict(node(say="Bye.").texts()) == {("say",): "Bye."}


def test_it_needs_no_next() -> None:
    assert NODE_TYPES["end"].ends


def test_misfits() -> None:
    with pytest.raises(ValidationError):
        node(text="Bye.")
