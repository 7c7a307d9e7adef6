"""Tools over MCP with servers that know no handshake: each request says everything."""

import base64
import json
from typing import Any

import pytest

from flows.driver.ports import ToolOutcome
from tests.tools.bindings.mcp_asking import SHORT_MS, asked
from tests.tools.mcp_scripted import Play, fails, gives, plain, streams
from tests.tools.scripted import answers, hangs
from tools.mcp.messages import STATELESS
from tools.mcp.problems import HEADERS_DIFFER, METHOD_NOT_FOUND, OTHER_VERSION

UNAVAILABLE, DONE = ToolOutcome(error="unavailable"), ToolOutcome({"a": 1})
DISCOVERED = {"resultType": "complete", "supportedVersions": [STATELESS], "capabilities": {"tools": {}}}
OTHER = fails(OTHER_VERSION, 400, {"supported": [STATELESS], "requested": "2025-11-25"})


def stateless(**plays: list[Play]) -> dict[str, list[Play]]:
    """A server of these."""
    told = {name.replace("__", "/"): several for name, several in plays.items()}
    return {"initialize": [OTHER], "server/discover": [gives(DISCOVERED)], **told}


@pytest.mark.parametrize(
    "refusal",
    [OTHER, fails(HEADERS_DIFFER, 400), fails(METHOD_NOT_FOUND, 404), fails(METHOD_NOT_FOUND), fails(-32602, 400)],
)
def test_each_request_says_everything(refusal: Play) -> None:
    outcomes, script = asked(
        stateless() | {"initialize": [refusal]}, times=2, arguments={"x": 1}, effect="write", key="k"
    )
    assert outcomes == [DONE, DONE]
    assert script.methods == ["initialize", "server/discover", "tools/call", "tools/call"]
    for seen in script.seen[1:]:
        message = json.loads(seen.body)
        meta = message["params"]["_meta"]
        assert seen.headers["mcp-protocol-version"] == meta["io.modelcontextprotocol/protocolVersion"] == STATELESS
        assert meta["io.modelcontextprotocol/clientCapabilities"] == {}
        assert seen.headers["mcp-method"] == message["method"]
        assert "mcp-session-id" not in seen.headers
    (call, _), (request, _) = script.of("tools/call"), script.requests("tools/call")
    assert request.headers["mcp-name"] == call["params"]["name"] == "find"
    assert call["params"]["_meta"]["voxloom/idempotency-key"] == "k"


@pytest.mark.parametrize(
    "discovery",
    [
        fails(METHOD_NOT_FOUND, 404),
        plain(answers(404)),
        gives({"supportedVersions": ["2030-01-01"]}),
        gives({}),
        gives([]),
    ],
)
def test_a_server_that_speaks_nothing_of_ours_is_not_asked(discovery: Play) -> None:
    (outcome,), script = asked(stateless(server__discover=[discovery]))
    assert outcome == UNAVAILABLE
    assert script.of("tools/call") == []


def test_the_line_that_is_closed_says_that_nobody_waits() -> None:
    (outcome,), script = asked(stateless(tools__call=[plain(hangs)]), timeout_ms=SHORT_MS)
    assert outcome == ToolOutcome(error="timeout")
    assert script.of("notifications/cancelled") == []


def _described(**properties: Any) -> Play:
    schema = {"type": "object", "properties": properties}
    return gives({"resultType": "complete", "tools": [{"name": "other"}, {"name": "find", "inputSchema": schema}]})


def test_what_a_server_wants_in_headers_is_there_from_the_second_call_on() -> None:
    wants = _described(
        town={"type": "string", "x-mcp-header": "Town"}, many={"type": "integer", "x-mcp-header": "Many"},
        deep={"type": "object", "properties": {"on": {"type": "boolean", "x-mcp-header": "On"}}},
        gone={"type": "string", "x-mcp-header": "Gone"}, plain={"type": "string"},
    )  # fmt: skip
    plays = stateless(
        tools__call=[fails(HEADERS_DIFFER, 400), gives()], tools__list=[gives({"tools": [], "nextCursor": "2"}), wants]
    )
    arguments = {"town": "Zürich", "many": 3, "deep": {"on": True}, "plain": "x"}
    outcomes, script = asked(plays, times=2, arguments=arguments, effect="write")
    assert outcomes == [DONE, DONE]
    assert script.methods[2:] == ["tools/call", "tools/list", "tools/list", "tools/call", "tools/call"]
    assert script.of("tools/list")[1]["params"]["cursor"] == "2"
    for seen in script.requests("tools/call")[1:]:
        told = {name: value for name, value in seen.headers.items() if name.startswith("mcp-param-")}
        packed = f"=?base64?{base64.b64encode('Zürich'.encode()).decode()}?="
        assert told == {"mcp-param-town": packed, "mcp-param-many": "3", "mcp-param-on": "true"}


@pytest.mark.parametrize(
    "described",
    [
        _described(a={"x-mcp-header": "a b"}),
        _described(a={"x-mcp-header": "A\r\nB"}),
        _described(a={"x-mcp-header": ""}),
        _described(a={"x-mcp-header": 1}),
        _described(a={"x-mcp-header": "A"}, b={"x-mcp-header": "a"}),
        _described(a={"type": "array", "x-mcp-header": "A"}),
        gives({"tools": [{"name": "other"}]}),
        gives({"tools": "none"}),
        gives({"tools": [], "nextCursor": "again"}),
        fails(METHOD_NOT_FOUND),
    ],
)
def test_a_server_that_wants_the_impossible_is_unavailable(described: Play) -> None:
    plays = stateless(tools__call=[fails(HEADERS_DIFFER, 400)], tools__list=[described])
    (outcome,), script = asked(plays, arguments={"a": [1]})
    assert outcome == UNAVAILABLE
    assert len(script.of("tools/list")) <= 20


def test_a_stream_is_read_here_too() -> None:
    (outcome,), _ = asked(stateless(tools__call=[streams({"jsonrpc": "2.0", "method": "notifications/message"})]))
    assert outcome == DONE
