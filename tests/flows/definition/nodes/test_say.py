"""The node type `say`: its fields, where it leads, what it says and asks of the engine."""

from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from flows.definition.nodes.node import Go
from flows.definition.nodes.types import NODE_TYPES, AnyNode
from tests.flows.definition.recorder import Recorder

ADAPTER: TypeAdapter[Any] = TypeAdapter(AnyNode)


def node(**fields: Any) -> Any:
    """A node of this type."""
    return ADAPTER.validate_json(TypeAdapter(dict[str, Any]).dump_json({"type": "say", **fields}))


def test_the_word_picks_the_class() -> None:
    assert NODE_TYPES["say"].__name__ == "Say"


def test_speaks_and_leads_on() -> None:
    visit = Recorder()
    assert node(say="Hi {{ name }}.", next="end", barge_in=False).visit(visit) == Go("end")
    assert visit.asked == [("say", "Hi {{ name }}.", False)]


def test_its_text_is_a_template_with_a_place() -> None:
    assert list(node(say="Hi.").texts()) == [(("say",), "Hi.")]


@pytest.mark.parametrize("fields", [{}, {"say": 5}, {"say": "x" * 2001}, {"say": "x", "text": "y"}])
def test_misfits(fields: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        node(**fields)
