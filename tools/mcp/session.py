"""A session with a server: the handshake, where the version has one, and calls of tools after it."""

import asyncio
import time
from collections.abc import Callable, Mapping
from itertools import count
from typing import Any

from tools.lines import Deadlines
from tools.mcp.line import Headers, Line
from tools.mcp.messages import CLIENT, META, STATELESS, VERSION, VERSIONS, Message, notification, request
from tools.mcp.mirrored import Wanted, headers_for, wanted
from tools.mcp.problems import HEADERS_DIFFER, Failed, Lost, NotReached, Slow, Unusable

PROVEN_S = 10.0
"""A server that said something so lately has not forgotten us."""
MOST_SILENCES = 3
"""So many calls in a row without an answer in time, and another session is begun."""
MOST_PAGES = 20
"""Of the list of tools."""
Meta = Mapping[str, Any]


class Session:
    """Over one line; belongs to its event loop."""

    def __init__(self, line: Line, clock: Callable[[], float] = time.monotonic) -> None:
        """`clock` gives seconds."""
        self._line = line
        self._clock = clock
        self._numbers = count(1)
        self._heard = clock()
        self._silences = 0
        self._wanted: dict[str, Wanted] = {}
        self.calls = 0
        """How many are under way."""

    @property
    def over(self) -> bool:
        """Whether it is of no more use."""
        return self._line.over or self._silences >= MOST_SILENCES

    async def open(self, deadlines: Deadlines) -> None:
        """Shake hands. Raises Problem, AddressRefused."""
        asked = {"protocolVersion": VERSION, "capabilities": {}, "clientInfo": CLIENT}
        try:
            result = await self._ask("initialize", asked, deadlines)
        except Failed as problem:
            if not (problem.may_know_no_handshake or STATELESS in problem.versions):
                raise
            await self._open_stateless(deadlines, problem)
            return
        version = result.get("protocolVersion")
        if not isinstance(version, str) or version not in VERSIONS:
            raise Unusable("the server speaks another version of the protocol")
        self._line.version = version
        await self._line.tell(notification("notifications/initialized"), deadlines)

    async def call(
        self, tool: str, arguments: Mapping[str, Any], meta: Meta, deadlines: Deadlines, *, writes: bool
    ) -> Message:
        """The result of a tool. Raises Problem, AddressRefused; NotReached only where nothing was done."""
        self.calls += 1
        try:
            if writes:
                await self._prove(deadlines)
            parameters = {"name": tool, "arguments": dict(arguments), **({"_meta": dict(meta)} if meta else {})}
            try:
                headers = headers_for(self._wanted.get(tool, {}), arguments)
                return await self._ask("tools/call", parameters, deadlines, headers)
            except Failed as problem:
                if not self._line.stateless or problem.code != HEADERS_DIFFER:
                    raise
            # The server has looked at the headers alone, and done nothing.
            self._wanted[tool] = await self._look_up(tool, deadlines)
            return await self._ask("tools/call", parameters, deadlines, headers_for(self._wanted[tool], arguments))
        finally:
            self.calls -= 1

    def said_nothing(self) -> None:
        """The time of a call was over before there was an answer."""
        self._silences += 1

    async def aclose(self) -> None:
        """End it. What is under way ends too."""
        await self._line.aclose()

    async def _ask(self, method: str, parameters: Message, deadlines: Deadlines, headers: Headers = ()) -> Message:
        number = next(self._numbers)
        if self._line.stateless:
            parameters = {**parameters, "_meta": {**parameters.get("_meta", {}), **_everything()}}
        try:
            result = await self._line.ask(request(number, method, parameters), deadlines, headers)
        except (asyncio.CancelledError, Slow) as problem:
            if isinstance(problem, Slow):
                self.said_nothing()
            if method != "initialize":  # which may not be cancelled
                self._line.gives_up(number)
            raise
        except Failed:
            self._was_heard()
            raise
        self._was_heard()
        return result

    def _was_heard(self) -> None:
        self._heard, self._silences = self._clock(), 0

    async def _prove(self, deadlines: Deadlines) -> None:
        """What writes is sent once: better to find out before that the server has forgotten us."""
        if not self._line.may_be_forgotten or self._clock() - self._heard < PROVEN_S:
            return
        try:
            await self._ask("ping", {}, deadlines)
        except Failed:
            return  # it knows no ping, and it knows us
        except Lost as problem:
            raise NotReached("the server has forgotten the session") from problem

    async def _open_stateless(self, deadlines: Deadlines, refused: Failed) -> None:
        """With a server that knows no handshake. Raises what it said to one where it is none of these."""
        self._line.stateless, self._line.version = True, STATELESS
        try:
            told = await self._ask("server/discover", {}, deadlines)
        except Failed:
            raise refused from None
        versions = told.get("supportedVersions")
        if not isinstance(versions, list) or STATELESS not in versions:
            raise Unusable("the server speaks another version of the protocol")

    async def _look_up(self, tool: str, deadlines: Deadlines) -> Wanted:
        """Which headers a tool wants. Raises Problem."""
        parameters: Message = {}
        for _ in range(MOST_PAGES):
            page = await self._ask("tools/list", parameters, deadlines)
            tools = page.get("tools")
            for one in tools if isinstance(tools, list) else ():
                if isinstance(one, dict) and one.get("name") == tool:
                    return wanted(one.get("inputSchema"))
            if not isinstance(following := page.get("nextCursor"), str):
                break
            parameters = {"cursor": following}
        raise Unusable("the server has no tool of that name")


def _everything() -> Message:
    """What a version without a handshake wants to have in each request."""
    return {
        f"{META}protocolVersion": STATELESS, f"{META}clientInfo": CLIENT, f"{META}clientCapabilities": {},
    }  # fmt: skip
