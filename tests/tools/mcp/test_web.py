"""The line to a server on the network: what it sends, and what it takes for an answer."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest

from tests.tools.mcp.lines import DEADLINES, Answering
from tools.mcp.later import Later
from tools.mcp.messages import STATELESS, VERSION, request
from tools.mcp.problems import Failed, Lost, NotReached, Problem, Unusable
from tools.mcp.web import Web

Answers = Callable[[httpx.Request], httpx.Response]
LONG_S = 60.0
RESULT = {"jsonrpc": "2.0", "id": 1, "result": {"a": 1}}
CALL = request(1, "tools/call", {"name": "fínd"})
HELLO = request(1, "initialize", {})


def asking(answers: Answers, body: Callable[[Web], Awaitable[Any]]) -> tuple[Any, list[httpx.Request]]:
    """What came of it, and what was sent."""
    line = Answering(answers)

    async def main() -> Any:
        later = Later()
        client = httpx.AsyncClient(transport=line)
        web = Web(client, "https://crm.example/mcp", [("Authorization", "Bearer x")], later, owns_client=True)
        try:
            return await body(web)
        finally:
            await web.aclose()
            await later.over(LONG_S)
            assert client.is_closed

    return asyncio.run(main()), line.sent


def stream(*events: Any) -> httpx.Response:
    text = "".join(f"data: {json.dumps(event)}\n\n" for event in events)
    return httpx.Response(200, text=text, headers={"content-type": "text/event-stream"})


def begins(request: httpx.Request) -> httpx.Response:
    return httpx.Response(200, json=RESULT, headers={"mcp-session-id": "s-1"})


def test_a_session_is_named_in_each_request_and_ended() -> None:
    async def body(web: Web) -> Any:
        await web.ask(HELLO, DEADLINES)
        assert web.may_be_forgotten
        web.version = VERSION
        return await web.ask(CALL, DEADLINES, [("Mcp-Param-A", "b")])

    result, sent = asking(begins, body)
    assert result == {"a": 1}
    assert [one.method for one in sent] == ["POST", "POST", "DELETE"]
    assert "mcp-session-id" not in sent[0].headers
    for one in sent[1:]:
        assert (one.headers["mcp-session-id"], one.headers["mcp-protocol-version"]) == ("s-1", VERSION)
        assert one.headers["authorization"] == "Bearer x"
    assert sent[1].headers["mcp-param-a"] == "b"
    assert json.loads(sent[1].content) == CALL


@pytest.mark.parametrize(("status", "code"), [(404, None), (400, -32001), (400, -32000)])
def test_a_session_that_was_forgotten_is_over(status: int, code: int | None) -> None:
    def answers(request: httpx.Request) -> httpx.Response:
        first = "mcp-session-id" not in request.headers
        return begins(request) if first else httpx.Response(status, json={"error": {"code": code}})

    async def body(web: Web) -> None:
        await web.ask(HELLO, DEADLINES)
        with pytest.raises(Lost):
            await web.ask(CALL, DEADLINES)
        assert web.over
        with pytest.raises(NotReached):
            await web.ask(CALL, DEADLINES)

    assert [one.method for one in asking(answers, body)[1]] == ["POST", "POST"]


def test_an_answer_is_found_in_a_stream_and_the_server_gets_its_own() -> None:
    ping = {"jsonrpc": "2.0", "id": 1, "method": "ping"}

    async def body(web: Web) -> Any:
        found = await web.ask(CALL, DEADLINES)
        await web._later.over(LONG_S)
        return found

    told = {**RESULT, "id": 2}
    result, sent = asking(lambda _: stream({"method": "progress"}, told, ping, RESULT), body)
    assert result == {"a": 1}
    assert [json.loads(one.content) for one in sent[1:]] == [{"jsonrpc": "2.0", "id": 1, "result": {}}]


def raises(problem: Exception) -> Answers:
    def answers(request: httpx.Request) -> httpx.Response:
        raise problem

    return answers


@pytest.mark.parametrize(
    ("answers", "problem"),
    [
        (lambda _: stream({"method": "progress"}), Lost),
        (lambda _: httpx.Response(200, json={**RESULT, "id": 2}), Unusable),
        (lambda _: httpx.Response(200, text="hello"), Unusable),
        (lambda _: httpx.Response(200, json=RESULT, headers={"mcp-session-id": "s 1"}), Unusable),
        (lambda _: httpx.Response(503, text="words"), Failed),
        (raises(httpx.ConnectError("words")), NotReached),
        (raises(httpx.ReadError("words")), Lost),
        (raises(httpx.UnsupportedProtocol("words")), Unusable),
    ],
)
def test_what_is_no_answer(answers: Answers, problem: type[Problem]) -> None:
    async def body(web: Web) -> None:
        with pytest.raises(problem) as raised:
            await web.ask(HELLO, DEADLINES)
        assert type(raised.value) is problem
        assert "words" not in str(raised.value)

    asking(answers, body)


@pytest.mark.parametrize(("stateless", "told"), [(False, ["notifications/cancelled"]), (True, [])])
def test_only_with_a_handshake_a_server_is_told_that_nobody_waits(stateless: bool, told: list[str]) -> None:
    async def body(web: Web) -> None:
        web.stateless = stateless
        web.gives_up(1)
        await web._later.over(LONG_S)

    sent = asking(lambda _: httpx.Response(202), body)[1]
    assert [json.loads(one.content)["method"] for one in sent] == told


def test_without_a_handshake_headers_say_what_is_called() -> None:
    async def body(web: Web) -> None:
        web.stateless, web.version = True, STATELESS
        await web.ask(CALL, DEADLINES)

    (sent,) = asking(lambda _: httpx.Response(200, json=RESULT), body)[1]
    assert (sent.headers["mcp-method"], sent.headers["mcp-name"]) == ("tools/call", "=?base64?ZsOtbmQ=?=")
