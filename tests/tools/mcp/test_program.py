"""A program that runs: what it answers, what it asks, and how it ends."""

import asyncio
import sys
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from tests.tools.mcp.lines import DEADLINES
from tools.mcp.messages import request
from tools.mcp.problems import Failed, Lost, NotReached
from tools.mcp.program import PASSED_ON, Program, started

ANSWERS = """
import json, os, sys
def say(message): print(json.dumps(message), flush=True)
for line in sys.stdin:
    message = json.loads(line)
    number, method = message.get("id"), message.get("method")
    if method == "die": os._exit(3)
    elif method == "names": say({"id": number, "result": {"names": sorted(os.environ)}})
    elif method == "fail": say({"id": number, "error": {"code": -32603}})
    elif method == "ask":
        print("no message", flush=True)
        say({"id": "mine", "method": "ping"})
        said = json.loads(sys.stdin.readline())
        say({"id": 999, "result": {}})
        say({"id": number, "result": {"said": said}})
"""


def running(body: Callable[[Program], Awaitable[Any]], **environment: str) -> Any:
    async def main() -> Any:
        program = await started("notes", [sys.executable, "-c", ANSWERS], environment)
        try:
            return await body(program)
        finally:
            await program.aclose()
            assert program.over
            assert asyncio.all_tasks() == {asyncio.current_task()}

    return asyncio.run(main())


def test_it_is_asked_and_its_own_questions_are_answered() -> None:
    async def body(program: Program) -> Any:
        with pytest.raises(Failed):
            await program.ask(request(1, "fail", {}), DEADLINES)
        return await program.ask(request(2, "ask", {}), DEADLINES)

    assert running(body) == {"said": {"jsonrpc": "2.0", "id": "mine", "result": {}}}


def test_of_the_environment_it_has_what_it_needs() -> None:
    async def body(program: Program) -> Any:
        return (await program.ask(request(1, "names", {}), DEADLINES))["names"]

    names = running(body, HOME="/", FIELD_KEY="a secret")
    assert "HOME" in names
    assert "FIELD_KEY" not in {*names, *PASSED_ON}


def test_one_that_ends_is_lost_and_then_not_reached() -> None:
    async def body(program: Program) -> None:
        with pytest.raises(Lost):
            await program.ask(request(1, "die", {}), DEADLINES)
        with pytest.raises(NotReached):
            await program.ask(request(2, "fail", {}), DEADLINES)
        program.gives_up(2)

    running(body)


def test_one_that_is_not_there_is_not_reached() -> None:
    with pytest.raises(NotReached, match="cannot be started"):
        asyncio.run(_without_program())


async def _without_program() -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tools.mcp.program._ends_with_us", lambda: ())
        await started("notes", ["/there/is/none"])
