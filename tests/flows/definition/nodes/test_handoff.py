"""The node type `handoff`: its fields, where it leads, what it says and asks of the engine."""

from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from flows.definition.nodes.node import Go
from flows.definition.nodes.types import NODE_TYPES, AnyNode
from tests.flows.definition.recorder import Recorder

ADAPTER: TypeAdapter[Any] = TypeAdapter(AnyNode)


def node(**fields: Any) -> Any:
    """A node of this type."""
    return ADAPTER.validate_json(TypeAdapter(dict[str, Any]).dump_json({"type": "handoff", **fields}))


def test_the_word_picks_the_class() -> None:
    assert NODE_TYPES["handoff"].__name__ == "Handoff"


def test_leads_to_the_handoff_with_or_without_words() -> None:
    visit = Recorder()
    assert node().visit(visit) == Go("handoff")
    assert node(say="One moment.", summary="Wants {{ what }}.").visit(visit) == Go("handoff")
    assert visit.asked == [("hand_over", None, None), ("hand_over", "One moment.", "Wants {{ what }}.")]


def test_its_words_and_its_summary_are_templates() -> None:
    told = node(say="One moment.", summary="Wants {{ what }}.")
    assert dict(told.texts()) == {("say",): "One moment.", ("summary",): "Wants {{ what }}."}


def test_it_needs_no_next() -> None:
    assert NODE_TYPES["handoff"].ends
    assert list(node().edges()) == []


def test_misfits() -> None:
    with pytest.raises(ValidationError):
        node(to="Bob")


def test_it_may_say_what_personal_data_the_summary_holds() -> None:
    assert (node().allow, node(allow=["person"]).allow) == ((), ("person",))
    with pytest.raises(ValidationError):
        node(allow="person")
