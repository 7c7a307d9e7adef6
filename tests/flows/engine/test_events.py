"""Events and commands: every class goes through JSON and back."""

import json
from typing import get_args

import pytest

from flows.engine.acts import Act, ActKind, Understanding
from flows.engine.commands import Command, command_to_json
from flows.engine.events import Event, UserSaid, event_from_json, event_to_json
from flows.engine.expectation import Expectation

SAMPLES = {"understanding": Understanding("hi", (Act("fill", 0.5, slot="a", value=True),)), "outcome": "nobody"}
COMMAND_SAMPLES = {
    "expectation": Expectation("slot", "a", "b", "c", ("d",)),
    "arguments": {"a": 1},
    "timeout_ms": 5,
    "threshold": 0.5,
}


def _sample(kind: type, samples: dict[str, object], tag: str) -> object:
    fields = kind.__dataclass_fields__  # type: ignore[attr-defined]
    given = {
        name: samples.get(name, name)
        for name in fields
        if name != tag and fields[name].default is fields[name].default_factory
    }
    if "no_input_ms" in given:
        given["no_input_ms"] = 6000
    if kind.__name__ == "EndCall":
        given["reason"] = "limit"
    return kind(**given)


@pytest.mark.parametrize("kind", get_args(Event), ids=lambda kind: kind.__name__)
def test_events_survive_json(kind: type) -> None:
    event = _sample(kind, SAMPLES, "event")
    assert event_from_json(json.loads(json.dumps(event_to_json(event)))) == event  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", get_args(Command), ids=lambda kind: kind.__name__)
def test_commands_are_json_with_their_name(kind: type) -> None:
    told = command_to_json(_sample(kind, COMMAND_SAMPLES, "command"))  # type: ignore[arg-type]
    assert json.loads(json.dumps(told))["command"] == kind.__dataclass_fields__["command"].default  # type: ignore[attr-defined]


@pytest.mark.parametrize("act", get_args(ActKind))
def test_acts_tell_what_belongs_to_them(act: ActKind) -> None:
    told = Act(act, 0.12345, slot="a", value=False).as_json()
    assert told == {"act": act, "confidence": 0.123, "slot": "a", "value": False}
    event = UserSaid(Understanding("x", (Act(act),)), "now")
    assert event_from_json(event_to_json(event)) == event


@pytest.mark.parametrize("data", [{}, {"event": "sneezed", "now": ""}, {"event": "user_silent"}, None])
def test_what_is_no_event_is_refused(data: object) -> None:
    with pytest.raises(ValueError, match="validation error"):
        event_from_json(data)
