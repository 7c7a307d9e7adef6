"""Tools that change something do so once, whatever dies in between: their keys are kept before they are sent, and what
came of them is used again."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import Any, Protocol

from django.db import DatabaseError, InterfaceError, close_old_connections

from flows.driver.ports import ToolOutcome
from flows.engine.commands import CallTool
from voxloom.accounts.isolation import within
from voxloom.conversations import effects as kept
from voxloom.conversations.effects import Begun, Wanted
from voxloom.conversations.vault import VaultClosed

log = logging.getLogger(__name__)

THREADS = 2
KEEPING_FAILS = (DatabaseError, InterfaceError, VaultClosed, OSError)
"""TimeoutError is an OSError."""
NOTE_S = 1.0
"""For noting what came of something: the caller waits for the answer meanwhile. Without that note it would be sent
again, with the same key, by whoever goes on with the conversation."""
KNOWN_ERRORS = frozenset({"refused"})
"""After these it is certain that nothing was done, unless it was sent before; after others nobody knows."""
MORE_PAUSES_S = (0.3, 1.0)
"""Before what is refused when it was sent again is sent once more."""


class Effects(Protocol):
    """Where keys are kept."""

    async def once(self, command: CallTool, work: Callable[[], Awaitable[ToolOutcome]]) -> ToolOutcome:
        """Do the work of a command that writes, unless it is known what came of it."""


class KeptEffects:
    """Of one conversation."""

    def __init__(self, workspace: int, call: str) -> None:
        self._workspace, self._call = workspace, call

    async def once(self, command: CallTool, work: Callable[[], Awaitable[ToolOutcome]]) -> ToolOutcome:
        """Do the work of a command that writes, unless it is known what came of it. What cannot be noted is not sent.

        Nothing of it takes longer than the command may.
        """
        if command.idempotency_key is None:
            return await work()
        until = asyncio.get_running_loop().time() + command.timeout_ms / 1000
        asked = [command.arguments, command.values]
        wanted = Wanted(self._call, command.tool, command.idempotency_key, asked)
        try:
            async with asyncio.timeout_at(until):
                begun = await self._in_thread(kept.begin, wanted)
        except KEEPING_FAILS as problem:
            log.warning("the tool %s is not sent: its key cannot be kept (%s)", command.tool, type(problem).__name__)
            return ToolOutcome(error="unavailable")
        if begun.outcome is not None:
            log.info("the tool %s was done before, and is not sent again", command.tool)
            return ToolOutcome(begun.outcome.get("result"), begun.outcome.get("error"))
        outcome = await work()
        if begun.again and outcome.error in KNOWN_ERRORS:
            outcome = await _once_more(command, work, until)
        if outcome.error is None or outcome.error in KNOWN_ERRORS:
            await self._note(command, begun, outcome)
        return outcome

    async def _note(self, command: CallTool, begun: Begun, outcome: ToolOutcome) -> None:
        """That nobody can note it changes nothing of what was done."""
        told: dict[str, Any] = {"result": outcome.result, "error": outcome.error}
        try:
            async with asyncio.timeout(NOTE_S):
                await self._in_thread(kept.finish, begun, told)
        except KEEPING_FAILS as problem:
            log.warning("what came of the tool %s cannot be noted: %s", command.tool, type(problem).__name__)

    async def _in_thread(self, work: Callable[..., Any], *given: Any) -> Any:
        return await asyncio.get_running_loop().run_in_executor(_threads(), self._there, work, *given)

    def _there(self, work: Callable[..., Any], *given: Any) -> Any:
        close_old_connections()
        with within(self._workspace):
            return work(*given)


async def _once_more(command: CallTool, work: Callable[[], Awaitable[ToolOutcome]], until: float) -> ToolOutcome:
    """What is refused when it is sent again may be so because the first one is still under way (409), or was done: it
    has a moment. Then nobody knows. `until`: by the clock of the loop."""
    try:
        async with asyncio.timeout_at(until):
            for pause_s in MORE_PAUSES_S:
                await asyncio.sleep(pause_s)
                outcome = await work()
                if outcome.error not in KNOWN_ERRORS:
                    return outcome
    except TimeoutError:
        return ToolOutcome(error="timeout")
    log.warning("the tool %s is refused when it is sent again: nobody knows whether it was done", command.tool)
    return ToolOutcome(error="unavailable")


@cache
def _threads() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(THREADS, thread_name_prefix="effects")
