"""One process that asks a server of the Model Context Protocol, as far as tools go."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, TypeVar

from flows.definition.tool import Tool
from flows.definition.tool_auth import Auth
from flows.definition.tool_server import Server
from flows.driver.ports import ToolOutcome
from flows.engine.commands import CallTool
from tests.tools.bindings.asking import LOOPBACK, Gifts
from tests.tools.mcp_scripted import Play, Script, mcp_scripted
from tools.bindings.exchange import Exchange
from tools.bindings.mcp import McpTools
from tools.bindings.tokens import Tokens
from tools.mcp.programs import Commands
from tools.mcp.sessions import KEPT_S
from tools.resting import Breaker
from voxloom.outgoing.aio import loop_client
from voxloom.shared.breakers import Breakers

LONG_MS = 60_000
SHORT_MS = 300
T = TypeVar("T")


class McpAsking:
    """One process, as far as tools go."""

    def __init__(
        self,
        breakers: Breakers | None = None,
        networks: Any = LOOPBACK,
        programs: Commands | None = None,
        kept_s: float = KEPT_S,
        clock: Callable[[], float] | None = None,
    ) -> None:
        self.pauses: list[float] = []
        known = breakers if breakers is not None else Breakers()
        self.exchange = Exchange(lambda pem: loop_client(lambda: networks, pem))
        self.tokens = Tokens(self.exchange)
        more: dict[str, Any] = {"clock": clock} if clock is not None else {}
        self.tools = McpTools(
            self.tokens,
            lambda pem: loop_client(lambda: networks, pem),
            lambda name: Breaker(name, breakers=lambda: known),
            lambda: programs or {},
            sleep=self._sleep,
            kept_s=kept_s,
            **more,
        )

    async def _sleep(self, seconds: float) -> None:
        self.pauses.append(seconds)

    async def ask(
        self, server: Server, *, timeout_ms: int = LONG_MS, key: str | None = None, given: Any = None,
        auth: Auth | None = None, effect: Any = "read", whose: str = "main", **more: Any,
    ) -> ToolOutcome:  # fmt: skip
        """`more`: of the tool, but for `arguments`, which are those of the call."""
        arguments = more.pop("arguments", {})
        tool = Tool(type="mcp", server=server, auth=auth, effect=effect, **more)
        command = CallTool("t-1", "find", arguments, timeout_ms, effect, key)
        return await self.tools.call(tool, command, given or Gifts({}), whose)

    async def aclose(self) -> None:
        """Nobody asks any more."""
        await self.tools.aclose()
        await self.tokens.aclose()
        await self.exchange.aclose()


def at(script: Script, path: str = "/mcp") -> tuple[Server, Gifts]:
    """Where it is, and what an operator gives for that."""
    return Server(url="{{ env.crm }}" + path), Gifts({"crm": script.service.address})


def asked(
    plays: Mapping[str, Sequence[Play]] | None = None, *, times: int = 1, **more: Any
) -> tuple[list[ToolOutcome], Script]:
    """What came of asking such a server so many times, one after the other."""

    async def body(asking: McpAsking, script: Script) -> list[ToolOutcome]:
        server, given = at(script)
        return [await asking.ask(**{"server": server, "given": given, **more}) for _ in range(times)]

    return within(plays or {}, body)


def within(
    plays: Mapping[str, Sequence[Play]], body: Callable[[McpAsking, Script], Awaitable[T]], **made: Any
) -> tuple[T, Script]:
    """With such a server, and one process that asks it."""

    async def main() -> T:
        asking = McpAsking(**made)
        try:
            return await body(asking, script)
        finally:
            await asking.aclose()
            left = [task.get_name() for task in asyncio.all_tasks() if task is not asyncio.current_task()]
            assert left == []

    with mcp_scripted(plays) as script:
        return asyncio.run(main()), script


async def until(condition: Callable[[], bool]) -> None:
    """Until something holds; a minute is for machines that have much to do."""
    async with asyncio.timeout(60):
        while not condition():
            await asyncio.sleep(0.005)
