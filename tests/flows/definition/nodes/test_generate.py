"""The node type `generate`: its fields, where it leads, what it says and asks of the engine."""

from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from flows.definition.nodes.node import Wait
from flows.definition.nodes.types import NODE_TYPES, AnyNode
from tests.flows.definition.recorder import Recorder

ADAPTER: TypeAdapter[Any] = TypeAdapter(AnyNode)


def node(**fields: Any) -> Any:
    """A node of this type."""
    return ADAPTER.validate_json(TypeAdapter(dict[str, Any]).dump_json({"type": "generate", **fields}))


def test_the_word_picks_the_class() -> None:
    assert NODE_TYPES["generate"].__name__ == "Generate"


def test_has_the_model_asked() -> None:
    visit = Recorder()
    assert node(prompt="Sum up.").visit(visit) == Wait()
    assert visit.asked == [("ask_model", "Sum up.")]


def test_texts_and_edges() -> None:
    told = node(prompt="Sum up {{ story }}.", on_error="sorry", next="end")
    assert dict(told.texts()) == {("prompt",): "Sum up {{ story }}."}
    assert list(told.target_names()) == [("next", "end"), ("on_error", "sorry")]


def test_it_speaks_unless_told_otherwise_and_waits_eight_seconds() -> None:
    assert node(prompt="x").speak
    assert node(prompt="x").timeout == 8_000
    assert not node(prompt="x", speak=False, extract={"topic": "text"}).speak


@pytest.mark.parametrize("fields", [{}, {"prompt": 1}, {"prompt": "x", "extract": ["a"]}, {"prompt": "x", "stub": 5}])
def test_misfits(fields: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        node(**fields)


def test_it_may_say_what_personal_data_the_model_is_given_here() -> None:
    assert (node(prompt="x").allow, node(prompt="x", allow=["person"]).allow) == ((), ("person",))
    with pytest.raises(ValidationError):
        node(prompt="x", allow="person")
