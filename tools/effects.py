"""Tools that change something do so once, whatever dies in between: their keys are kept before they are sent, and what
came of them is used again. What was taken back is closed: the same key later is another one."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any, Protocol

from django.db import DatabaseError, InterfaceError

from flows.driver.ports import ToolOutcome
from flows.driver.undoing import undo_id
from flows.engine.commands import CallTool, command_from_json, command_to_json
from flows.engine.returns import INTERRUPTED
from tools.threads import in_workspace
from voxloom.conversations import effects as kept
from voxloom.conversations.effects import Begun, Wanted
from voxloom.conversations.vault import VaultClosed

log = logging.getLogger(__name__)

KEEPING_FAILS = (DatabaseError, InterfaceError, VaultClosed, OSError)
"""TimeoutError is an OSError."""
NOTE_S = 1.0
"""For noting what came of something: the caller waits for the answer meanwhile. Without that note it would be sent
again, with the same key, by whoever goes on with the conversation."""
KNOWN_ERRORS = frozenset({"refused"})
"""After these it is certain that nothing was done, unless it was sent before; after others nobody knows."""
MORE_PAUSES_S = (0.3, 1.0)
"""Before what is refused when it was sent again is sent once more."""
UNDOING, UNDONE = "undoing", "undone"
"""What stands beside a result that is being taken back, or was: the command that does it, and the id of the one that
did."""
UNAVAILABLE = ToolOutcome(error="unavailable")
Work = Callable[[CallTool], Awaitable[ToolOutcome]]


class Effects(Protocol):
    """Where keys are kept."""

    async def once(self, command: CallTool, work: Work, perform: Work) -> ToolOutcome:
        """Do the `work` of a command that writes, unless it is known what came of it. `perform`: any other command."""


class KeptEffects:
    """Of one conversation."""

    def __init__(self, workspace: int, call: str) -> None:
        self._workspace, self._call = workspace, call

    async def once(self, command: CallTool, work: Work, perform: Work) -> ToolOutcome:
        """Do the work of a command that writes, unless it is known what came of it. What cannot be noted is not sent.

        Nothing of it takes longer than the command may.
        """
        if command.idempotency_key is None:
            return await work(command)
        try:
            async with asyncio.timeout(command.timeout_ms / 1000):
                if command.undoes is not None:
                    return await self._taken_back(command, work)
                return await self._once(command, work, perform)
        except TimeoutError:
            return ToolOutcome(error="timeout")

    async def _once(self, command: CallTool, work: Work, perform: Work) -> ToolOutcome:
        try:
            begun = await self._in_thread(kept.begin, self._wanted(command))
        except KEEPING_FAILS as problem:
            log.warning("the tool %s is not sent: its key cannot be kept (%s)", command.tool, type(problem).__name__)
            return UNAVAILABLE
        if begun.outcome is not None and begun.outcome.get(UNDONE) == undo_id(command):
            return ToolOutcome(
                {UNDONE: command.undo and command.undo.tool}, INTERRUPTED
            )  # by somebody who died before that was written down
        if begun.outcome is not None and UNDONE in begun.outcome:
            return await self._once(replace(command, idempotency_key=_after(command)), work, perform)
        if begun.outcome is not None and UNDOING in begun.outcome:
            return await self._undone(begun.outcome, perform)
        if begun.outcome is not None:
            log.info("the tool %s was done before, and is not sent again", command.tool)
            return ToolOutcome.of_json(begun.outcome)
        outcome = await work(command)
        if begun.again and outcome.error in KNOWN_ERRORS:
            outcome = await _once_more(command, work)
        if outcome.error is None or outcome.error in KNOWN_ERRORS:
            await self._note(command, begun, outcome.as_json)
        return outcome

    async def _undone(self, known: dict[str, Any], perform: Work) -> ToolOutcome:
        """Somebody died while it was taken back: that is done first."""
        undo = command_from_json(known[UNDOING])
        assert isinstance(undo, CallTool)
        came = await perform(undo)
        if came.error is None:
            return ToolOutcome({UNDONE: undo.tool}, INTERRUPTED)
        return ToolOutcome.of_json(known) if came.error in KNOWN_ERRORS else UNAVAILABLE

    async def _taken_back(self, undo: CallTool, work: Work) -> ToolOutcome:
        """Take back what was done by a key: noted before, and closed for good when it is."""
        assert undo.undoes is not None
        key = undo.undoes.key
        try:
            while (done := await self._known(undo.undoes.tool, key)) is not None and UNDONE in (done.outcome or {}):
                key = f"{key}~"
            if done is not None and done.outcome is not None:
                marked = {**done.outcome, UNDOING: command_to_json(undo)}
                await self._in_thread(kept.finish, done, marked)
        except KEEPING_FAILS as problem:
            log.warning("the tool %s is not sent: its key cannot be kept (%s)", undo.tool, type(problem).__name__)
            return UNAVAILABLE
        outcome = await self._once(replace(undo, idempotency_key=f"{key}:undo", undoes=None), work, work)
        if done is not None and done.outcome is not None and outcome.error is None:
            await self._note(undo, done, {**done.outcome, UNDONE: undo.id})
        elif done is not None and done.outcome is not None and outcome.error in KNOWN_ERRORS:
            plain = {name: value for name, value in done.outcome.items() if name != UNDOING}
            await self._note(undo, done, plain)  # it stays done
        return outcome

    def _wanted(self, command: CallTool) -> Wanted:
        return Wanted(self._call, command.tool, command.idempotency_key or "", [command.arguments, command.values])

    async def _known(self, tool: str, key: str) -> Begun | None:
        found: Begun | None = await self._in_thread(kept.known, self._call, tool, key)
        return found

    async def _note(self, command: CallTool, begun: Begun, told: dict[str, Any]) -> None:
        """That nobody can note it changes nothing of what was done."""
        try:
            async with asyncio.timeout(NOTE_S):
                await self._in_thread(kept.finish, begun, told)
        except KEEPING_FAILS as problem:
            log.warning("what came of the tool %s cannot be noted: %s", command.tool, type(problem).__name__)

    async def _in_thread(self, work: Callable[..., Any], *given: Any) -> Any:
        return await in_workspace(self._workspace, work, *given)


async def _once_more(command: CallTool, work: Work) -> ToolOutcome:
    """What is refused when it is sent again may be so because the first one is still under way (409), or was done: it
    has a moment. Then nobody knows."""
    for pause_s in MORE_PAUSES_S:
        await asyncio.sleep(pause_s)
        outcome = await work(command)
        if outcome.error not in KNOWN_ERRORS:
            return outcome
    log.warning("the tool %s is refused when it is sent again: nobody knows whether it was done", command.tool)
    return UNAVAILABLE


def _after(command: CallTool) -> str:
    """The key for what is wanted anew after it was taken back: a service would give its answer of then."""
    return f"{command.idempotency_key}~"
