"""What all nodes that speak take: interruption, must-hear, pronunciation, translation."""

import json
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from flows.definition.nodes.types import AnyNode

ADAPTER: TypeAdapter[Any] = TypeAdapter(AnyNode)
MANNERS = {
    "barge_in": False,
    "must_hear": True,
    "pronunciations": {"IBAN": "eye ban"},
    "translations": {"de": "Guten Tag."},
}
SPEAKING: list[dict[str, Any]] = [
    {"type": "say", "say": "Hi."},
    {"type": "ask", "say": "Who?", "slot": "name"},
    {"type": "end", "say": "Bye."},
    {"type": "handoff", "say": "One moment."},
    {"type": "generate", "prompt": "Hi."},
    {"type": "answer", "knowledge": "handbook"},
]


@pytest.mark.parametrize("fields", SPEAKING, ids=lambda fields: fields["type"])
def test_every_speaking_node_takes_them(fields: dict[str, Any]) -> None:
    node = ADAPTER.validate_json(json.dumps({**fields, **MANNERS}))
    assert {name: getattr(node, name) for name in MANNERS} == MANNERS
    plain = ADAPTER.validate_json(json.dumps(fields))
    assert (plain.barge_in, plain.must_hear, plain.pronunciations, plain.translations) == (None, False, {}, {})


def test_silent_nodes_do_not() -> None:
    with pytest.raises(ValidationError):
        ADAPTER.validate_json('{"type": "set", "set": {"a": 1}, "must_hear": true}')
