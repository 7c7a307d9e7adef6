"""Calls as stories, and through other versions of their bot."""

from typing import Any

import pytest
from django.test import Client

from designer.calls.story import story
from flows.catalogue import keep, publish
from flows.driver.kept_lines import KeptLines
from flows.engine.commands import CallTool
from flows.engine.events import CallEnded, CallStarted, KeyPressed, ToolReturned
from flows.engine.program import Program
from flows.engine.resume import resume, start
from flows.loader.load import load_text
from flows.models import Bot, content_hash
from flows.personal.fields import personal_fields
from tests.designer.drafts import send
from tests.designer.test_api import PersonIn
from voxloom.accounts.isolation import within
from voxloom.accounts.roles import Role
from voxloom.accounts.workspaces import Workspace
from voxloom.audit.models import AuditEntry
from voxloom.conversations.log import Lines, Opening, Value, append, begin, end
from voxloom.conversations.models import Conversation
from voxloom.conversations.retention import erase

pytestmark = pytest.mark.django_db
TEXT = """voxloom: 1
bot: desk
name: Desk
start: welcome
slots:
  account: {type: choice, choices: {savings: [saver], checking: [current]}}
  card: {type: card_number, description: your card}
tools:
  look: {arguments: {account: text}, returns: {balance: money}, stub: {balance: 12}}
variables:
  balance: {type: money}
flows:
  welcome:
    nodes:
      which:
        type: ask
        slot: account
        say: An automated assistant here. Savings or checking?
        dtmf: {1: savings, 2: checking}
        on_fail: handoff
      number: {type: ask, slot: card, say: "Which card?", dtmf: {finish: "#"}, on_fail: handoff}
      ask: {type: call, tool: look, with: {account: "{{ account }}"}, save: {balance: result.balance}, on_error: end}
      tell: {type: say, say: "You have {{ balance | money }}.", next: end}
"""
CARD = "4111111111111111"


def at(second: int) -> str:
    return f"2026-01-05T10:00:{second:02}+00:00"


def called(workspace: Workspace, call: str = "call-1") -> list[dict[str, Any]]:
    """A call of somebody who presses keys, kept as the runtime keeps it."""
    loaded = load_text(TEXT)
    assert loaded.runnable, loaded.findings
    assert loaded.bot is not None
    program, made = Program(loaded.bot), KeptLines(personal_fields(loaded), "desk")
    event: Any = CallStarted(at(0), "voice", call=call)
    sprint = start(program, event)
    kept = [made.next(event, sprint)]
    for second, key in enumerate(f"1{CARD}#", start=1):
        event = KeyPressed(key, at(second))
        sprint = resume(program, sprint.state, event)
        kept.append(made.next(event, sprint))
    [asked] = [command for command in sprint.commands if isinstance(command, CallTool)]
    for event in (ToolReturned(asked.id, at(41), result={"balance": 12}), CallEnded(reason="hangup", now=at(45))):
        sprint = resume(program, sprint.state, event)
        kept.append(made.next(event, sprint))
    values = [Value(new.token, new.personal, new.shape, new.value) for line in kept for new in line.fresh]
    lines = [line.line for line in kept]
    with within(workspace):
        owned = begin(Opening(call, "desk", content_hash(TEXT), 1, "voice", "here"))
        append(owned, Lines(0, lines, values))
        end(owned, "hangup")
    return lines


@pytest.fixture
def viewer(blue: Workspace, person_in: PersonIn) -> Client:
    with within(blue):
        publish(TEXT)
    called(blue)
    return person_in(blue, Role.VIEWER)


def test_the_page_of_a_call_tells_what_happened_and_no_personal_value(viewer: Client) -> None:
    answer = send(viewer, "GET", "/conversations/call-1/page")
    page = answer.json()
    assert CARD not in answer.content.decode()
    said = [turn["text"] for turn in page["turns"] if turn["who"] == "bot"]
    assert said == ["An automated assistant here. Savings or checking?", "Which card?", "You have $12."]
    assert page["turns"][0]["node"] == "which"
    assert [step["node"] for step in page["path"]] == ["which", "number", "ask", "tell"]
    assert page["slots"]["account"] == "savings"
    assert page["slots"]["card"].startswith("⟨card:")
    [tool] = page["tools"]
    assert (tool["kind"], tool["name"], tool["asked"], tool["result"]) == (
        "tool", "look", {"account": "savings"}, {"balance": 12},
    )  # fmt: skip
    assert tool["ms"] == 23_000
    assert [turn["text"] for turn in page["turns"] if turn["who"] == "end"] == ["hangup"]
    assert {"seq", "why"} <= page["why"][0].keys()
    assert AuditEntry.objects.filter(action="conversation.see", target="call-1").count() == 1


def test_it_is_the_same_through_its_own_version(viewer: Client) -> None:
    told = send(viewer, "POST", "/conversations/call-1/replay", {"version": 1}).json()
    assert told == {"same": True, "events": 21, "difference": None, "surrogates": False}


def test_another_version_and_the_draft_show_where_they_part(
    viewer: Client, blue: Workspace, person_in: PersonIn
) -> None:
    other = TEXT.replace("Which card?", "Which card, please?")
    with within(blue):
        keep(other, load_text(other), 1)
    told = send(viewer, "POST", "/conversations/call-1/replay", {"version": 2}).json()
    assert told["difference"]["seq"] == 2
    assert (told["difference"]["flow"], told["difference"]["node"]) == ("welcome", "number")
    assert "Which card, please?" in told["difference"]["text"]
    assert CARD not in str(told)
    send(person_in(blue, Role.EDITOR), "PUT", "/bots/desk/draft/text", {"rev": 2, "text": TEXT})
    assert send(viewer, "POST", "/conversations/call-1/replay", {"version": "draft"}).json()["same"] is True
    missing = send(viewer, "POST", "/conversations/call-1/replay", {"version": 9})
    assert missing.status_code == 404


def test_a_draft_that_cannot_run_takes_no_call(viewer: Client, blue: Workspace, person_in: PersonIn) -> None:
    send(person_in(blue, Role.EDITOR), "PUT", "/bots/desk/draft/text", {"rev": 1, "text": "flows: ["})
    refused = send(viewer, "POST", "/conversations/call-1/replay", {"version": "draft"})
    assert (refused.status_code, refused.json()["error"]["code"]) == (422, "bot.errors")


def test_values_that_are_gone_are_stood_in_for(viewer: Client, blue: Workspace) -> None:
    with within(blue):
        erase(["call-1"])
    told = send(viewer, "POST", "/conversations/call-1/replay", {"version": 1}).json()
    assert (told["events"], told["surrogates"]) == (21, True)
    assert CARD not in str(told)


def test_what_calls_took_is_shown_at_the_nodes_that_asked(viewer: Client) -> None:
    told = send(viewer, "GET", "/bots/desk/draft/budget").json()
    node = told["nodes"]["welcome"]["ask"]
    assert (node["measured"], node["over"]) == ({"p50_ms": 23_000, "p95_ms": 23_000, "calls": 1}, True)
    assert told["nodes"]["welcome"]["tell"]["measured"] is None
    assert told["paths"][0]["over"] is True


def test_personal_values_and_what_they_reach(viewer: Client, blue: Workspace, person_in: PersonIn) -> None:
    leaks = TEXT.replace('with: {account: "{{ account }}"}', 'with: {account: "{{ card }}"}')
    editor = person_in(blue, Role.EDITOR)
    send(editor, "PUT", "/bots/desk/draft/text", {"rev": 1, "text": leaks})
    [value] = send(viewer, "GET", "/bots/desk/draft/personal").json()["values"]
    assert (value["name"], value["class"], value["declared"]) == ("card", "card", "slots.card")
    assert [(reach["kind"], reach["name"], reach["allowed"]) for reach in value["reaches"]] == [("tool", "look", False)]
    send(editor, "PUT", "/bots/desk/draft/text", {"rev": 2, "text": "flows: ["})
    for part in ("budget", "personal"):
        refused = send(viewer, "GET", f"/bots/desk/draft/{part}")
        assert (refused.status_code, refused.json()["error"]["code"]) == (422, "bot.errors")


def test_calls_are_found_by_version_and_channel(viewer: Client, blue: Workspace) -> None:
    called(blue, "call-2")
    with within(blue):
        Conversation.objects.filter(call="call-2").update(bot_version=0, channel="chat")
        assert Bot.objects.filter(slug="desk").exists()
    found = send(viewer, "GET", "/conversations?version=0").json()
    assert [one["call"] for one in found] == ["call-2"]
    assert [one["call"] for one in send(viewer, "GET", "/conversations?channel=voice&bot=desk").json()] == ["call-1"]


@pytest.mark.parametrize(
    "line",
    [
        {},
        {"event": None},
        {"event": {"event": "user_said"}},
        {"event": {"event": "new_kind"}, "trace": [3], "changes": 7},
        {"event": {"event": "tool_returned", "id": "x", "error": "timeout"}, "commands": [None, {"command": "say"}]},
        {"changes": {"slots": {"a": None}, "variables": []}},
    ],
)
def test_lines_of_any_kind_are_told(line: dict[str, Any]) -> None:
    assert set(story([line, line]).as_json()) == {"turns", "path", "slots", "changes", "tools", "why"}
