"""The node type `call`: its fields, where it leads, what it says and asks of the engine."""

from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from flows.definition.nodes.node import Wait
from flows.definition.nodes.types import NODE_TYPES, AnyNode
from tests.flows.definition.recorder import Recorder

ADAPTER: TypeAdapter[Any] = TypeAdapter(AnyNode)


def node(**fields: Any) -> Any:
    """A node of this type."""
    return ADAPTER.validate_json(TypeAdapter(dict[str, Any]).dump_json({"type": "call", **fields}))


def test_the_word_picks_the_class() -> None:
    assert NODE_TYPES["call"].__name__ == "Call"


def test_has_the_tool_called() -> None:
    visit = Recorder()
    assert node(tool="pay").visit(visit) == Wait()
    assert visit.asked == [("call_tool", "pay")]


def test_texts_and_edges() -> None:
    call = node(
        **{
            "tool": "pay",
            "with": {"a": "{{ a }}", "b": 1},
            "filler": {"say": "One moment."},
            "on_error": "x",
            "next": "y",
        }
    )
    assert dict(call.texts()) == {("with", "a"): "{{ a }}", ("filler", "say"): "One moment."}
    assert list(call.target_names()) == [("next", "y"), ("on_error", "x")]
    assert call.filler.after == 500


@pytest.mark.parametrize(
    "fields", [{"with": []}, {"save": {"a": 1}}, {"filler": {"after": "2s"}}, {"filler": {"after": 2, "say": "x"}}]
)
def test_misfits(fields: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        node(**{"tool": "pay", **fields})


def test_it_may_say_what_personal_data_the_tool_is_given_here() -> None:
    assert (node(tool="pay").allow, node(tool="pay", allow=["card"]).allow) == ((), ("card",))
    with pytest.raises(ValidationError):
        node(tool="pay", allow="card")
