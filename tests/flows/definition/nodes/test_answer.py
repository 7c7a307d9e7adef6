"""The node type `answer`: its fields, where it leads, what it says and asks of the engine."""

from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from flows.definition.nodes.node import Wait
from flows.definition.nodes.types import NODE_TYPES, AnyNode
from tests.flows.definition.recorder import Recorder

ADAPTER: TypeAdapter[Any] = TypeAdapter(AnyNode)


def node(**fields: Any) -> Any:
    """A node of this type."""
    return ADAPTER.validate_json(TypeAdapter(dict[str, Any]).dump_json({"type": "answer", **fields}))


def test_the_word_picks_the_class() -> None:
    assert NODE_TYPES["answer"].__name__ == "Answer"


def test_has_it_looked_up() -> None:
    visit = Recorder()
    assert node(knowledge="handbook").visit(visit) == Wait()
    assert visit.asked == [("look_up", "handbook")]


def test_texts_and_edges() -> None:
    told = node(knowledge="handbook", question="{{ q }}", on_unknown="lost", on_error="sorry", next="end")
    assert dict(told.texts()) == {("question",): "{{ q }}"}
    assert list(told.target_names()) == [("next", "end"), ("on_unknown", "lost"), ("on_error", "sorry")]
    assert list(node(knowledge="handbook").texts()) == []


@pytest.mark.parametrize("fields", [{}, {"knowledge": "h", "threshold": 2}, {"knowledge": "h", "threshold": "high"}])
def test_misfits(fields: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        node(**fields)


def test_it_may_say_what_personal_data_the_question_holds() -> None:
    assert (node(knowledge="x").allow, node(knowledge="x", allow=["person"]).allow) == ((), ("person",))
    with pytest.raises(ValidationError):
        node(knowledge="x", allow="person")
