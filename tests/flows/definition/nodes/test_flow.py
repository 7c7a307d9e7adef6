"""The node type `flow`: its fields, where it leads, what it says and asks of the engine."""

from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from flows.definition.nodes.node import Go
from flows.definition.nodes.types import NODE_TYPES, AnyNode
from tests.flows.definition.recorder import Recorder

ADAPTER: TypeAdapter[Any] = TypeAdapter(AnyNode)


def node(**fields: Any) -> Any:
    """A node of this type."""
    return ADAPTER.validate_json(TypeAdapter(dict[str, Any]).dump_json({"type": "flow", **fields}))


def test_the_word_picks_the_class() -> None:
    assert NODE_TYPES["flow"].__name__ == "RunFlow"


def test_has_the_flow_run() -> None:
    visit = Recorder()
    assert node(flow="identify").visit(visit) == Go("")
    assert visit.asked == [("run_flow", "identify")]


def test_inputs_are_templates_with_their_place() -> None:
    run = node(**{"flow": "identify", "with": {"who": "{{ name }}", "times": 2}, "next": "end"})
    assert dict(run.texts()) == {("with", "who"): "{{ name }}"}
    assert list(run.target_names()) == [("next", "end")]


@pytest.mark.parametrize("fields", [{}, {"flow": 5}, {"flow": "a", "save": {"a": 1}}, {"flow": "a", "with": []}])
def test_misfits(fields: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        node(**fields)
