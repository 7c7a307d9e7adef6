"""What a call of a tool that verifies carries, and what stands of it in the log."""

import json
from typing import Any

import pytest

from flows.engine.commands import CallTool, Verifying, command_from_json, command_to_json
from flows.personal.fields import PersonalFields
from flows.personal.tokens import Tokens, restored
from tests.flows.small_bots import Talk

NAMES = "slots: {member: {type: text}, n: {type: integer}}\nvariables: {branch: {type: text}}\n"


def _talk(tool: str, call: str = "", first: str = "{member: '407112', n: 3, branch: north}") -> Talk:
    nodes = f"first: {{type: set, set: {first}}}, call: {{type: call, tool: t{call}, next: end}}"
    return Talk(f"{NAMES}tools: {{t: {{stub: {{}}, {tool}}}}}\nflows: {{main: {{nodes: {{{nodes}}}}}}}\n")


@pytest.mark.parametrize(
    ("verifies", "call", "expected"),
    [
        ("{who: '{{ member }}'}", "", Verifying("407112")),
        ("{who: '{{ member }} in {{ branch }}'}", "", Verifying("407112 in north")),
        ("{who: '{{ member }}'}", ", with: {member: '999'}", Verifying("999")),
        ("{who: '{{ number }}'}", ", with: {number: '{{ n }}'}", Verifying("3")),
        (
            "{who: '{{ member }}', field: ok, attempts: 5, lock: 1.5m}",
            "",
            Verifying("407112", "ok", attempts=5, lock_s=90),
        ),
    ],
)
def test_whose_attempt_it_is(verifies: str, call: str, expected: Verifying) -> None:
    assert _talk(f"verifies: {verifies}", call).tool.verifies == expected


def test_other_tools_verify_nobody() -> None:
    assert _talk("effect: read").tool.verifies is None


def test_without_somebody_the_flow_cannot_go_on() -> None:
    talk = _talk("verifies: {who: '{{ member }}'}", first="{n: 1}")
    assert "fault" in talk.why()
    assert talk.state.tool is None


def test_half_a_number_is_no_attempt() -> None:
    assert _talk("effect: read", ", speculate: true").tool.speculate
    assert not _talk("verifies: {who: '{{ member }}'}", ", speculate: true").tool.speculate


def test_lines_of_older_logs_are_read() -> None:
    command = CallTool("tool-1", "t", {}, 1_000, verifies=Verifying("407112"))
    written = command_to_json(command)
    assert command_from_json(json.loads(json.dumps(written))) == command
    del written["verifies"]
    assert command_from_json(written) == CallTool("tool-1", "t", {}, 1_000)


def _line(fields: PersonalFields, command: dict[str, Any]) -> tuple[Any, dict[str, Any]]:
    tokens = Tokens(fields)
    _, (told,), _, _ = tokens.line({}, [command], {}, [], asked=False)
    return told, {kept.token: kept.value for kept in tokens.fresh()}


@pytest.mark.parametrize(
    ("classes", "who", "token"),
    [
        ({}, "407112", "⟨once:1⟩"),
        ({"member": "id"}, "407112", "⟨id:1⟩"),
        ({"member": "id"}, "407112 in north", "⟨once:1⟩"),
    ],
)
def test_who_it_is_is_a_token_in_the_log(classes: dict[str, str], who: str, token: str) -> None:
    command = command_to_json(
        CallTool("tool-1", "t", {"member": "407112"}, 1_000, verifies=Verifying(who, lock_s=1_800))
    )
    told, values = _line(PersonalFields(classes), command)
    assert told["verifies"] == {"who": token, "field": "verified", "attempts": 3, "lock_s": 1_800}
    assert restored(told, values) == command


def test_an_argument_of_that_name_is_one() -> None:
    command = command_to_json(CallTool("tool-1", "t", {"verifies": {"who": "them"}}, 1_000))
    assert _line(PersonalFields(), command)[0]["arguments"] == {"verifies": {"who": "them"}}
