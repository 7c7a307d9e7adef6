"""Tools over MCP: whatever a server does, a call ends in its time, with what a bot can use."""

import gzip
import json
import logging
from typing import Any

import pytest

from flows.definition.tool_auth import Auth
from flows.definition.tool_server import Server
from flows.driver.ports import ToolOutcome
from tests.tools.bindings.asking import SECRET, Gifts
from tests.tools.bindings.mcp_asking import SHORT_MS, McpAsking, asked, at, until, within
from tests.tools.mcp_scripted import (
    RESULT,
    Play,
    Script,
    answer,
    fails,
    gives,
    greets,
    keeps_on,
    plain,
    streams,
)
from tests.tools.scripted import answers, babbles, breaks_off, closes, drips, hangs
from tests.tools.scripted import streams as pours
from tools.mcp.messages import MOST_BYTES
from tools.mcp.problems import INTERNAL, INVALID_PARAMETERS
from voxloom.shared.breakers import MOST_FAILURES

UNAVAILABLE, TIMEOUT = ToolOutcome(error="unavailable"), ToolOutcome(error="timeout")
DONE = ToolOutcome({"a": 1})
PROGRESS = {"jsonrpc": "2.0", "method": "notifications/progress", "params": {"progressToken": 1, "progress": 1}}
SAMPLING = {"jsonrpc": "2.0", "id": 7, "method": "sampling/createMessage", "params": {"messages": []}}
PING = {"jsonrpc": "2.0", "id": "p-1", "method": "ping"}


def warmed(plays: dict[str, list[Play]]) -> tuple[ToolOutcome, Script]:
    """What came of a call with little time, after one with much in which the hands were shaken."""

    async def body(asking: McpAsking, script: Script) -> ToolOutcome:
        server, given = at(script)
        assert await asking.ask(server, given=given) == DONE
        return await asking.ask(server, given=given, timeout_ms=SHORT_MS)

    return within(plays, body)


@pytest.mark.parametrize(
    ("method", "act"),
    [
        ("initialize", hangs),
        ("initialize", drips(0.2)),
        ("notifications/initialized", hangs),
        ("tools/call", hangs),
        ("tools/call", drips(0.2)),
    ],
)
def test_the_whole_has_its_time_whatever_is_slow(method: str, act: Any) -> None:
    (outcome,), _ = asked({method: [plain(act)]}, timeout_ms=SHORT_MS)
    assert outcome == TIMEOUT


@pytest.mark.parametrize("play", [keeps_on(PROGRESS), streams(PROGRESS, ends=False, with_answer=False)])
def test_progress_gives_no_more_time(play: Play) -> None:
    outcome, script = warmed({"tools/call": [gives(), play]})
    assert outcome == TIMEOUT
    assert len(script.of("tools/call")) == 2


def test_a_server_is_told_that_nobody_waits_any_more() -> None:
    async def body(asking: McpAsking, script: Script) -> ToolOutcome:
        server, given = at(script)
        assert await asking.ask(server, given=given) == DONE
        outcome = await asking.ask(server, given=given, timeout_ms=SHORT_MS)
        await until(lambda: bool(script.of("notifications/cancelled")))
        return outcome

    outcome, script = within({"tools/call": [gives(), plain(hangs)]}, body)
    assert outcome == TIMEOUT
    (_, called), (told,) = script.of("tools/call"), script.of("notifications/cancelled")
    assert told["params"]["requestId"] == called["id"]
    (request,) = script.requests("notifications/cancelled")
    assert request.headers["mcp-session-id"] == "session-1"


def test_a_handshake_is_not_cancelled() -> None:
    _, script = asked({"initialize": [plain(hangs)]}, timeout_ms=2_000)
    assert set(script.methods) == {"initialize"}


@pytest.mark.parametrize(
    "play",
    [
        plain(answers(body=b"{nonsense")),
        plain(answers(body=b"[" * 60_000)),
        plain(answers(body=b"[1]")),
        plain(answers(body=b"\xff\xfe")),
        plain(answers(body=b'{"jsonrpc": "2.0", "id": 99, "result": {}}')),
        plain(answers(body=b'{"jsonrpc": "2.0", "id": true, "result": {}}')),
        plain(answers(body=b'{"jsonrpc": "2.0", "id": "2", "result": {}}')),
        plain(answers(body=b"<html>", content_type="text/html")),
        plain(answers(202, b"")),
        plain(answers(204, b"")),
        plain(answers(302, location="http://127.0.0.1/")),
        plain(answers(401)),
        plain(answers(403)),
        plain(answers(404)),
        plain(answers(405)),
        plain(answers(500)),
        plain(answers(503)),
        plain(pours(10 * MOST_BYTES)),
        plain(answers(body=gzip.compress(b" " * 10 * MOST_BYTES), content_encoding="gzip")),
        streams("{nonsense"),
        streams(b"data: " + b"x" * (MOST_BYTES + 1), with_answer=False),
        streams(*[PROGRESS] * 20_000),
        gives([]),
        gives("text"),
        fails(INTERNAL),
        fails(INVALID_PARAMETERS),
        fails(INVALID_PARAMETERS, 400),
    ],
)
@pytest.mark.parametrize("method", ["initialize", "tools/call"])
def test_what_is_no_answer_is_not_taken_for_one(method: str, play: Play) -> None:
    (outcome,), script = asked({method: [play]}, effect="write")
    assert outcome == UNAVAILABLE
    assert len(script.of("tools/call")) == (method == "tools/call")


@pytest.mark.parametrize(
    "result", [{"content": "text"}, {"content": [1]}, {"resultType": "input_required", "inputRequests": {}}]
)
def test_what_is_no_result_is_not_taken_for_one(result: Any) -> None:
    (outcome,), _ = asked({"tools/call": [gives(result)]})
    assert outcome == UNAVAILABLE


@pytest.mark.parametrize("version", ["2023-01-01", "2030-01-01", "", None, 7, ["2025-11-25"]])
def test_a_version_that_nobody_knows_is_not_spoken(version: Any) -> None:
    (outcome,), script = asked({"initialize": [greets("s", version)]})
    assert outcome == UNAVAILABLE
    assert script.of("tools/call") == []


@pytest.mark.parametrize("session", ["a b", "ü", "x" * 1_001])
def test_a_session_whose_name_is_none_is_not_begun(session: str) -> None:
    (outcome,), script = asked({"initialize": [greets(session)]})
    assert outcome == UNAVAILABLE
    assert script.of("tools/call") == []


@pytest.mark.parametrize(
    "bad", [plain(closes), plain(breaks_off), plain(babbles), streams(PROGRESS, with_answer=False)]
)
def test_what_reads_is_asked_once_more_where_the_line_was_lost(bad: Play) -> None:
    (outcome,), script = asked({"tools/call": [bad, gives()]})
    assert outcome == DONE
    assert len(script.of("tools/call")) == 2
    (outcome,), script = asked({"tools/call": [bad]})
    assert outcome == UNAVAILABLE
    assert len(script.of("tools/call")) == 2


@pytest.mark.parametrize(
    "bad", [plain(closes), plain(breaks_off), plain(babbles), streams(with_answer=False), plain(answers(404))]
)
def test_what_writes_is_sent_once(bad: Play) -> None:
    (outcome,), script = asked({"tools/call": [bad, gives()]}, effect="write", key="k-1")
    assert outcome == UNAVAILABLE
    (sent,) = script.of("tools/call")
    assert sent["params"]["_meta"] == {"voxloom/idempotency-key": "k-1"}


def test_what_writes_is_sent_later_where_nothing_was_sent_yet() -> None:
    (outcome,), script = asked({"initialize": [plain(closes), greets("s")]}, effect="write")
    assert outcome == DONE
    assert len(script.of("tools/call")) == 1


def test_a_server_that_asks_us_gets_a_no_and_its_answer_counts() -> None:
    async def body(asking: McpAsking, script: Script) -> ToolOutcome:
        server, given = at(script)
        outcome = await asking.ask(server, given=given)
        await until(lambda: len(script.of("a reply")) == 2)
        return outcome

    outcome, script = within({"tools/call": [streams(SAMPLING, PING)]}, body)
    assert outcome == DONE
    replies = {reply["id"]: reply for reply in script.of("a reply")}
    assert replies[7]["error"]["code"] == -32601
    assert replies["p-1"]["result"] == {}


def test_a_server_cannot_make_us_talk_for_ever() -> None:
    asks = [{**SAMPLING, "id": number} for number in range(500)]
    (outcome,), script = asked({"tools/call": [streams(*asks)]})
    assert outcome == DONE
    assert len(script.of("a reply")) <= 20


@pytest.mark.parametrize(
    "events",
    [
        [b": a comment\r\n\r\n"],
        [b"id: 1\ndata:\n\n"],
        [b"event: other\ndata: {nonsense\n\n"],
        [b"retry: 5\n\n", PROGRESS],
        [{"jsonrpc": "2.0", "id": 99, "result": {"content": []}}],
        [[PROGRESS, PROGRESS]],
    ],
)
def test_what_else_stands_in_a_stream_is_passed_over(events: list[Any]) -> None:
    (outcome,), _ = asked({"tools/call": [streams(*events)]})
    assert outcome == DONE


def test_a_long_answer_is_read() -> None:
    items = {"items": ["x" * 100] * 5_000}
    for result in ({"structuredContent": items}, {"content": [{"type": "text", "text": json.dumps(items)}]}):
        (outcome,), _ = asked({"tools/call": [gives(result)]})
        assert outcome == ToolOutcome(items)


def test_who_fails_often_is_left_alone_and_who_refuses_is_not() -> None:
    times = MOST_FAILURES + 3
    outcomes, script = asked({"tools/call": [plain(answers(500))]}, times=times)
    assert outcomes == [UNAVAILABLE] * times
    assert len(script.of("tools/call")) == MOST_FAILURES
    outcomes, script = asked({"tools/call": [plain(hangs)]}, times=times, timeout_ms=100)
    assert outcomes == [TIMEOUT] * MOST_FAILURES + [UNAVAILABLE] * 3
    for play, outcome in ((gives({"isError": True}), ToolOutcome(error="refused")), (fails(-32602), UNAVAILABLE)):
        outcomes, script = asked({"tools/call": [play]}, times=times)
        assert outcomes == [outcome] * times
        assert len(script.of("tools/call")) == times


def test_nothing_is_sent_where_something_is_missing(caplog: pytest.LogCaptureFixture) -> None:
    for more in (
        {"auth": Auth(bearer="another")}, {"given": Gifts({})}, {"arguments": {"a": float("nan")}},
        {"arguments": {"a": "\ud800"}}, {"arguments": {"a": "x" * 300_000}}, {"server": Server(program="notes")},
        {"given": Gifts({"crm": "http://127.0.0.1:1"}, hosts=("bank.example",))},
    ):  # fmt: skip
        (outcome,), script = asked(**more)
        assert outcome == UNAVAILABLE
        assert script.seen == []
    assert "there is no secret `another`" in caplog.text
    assert "none of those that the workspace allows" in caplog.text
    assert "none of those that the operator of this machine allows" in caplog.text


def test_a_network_that_is_not_allowed_sees_nothing() -> None:
    async def body(asking: McpAsking, script: Script) -> ToolOutcome:
        server, given = at(script)
        return await asking.ask(server, given=given)

    outcome, script = within({}, body, networks=())
    assert outcome == UNAVAILABLE
    assert script.service.lines == 0


def test_neither_secrets_nor_values_nor_words_of_servers_are_logged(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, logger="tools")
    for play in (fails(-32000), plain(answers(500, SECRET.encode())), plain(closes), streams(SECRET)):
        asked({"tools/call": [play]}, auth=Auth(bearer="bank_token"), arguments={"card": "4111111111111111"})
    told = "\n".join(record.getMessage() for record in caplog.records if record.name.startswith(("tools", "voxloom")))
    assert "the error -32000" in told
    assert "status 500" in told
    for word in (SECRET, "4111", "a secret of the server", "session-1"):
        assert word not in told


def test_a_result_is_that_of_its_own_call() -> None:
    """Two answers that come in the wrong order, in one stream."""
    other = json.loads(answer({"id": 1}, {"structuredContent": {"of": "another"}}))
    (outcome,), _ = asked({"tools/call": [streams(other)]})
    assert outcome == ToolOutcome(RESULT["structuredContent"])
