"""Tools over MCP with servers of the official library, over real HTTP."""

import asyncio
import json
import subprocess
import sys
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from flows.definition.tool_server import Server
from flows.driver.ports import ToolOutcome
from tests.tools.bindings.asking import Gifts
from tests.tools.bindings.mcp_asking import SHORT_MS, McpAsking

PROGRAM = Path(__file__).with_name("mcp_program.py")
HOW = ("json", "stream", "sessionless", "stateless")
Ask = Callable[..., Awaitable[ToolOutcome]]


@pytest.fixture(scope="module")
def ports() -> Iterator[dict[str, int]]:
    words = [sys.executable, str(PROGRAM), "http"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield json.loads(process.stdout.readline())
        finally:
            process.kill()


def _asked(port: int, body: Callable[[Ask], Awaitable[Any]]) -> Any:
    async def main() -> Any:
        asking = McpAsking()
        given = Gifts({"crm": f"http://127.0.0.1:{port}"})

        async def ask(tool: str, **more: Any) -> ToolOutcome:
            server = Server(url="{{ env.crm }}/mcp", tool=tool)
            return await asking.ask(server, given=given, **more)

        try:
            return await body(ask)
        finally:
            await asking.aclose()

    return asyncio.run(main())


def _once(port: int, tool: str, **more: Any) -> ToolOutcome:
    outcome = _asked(port, lambda ask: ask(tool, **more))
    assert isinstance(outcome, ToolOutcome)
    return outcome


@pytest.mark.parametrize("how", HOW)
def test_what_servers_give_and_what_bots_have(ports: dict[str, int], how: str) -> None:
    async def body(ask: Ask) -> list[ToolOutcome]:
        return [
            await ask("customers.find", arguments={"number": "407122"}),
            await ask("words", arguments={"text": "{{ env.crm }} größe"}),
            await ask("words", arguments={"text": '{"a": [1]}'}),
            await ask("picture"),
            await ask("nobody", arguments={"number": "1"}),
            await ask("customers.find", arguments={"name": "wrong"}),
        ]

    assert _asked(ports[how], body) == [
        ToolOutcome({"branch": "Market Street", "number": "407122"}),
        ToolOutcome({"text": "{{ env.crm }} größe"}),
        ToolOutcome({"a": [1]}),
        ToolOutcome({"text": "a cat"}),
        ToolOutcome(error="refused"),
        ToolOutcome(error="refused"),
    ]


@pytest.mark.parametrize("how", HOW)
def test_many_at_once_get_their_own_answers(ports: dict[str, int], how: str) -> None:
    async def body(ask: Ask) -> list[ToolOutcome]:
        numbers = map(str, range(16))
        return await asyncio.gather(*(ask("customers.find", arguments={"number": number}) for number in numbers))

    assert [outcome.result["number"] for outcome in _asked(ports[how], body)] == [str(number) for number in range(16)]


@pytest.mark.parametrize("how", HOW)
def test_a_key_goes_with_what_writes(ports: dict[str, int], how: str) -> None:
    outcome = _once(ports[how], "meta", effect="write", key="k-1")
    assert outcome.result["meta"]["voxloom/idempotency-key"] == "k-1"
    assert "voxloom/idempotency-key" not in _once(ports[how], "meta", key="k-1").result["meta"]


@pytest.mark.parametrize("how", HOW)
def test_what_comes_too_late_and_what_is_too_long(ports: dict[str, int], how: str) -> None:
    async def body(ask: Ask) -> list[ToolOutcome]:
        return [
            await ask("words", arguments={"text": "awake"}),
            await ask("sleeps", arguments={"seconds": 600}, timeout_ms=SHORT_MS),
            await ask("long", arguments={"characters": 2_000_000}),
            await ask("words", arguments={"text": "still there"}),
        ]

    assert _asked(ports[how], body) == [
        ToolOutcome({"text": "awake"}),
        ToolOutcome(error="timeout"),
        ToolOutcome(error="unavailable"),
        ToolOutcome({"text": "still there"}),
    ]


@pytest.mark.parametrize("how", ["json", "stream", "stateless"])
def test_a_server_that_asks_a_person_learns_that_there_is_none(ports: dict[str, int], how: str) -> None:
    assert _once(ports[how], "asks").error in ("refused", "unavailable")


@pytest.mark.parametrize("how", HOW)
def test_a_tool_that_a_server_does_not_have(ports: dict[str, int], how: str) -> None:
    assert _once(ports[how], "gone").error in ("refused", "unavailable")
