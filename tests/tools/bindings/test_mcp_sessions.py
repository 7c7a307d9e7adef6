"""Tools over MCP: what is sent, and how sessions are begun, kept, lost and ended."""

import asyncio
import json
from functools import partial
from typing import Any

import pytest

from flows.definition.tool import Tool
from flows.definition.tool_auth import ApiKey, Auth, Basic, OAuth2
from flows.definition.tool_server import Server
from flows.driver.ports import ToolOutcome
from tests.platform.clock import Clock
from tests.tools.bindings.asking import SECRET, Gifts
from tests.tools.bindings.mcp_asking import SHORT_MS, McpAsking, asked, at, until, within
from tests.tools.mcp_scripted import Play, Script, fails, gives, greets, plain, streams
from tests.tools.scripted import answers, hangs, scripted
from tools.bindings.mcp import BoundMcp
from tools.mcp.session import MOST_SILENCES, PROVEN_S
from voxloom.shared.breakers import Breakers

UNAVAILABLE, TIMEOUT = ToolOutcome(error="unavailable"), ToolOutcome(error="timeout")
DONE = ToolOutcome({"a": 1})
HANDSHAKE = ["initialize", "notifications/initialized"]


def test_what_is_sent() -> None:
    (outcome,), script = asked(
        server=Server(url="{{ env.crm }}/mcp?v=1", tool="customers.find"), auth=Auth(bearer="bank_token"),
        arguments={"number": "407122", "many": 2},
    )  # fmt: skip
    assert outcome == DONE
    assert script.methods == [*HANDSHAKE, "tools/call", "DELETE"]
    first, second, call, goodbye = script.seen
    assert {seen.path for seen in script.seen} == {"/mcp?v=1"}
    assert {seen.headers["authorization"] for seen in script.seen} == {f"Bearer {SECRET}"}
    assert {seen.headers["accept-encoding"] for seen in script.seen} == {"identity"}
    assert {seen.headers["accept"] for seen in script.seen} == {"application/json, text/event-stream"}
    assert json.loads(first.body)["params"]["protocolVersion"] == "2025-11-25"
    assert "mcp-session-id" not in first.headers
    assert "mcp-protocol-version" not in first.headers
    for seen in (second, call, goodbye):
        assert (seen.headers["mcp-session-id"], seen.headers["mcp-protocol-version"]) == ("session-1", "2025-11-25")
    assert json.loads(call.body)["params"] == {
        "name": "customers.find", "arguments": {"number": "407122", "many": 2},
    }  # fmt: skip


def test_a_tool_is_called_as_here_where_nothing_else_is_said() -> None:
    _, script = asked(effect="write", key="k-1")
    (call,) = script.of("tools/call")
    assert call["params"] == {"name": "find", "arguments": {}, "_meta": {"voxloom/idempotency-key": "k-1"}}
    _, script = asked(effect="read", key="k-1")
    assert "_meta" not in script.of("tools/call")[0]["params"]


def test_a_text_of_a_server_and_a_name_of_a_tool_are_no_templates() -> None:
    words = {"content": [{"type": "text", "text": "{{ env.crm }}"}]}
    (outcome,), script = asked({"tools/call": [gives(words)]}, server=Server(url="{{ env.crm }}/mcp", tool="{{ a }}"))
    assert outcome == ToolOutcome({"text": "{{ env.crm }}"})
    assert script.of("tools/call")[0]["params"]["name"] == "{{ a }}"


@pytest.mark.parametrize("version", ["2024-11-05", "2025-03-26", "2025-06-18"])
def test_a_server_chooses_an_older_version(version: str) -> None:
    (outcome,), script = asked({"initialize": [greets("s", version)]})
    assert outcome == DONE
    assert script.requests("tools/call")[0].headers["mcp-protocol-version"] == version


def test_a_server_without_sessions_has_none_to_end() -> None:
    outcomes, script = asked({"initialize": [greets(None)]}, times=2)
    assert outcomes == [DONE, DONE]
    assert script.methods == [*HANDSHAKE, "tools/call", "tools/call"]


def test_a_session_and_a_line_are_used_again() -> None:
    for play, lines in ((gives(), 1), (streams(), 3)):  # the end of a stream may come after the next call
        outcomes, script = asked({"tools/call": [play]}, times=10)
        assert outcomes == [DONE] * 10
        assert script.methods == [*HANDSHAKE, *["tools/call"] * 10, "DELETE"]
        assert script.service.lines <= lines


def test_many_calls_at_once_wait_for_one_handshake() -> None:
    async def body(asking: McpAsking, script: Script) -> list[ToolOutcome]:
        server, given = at(script)
        return await asyncio.gather(*(asking.ask(server, given=given) for _ in range(10)))

    outcomes, script = within({}, body)
    assert outcomes == [DONE] * 10
    assert len(script.of("initialize")) == 1
    assert len({call["id"] for call in script.of("tools/call")}) == 10


def test_a_handshake_outlives_the_caller_who_began_it() -> None:
    async def body(asking: McpAsking, script: Script) -> list[ToolOutcome]:
        server, given = at(script)
        patient = asyncio.create_task(asking.ask(server, given=given))
        await until(lambda: bool(script.of("initialize")))
        return [await asking.ask(server, given=given, timeout_ms=100), await patient]

    async def later(line: asyncio.StreamWriter, message: Any) -> None:
        await asyncio.sleep(0.5)
        await greets("s")(line, message)

    outcomes, script = within({"initialize": [later]}, body)
    assert outcomes == [TIMEOUT, DONE]
    assert len(script.of("initialize")) == 1


@pytest.mark.parametrize("gone", [plain(answers(404)), fails(-32000, 400), fails(-32001, 404)])
def test_a_session_that_was_forgotten_is_begun_again(gone: Play) -> None:
    outcomes, script = asked({"tools/call": [gives(), gone, gives()]}, times=2)
    assert outcomes == [DONE, DONE]
    assert script.methods == [*HANDSHAKE, "tools/call", "tools/call", *HANDSHAKE, "tools/call", "DELETE"]
    sessions = [seen.headers.get("mcp-session-id") for seen in script.seen]
    assert sessions[4:] == [None, "session-2", "session-2", "session-2"]


def test_what_writes_asks_first_whether_it_is_still_known() -> None:
    clock = Clock()

    async def body(asking: McpAsking, script: Script) -> list[ToolOutcome]:
        server, given = at(script)
        first = await asking.ask(server, given=given)
        clock.now_s += PROVEN_S + 1
        return [first, await asking.ask(server, given=given, effect="write", key="k-1")]

    for gone in (plain(answers(404)), gives({})):
        outcomes, script = within({"ping": [gone]}, body, clock=clock, breakers=Breakers(clock))
        assert outcomes == [DONE, DONE]
        assert len(script.of("ping")) == 1
        assert len(script.of("tools/call")) == 2
    assert script.methods == [*HANDSHAKE, "tools/call", "ping", "tools/call", "DELETE"]


def test_who_asks_has_a_session_of_their_own() -> None:
    async def body(asking: McpAsking, script: Script) -> None:
        address = script.service.address
        for whose, token, path in (
            ("a", "1", "/x"),
            ("b", "1", "/x"),
            ("a", "2", "/x"),
            ("a", "1", "/y"),
            ("a", "1", "/x"),
        ):
            given = Gifts({"crm": address}, secrets={"t": token})
            server = Server(url="{{ env.crm }}" + path)
            assert await asking.ask(server, given=given, auth=Auth(bearer="t"), whose=whose) == DONE

    _, script = within({}, body)
    assert len(script.of("initialize")) == 4
    known = [
        (seen.path, seen.headers["authorization"], seen.headers["mcp-session-id"])
        for seen in script.requests("tools/call")
    ]
    assert len(set(known)) == 4
    assert known[0] == known[4]
    assert script.methods.count("DELETE") == 4


def test_cookies_of_a_server_are_not_kept() -> None:
    _, script = asked({"initialize": [greets("s", set_cookie="who=somebody; Path=/")]}, times=2)
    assert all("cookie" not in seen.headers for seen in script.seen)


def test_other_ways_to_say_who_asks() -> None:
    given_secrets = {"user": "u", "password": "p", "key": "k"}
    for auth, header, value in (
        (Auth(basic=Basic(user="user", password="password")), "authorization", "Basic dTpw"),
        (Auth(api_key=ApiKey(secret="key", header="X-Api-Key")), "x-api-key", "k"),
    ):

        async def body(asking: McpAsking, script: Script, auth: Auth = auth) -> ToolOutcome:
            given = Gifts({"crm": script.service.address}, secrets=given_secrets)
            return await asking.ask(Server(url="{{ env.crm }}/mcp"), given=given, auth=auth)

        outcome, script = within({}, body)
        assert outcome == DONE
        assert {seen.headers[header] for seen in script.seen} == {value}


def test_a_token_that_was_taken_back_is_asked_for_anew() -> None:
    """Nothing was done then, so what writes is sent again too."""
    tokens = [answers(body=json.dumps({"access_token": f"t-{number}"}).encode()) for number in (1, 2)]
    oauth2 = OAuth2(token_url="{{ env.login }}/token", client="id", secret="key")

    with scripted(*tokens) as sign_in:

        async def body(asking: McpAsking, script: Script) -> list[ToolOutcome]:
            names = {"crm": script.service.address, "login": sign_in.address, "id": "voxloom"}
            given, server = Gifts(names, secrets={"key": "k"}), Server(url="{{ env.crm }}/mcp")
            ask = partial(asking.ask, server, given=given, auth=Auth(oauth2=oauth2), effect="write")
            return [await ask(), await ask(), await ask()]

        plays = {"tools/call": [gives(), plain(answers(401)), gives(), plain(answers(401))]}
        outcomes, script = within(plays, body)
    assert outcomes == [DONE, DONE, UNAVAILABLE]
    sent = [seen.headers["authorization"] for seen in script.requests("tools/call")]
    assert sent == ["Bearer t-1", "Bearer t-1", "Bearer t-2", "Bearer t-2", "Bearer t-2"]
    assert len(script.of("initialize")) == 2


def test_a_session_is_ended_when_nobody_used_it_for_a_while() -> None:
    async def body(asking: McpAsking, script: Script) -> None:
        server, given = at(script)
        assert await asking.ask(server, given=given) == DONE
        await until(lambda: "DELETE" in script.methods)
        assert await asking.ask(server, given=given) == DONE

    _, script = within({}, body, kept_s=0.05)
    assert len(script.of("initialize")) == 2
    assert script.methods.count("DELETE") == 2


def test_the_end_does_not_wait_for_a_server_that_hangs() -> None:
    (outcome,), script = asked({"DELETE": [plain(hangs)]})
    assert outcome == DONE
    assert script.methods[-1] == "DELETE"


def test_after_several_silences_another_session_is_begun() -> None:
    async def body(asking: McpAsking, script: Script) -> list[ToolOutcome]:
        server, given = at(script)
        assert await asking.ask(server, given=given) == DONE
        silent = [await asking.ask(server, given=given, timeout_ms=SHORT_MS) for _ in range(MOST_SILENCES)]
        return [*silent, await asking.ask(server, given=given)]

    outcomes, script = within({"tools/call": [gives(), *[plain(hangs)] * MOST_SILENCES, gives()]}, body)
    assert outcomes == [*[TIMEOUT] * MOST_SILENCES, DONE]
    assert len(script.of("initialize")) == 2


def test_a_caller_who_does_not_wait_is_no_silence() -> None:
    async def body(asking: McpAsking, script: Script) -> ToolOutcome:
        server, given = at(script)
        for number in range(MOST_SILENCES):
            left = asyncio.create_task(asking.ask(server, given=given))
            await until(lambda number=number: len(script.of("tools/call")) == number + 1)
            left.cancel()
            await asyncio.gather(left, return_exceptions=True)
        await until(lambda: len(script.of("notifications/cancelled")) == MOST_SILENCES)
        return await asking.ask(server, given=given)

    outcome, script = within({"tools/call": [*[plain(hangs)] * MOST_SILENCES, gives()]}, body)
    assert outcome == DONE
    assert len(script.of("initialize")) == 1


def test_only_so_many_are_under_way_at_once() -> None:
    async def body(asking: McpAsking, script: Script) -> ToolOutcome:
        server, given = at(script)
        busy = [asyncio.create_task(asking.ask(server, given=given, at_once=2)) for _ in range(2)]
        await until(lambda: len(script.of("tools/call")) == 2)
        third = await asking.ask(server, given=given, at_once=2)
        for task in busy:
            task.cancel()
        await asyncio.gather(*busy, return_exceptions=True)
        return third

    outcome, _ = within({"tools/call": [plain(hangs)]}, body)
    assert outcome == UNAVAILABLE


@pytest.mark.parametrize(
    ("tool", "names", "bound"),
    [
        ({"url": "{{ env.crm }}/x"}, {"crm": "https://a.example"}, True),
        ({"url": "{{ env.crm }}/x"}, {"other": "1"}, False),
        ({"url": "{{ env.crm }}/x", "auth": "bank_token"}, {}, True),  # half of it is given: it fails, and shows that
        ({"url": "{{ env.crm }}/x", "auth": "gone"}, {}, False),
        ({"url": "https://127.0.0.1/x"}, {}, True),
        ({"url": "https://b.example/x"}, {}, False),
        ({"program": "notes"}, {}, False),
        ({"program": "notes", "programs": {"other": ["/bin/true"]}}, {}, True),
    ],
)
def test_what_is_given_binds_a_tool(tool: dict[str, Any], names: dict[str, str], bound: bool) -> None:
    auth, programs = tool.pop("auth", None), tool.pop("programs", {})
    made = Tool(type="mcp", server=Server(**tool), auth=Auth(bearer=auth) if auth else None)

    async def main() -> bool:
        asking = McpAsking(programs=programs)
        try:
            return await BoundMcp(asking.tools, Gifts(names), "main").is_bound(made)
        finally:
            await asking.aclose()

    assert asyncio.run(main()) is bound


def test_other_tools_are_bound_elsewhere() -> None:
    async def main() -> None:
        asking = McpAsking()
        for tool in (Tool(), Tool(type="python", function="f"), Tool(type="mcp"), Tool(type="http")):
            assert not await BoundMcp(asking.tools, Gifts({}), "main").is_bound(tool)
        await asking.aclose()

    asyncio.run(main())


def test_a_secret_with_signs_beyond_ascii_is_sent_in_every_request_and_in_the_goodbye() -> None:
    async def body(asking: McpAsking, script: Script) -> ToolOutcome:
        given = Gifts({"crm": script.service.address}, secrets={"crm_key": "s3crét"})
        return await asking.ask(Server(url="{{ env.crm }}/mcp"), given=given, auth=Auth(bearer="crm_key"))

    outcome, script = within({}, body)
    assert outcome == DONE
    assert script.methods[-1] == "DELETE"
    assert {seen.headers["authorization"] for seen in script.seen} == {"Bearer s3crét"}
