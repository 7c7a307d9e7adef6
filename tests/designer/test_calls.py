"""Calls as stories, and through other versions of their bot."""

from typing import Any

import pytest
from django.test import Client

from designer.calls.exchanges import exchanges
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
from voxloom.conversations.log import Lines, Opening, Value, append, begin, end, note_times
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


TIMES = {
    "turn": 1, "spoken": True, "parts": {"hold": 250.0, "engine": 2.0, "synthesis": 30.0}, "total_ms": 282.0,
    "answer_ms": 282.0, "filler": False, "speculated": True, "hold": {"ms": 236, "why": "answer"},
}  # fmt: skip


def called(
    workspace: Workspace, call: str = "call-1", times: dict[int, dict[str, Any]] | None = None
) -> list[dict[str, Any]]:
    """A call of somebody who presses keys, kept as the runtime keeps it; `times` beside its lines."""
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
        for seq, took in (times or {}).items():
            note_times(owned, seq, took)
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


def test_a_call_is_told_turn_by_turn(viewer: Client) -> None:
    page = send(viewer, "GET", "/conversations/call-1/page").json()
    greeting, account, card = page["exchanges"]
    assert [turn["began_with"] for turn in page["exchanges"]] == ["call_started", "key_pressed", "key_pressed"]
    assert (greeting["seq"], greeting["last"], account["last"], card["seq"], card["last"]) == (1, 1, 2, 3, 21)
    assert greeting["slots"] == {}
    assert account["slots"] == {"account": "savings"}
    assert card["slots"]["card"].startswith("⟨card:")
    assert (card["slots"]["account"], card["slots"]["balance"]) == ("savings", 12)
    assert [step["node"] for step in card["path"]] == ["ask", "tell"]
    assert [(one["name"], one["asked"], one["result"], one["ms"]) for one in card["tools"]] == [
        ("look", {"account": "savings"}, {"balance": 12}, 23_000)
    ]
    assert not account["tools"]
    filled = [step for step in account["decisions"] if step["why"] == "filled"]
    assert [(step["slot"], step["value"], step["node"]) for step in filled] == [("account", "savings", "which")]
    assert page["length_s"] == 45.0
    assert [turn["times"] for turn in page["exchanges"]] == [None] * 3  # a call of old
    assert (page["answers"]["count"], page["answers"]["median_ms"], page["answers"]["slowest"]) == (0, None, None)


def test_where_the_time_of_each_turn_went_is_told(viewer: Client, blue: Workspace) -> None:
    slow = {**TIMES, "turn": 2, "total_ms": 1200.0, "parts": {"hold": 250.0, "first_token": 950.0}, "filler": True}
    greeted = {**TIMES, "turn": 0, "spoken": False, "hold": None, "total_ms": 5000.0}
    called(blue, "call-2", {1: greeted, 2: TIMES, 19: slow})
    page = send(viewer, "GET", "/conversations/call-2/page").json()
    assert [turn["times"]["total_ms"] for turn in page["exchanges"]] == [5000.0, 282.0, 1200.0]
    assert page["exchanges"][1]["times"] == TIMES
    assert page["answers"] == {
        "spoken": True, "count": 2, "median_ms": 741.0, "slowest_ms": 1200.0, "slowest": 3, "over": 1, "cut_off": 0,
        "promise_ms": 500, "budget_ms": 900,
    }  # fmt: skip
    assert send(viewer, "POST", "/conversations/call-2/replay", {"version": 1}).json()["same"] is True


def test_a_turn_that_was_cut_off_has_no_figure_and_a_chat_is_timed_in_the_server(
    viewer: Client, blue: Workspace
) -> None:
    called(blue, "call-2", {2: {**TIMES, "total_ms": None, "answer_ms": None}})
    answers = send(viewer, "GET", "/conversations/call-2/page").json()["answers"]
    assert (answers["count"], answers["cut_off"], answers["median_ms"]) == (0, 1, None)
    called(blue, "call-3", {2: {**TIMES, "spoken": False, "total_ms": 12.0, "answer_ms": None, "hold": None}})
    answers = send(viewer, "GET", "/conversations/call-3/page").json()["answers"]
    assert (answers["spoken"], answers["count"], answers["median_ms"]) == (False, 1, 12.0)


def said(seq: int, kind: str, *commands: str) -> dict[str, Any]:
    return {"seq": seq, "event": {"event": kind}, "commands": [{"command": name} for name in commands]}


def test_what_a_caller_says_into_the_bots_words_is_one_turn_with_it() -> None:
    lines = [
        said(1, "call_started", "say", "listen"),
        said(2, "user_interrupted"),
        said(3, "user_said", "call_tool"),
        said(4, "tool_returned", "say", "listen"),
        said(5, "user_silent", "say", "listen"),
        said(6, "key_pressed"),
        said(7, "key_pressed", "say"),
        said(8, "key_pressed", "say"),
        said(9, "call_ended"),
    ]
    turns = exchanges(lines, story(lines), {})
    assert [(turn.seq, turn.last, turn.began_with) for turn in turns] == [
        (1, 1, "call_started"), (2, 4, "user_said"), (5, 5, "user_silent"), (6, 7, "key_pressed"),
        (8, 9, "key_pressed"),
    ]  # fmt: skip


def test_what_was_understood_comes_before_what_followed() -> None:
    act = {"act": "start_flow", "flow": "transfer", "confidence": 0.91}
    line = {
        "seq": 1, "event": {"event": "user_said", "understanding": {"text": "send money", "acts": [act]}},
        "trace": [{"flow": "transfer", "node": "who", "why": "flow_started"}, {"why": "visit", "node": "who"}],
    }  # fmt: skip
    [turn] = exchanges([line], story([line]), {})
    assert [step["why"] for step in turn.decisions] == ["understood", "flow_started"]
    assert turn.decisions[0] | {"flow": "transfer", "confidence": 0.91} == turn.decisions[0]
    assert len(turn.path) == 1


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
    assert len(exchanges([line, line], story([line, line]), {0: TIMES})) >= 1
