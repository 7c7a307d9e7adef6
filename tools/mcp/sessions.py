"""Sessions that are kept for a while: each server, each workspace and each who asks has one of its own."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial

from tools.bindings.credentials import NOBODY, Credentials
from tools.lines import Deadlines
from tools.mcp.later import Later
from tools.mcp.problems import Lost, NotReached
from tools.mcp.programs import MOST_AT_ONCE
from tools.mcp.session import Session

KEPT_S = 300.0
"""Without a call. Servers forget sessions after some minutes, too."""
MOST_KEPT = 200
OPEN_S = 10.0
"""A handshake takes no longer, the start of a program included; whoever waits for it may have less."""
CLOSE_S = 0.5
"""For words that are on their way when the process stops."""


@dataclass(frozen=True)
class Where:
    """Who is asked, and on whose behalf. It shows itself to nobody: an address may hold a key."""

    whose: str
    url: str | None = None
    program: str | None = None
    auth: Credentials = NOBODY

    def __repr__(self) -> str:
        """Nothing of it stands in a log by accident."""
        return "Where(…)"


MakesSession = Callable[[Where], Awaitable[Session]]
Opening = asyncio.Task[Session]


class Sessions:
    """Of one process; belongs to its event loop."""

    def __init__(self, make: MakesSession, later: Later, kept_s: float = KEPT_S) -> None:
        """`make` gives a session that is not opened yet."""
        self._make, self._later, self._kept_s = make, later, kept_s
        self._known: dict[Where, Opening] = {}
        self._timers: dict[Opening, asyncio.TimerHandle] = {}
        self._closing: set[asyncio.Task[None]] = set()

    async def of(self, where: Where, deadlines: Deadlines) -> Session:
        """An open one; several who want the same wait for one handshake. Raises Problem, AddressRefused."""
        known = self._known.get(where)
        if known is not None and _session(known) is not None and known.result().over:
            self._drop(where, known)
            known = None
        if known is None:
            self._make_room()
            known = asyncio.create_task(self._opened(where, deadlines), name="a handshake")
            known.add_done_callback(partial(self._was_opened, where))
        else:
            del self._known[where]
        self._known[where] = known  # the last one used is the last one to go
        return await asyncio.shield(known)

    def rests(self, where: Where, session: Session) -> None:
        """A call is over: from now on it is kept for a while."""
        known = self._known.get(where)
        if known is not None and _session(known) is session:
            self._keep(where, known)

    async def aclose(self) -> None:
        """End all of them, politely where that is possible, in a bounded time."""
        known, self._known = list(self._known.values()), {}
        for timer in self._timers.values():
            timer.cancel()
        self._timers.clear()
        for one in known:
            one.cancel()
        await asyncio.gather(*known, return_exceptions=True)
        for one in known:
            if (session := _session(one)) is not None:
                self._close(session)
        await asyncio.gather(*self._closing, return_exceptions=True)
        await self._later.over(CLOSE_S)

    async def _opened(self, where: Where, deadlines: Deadlines) -> Session:
        """Whatever goes wrong, nothing of a call was sent."""
        try:
            async with asyncio.timeout(OPEN_S):
                await self._room_for(where)
                session = await self._make(where)
                try:
                    await session.open(deadlines)
                except BaseException:
                    self._close(session)
                    raise
                return session
        except TimeoutError:
            raise NotReached("the server shakes no hands in time") from None
        except Lost as problem:
            raise NotReached(problem.args[0]) from None

    def _was_opened(self, where: Where, known: Opening) -> None:
        if known.cancelled() or known.exception() is not None:  # whoever waited has it; nobody may have
            if self._known.get(where) is known:
                del self._known[where]
        elif self._known.get(where) is known:
            self._keep(where, known)

    def _keep(self, where: Where, known: Opening) -> None:
        if (timer := self._timers.pop(known, None)) is not None:
            timer.cancel()
        self._timers[known] = asyncio.get_running_loop().call_later(self._kept_s, self._look, where, known)

    def _look(self, where: Where, known: Opening) -> None:
        """Its time is over, unless there is a call under way."""
        if known.result().calls:
            self._keep(where, known)
        else:
            self._drop(where, known)

    def _drop(self, where: Where, known: Opening) -> asyncio.Task[None]:
        if self._known.get(where) is known:
            del self._known[where]
        if (timer := self._timers.pop(known, None)) is not None:
            timer.cancel()
        return self._close(known.result())

    def _close(self, session: Session) -> asyncio.Task[None]:
        """It takes a bounded time, and nobody needs to wait for it."""
        task = asyncio.create_task(session.aclose(), name="the end of a session")
        self._closing.add(task)
        task.add_done_callback(self._closing.discard)
        return task

    def _make_room(self) -> None:
        """The one that was used least lately goes, of those that nobody uses."""
        if len(self._known) >= MOST_KEPT:
            self._drop_one(list(self._known))

    async def _room_for(self, wanted: Where) -> None:
        """Where as many programs run as may: programs that nobody uses shut nobody out."""
        programs = [where for where in self._known if where.program is not None and where != wanted]
        if wanted.program is not None and len(programs) >= MOST_AT_ONCE:
            ending = self._drop_one(programs)
            if ending is not None:
                await asyncio.wait({ending})

    def _drop_one(self, wheres: list[Where]) -> asyncio.Task[None] | None:
        """The end of one, if there is one that nobody uses."""
        for where in wheres:
            known = self._known[where]
            if (session := _session(known)) is not None and not session.calls:
                return self._drop(where, known)
        return None


def _session(known: Opening) -> Session | None:
    """None while it is being opened, and where that went wrong."""
    if not known.done() or known.cancelled() or known.exception() is not None:
        return None
    return known.result()
