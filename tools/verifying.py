"""Tools that find out whether callers are who they say they are: each time an attempt is counted before the tool is
asked, and it is not asked when there is none left."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import Future
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Protocol

from django.db import DatabaseError, InterfaceError
from django.utils import timezone

from flows.definition.tool_verifies import LEFT, LOCKED
from flows.driver.ports import ToolOutcome
from flows.engine.commands import CallTool, Verifying
from tools.threads import begun_in
from voxloom.verifying import attempts as kept
from voxloom.verifying.attempts import Taken, Whose
from voxloom.verifying.digests import plain

log = logging.getLogger(__name__)

COUNTING_FAILS = (DatabaseError, InterfaceError, OSError)
"""TimeoutError is an OSError."""
NOTE_S = 1.0
"""For noting what came of an attempt: the caller waits for the answer meanwhile. It is noted all the same, later."""
GIVEN_BACK = frozenset({"timeout", "unavailable"})
"""Errors after which an attempt is none: nobody said whether callers are who they say they are. Who refuses has said
so: many services answer a wrong PIN with 401 or 403."""
Done = Awaitable[Any]


class CountsAttempts(Protocol):
    """Where attempts are counted. What is given back or forgotten is so even if nobody waits for it."""

    async def take(self, whose: Whose, verifies: Verifying) -> Taken | None:
        """Count one; None when there is none left. One that nobody waits for any more is given back.
        Raises one of COUNTING_FAILS."""

    def give_back(self, taken: Taken) -> Done:
        """There was no answer."""

    def forget(self, taken: Taken) -> Done:
        """They are who they say they are."""


async def counted(
    attempts: CountsAttempts, bot: str, command: CallTool, work: Callable[[], Awaitable[ToolOutcome]]
) -> ToolOutcome:
    """Do the work of a command; one that verifies somebody only with an attempt, and not where that cannot be counted.

    The result says whether they are who they say they are, and how many attempts are left.
    """
    if (verifies := command.verifies) is None:
        return await work()
    if not plain(verifies.who):
        log.warning("the tool %s is not called: nobody says whom it is to verify", command.tool)
        return ToolOutcome(error="refused")
    try:
        async with asyncio.timeout(command.timeout_ms / 1000):
            taken = await attempts.take(Whose(bot, command.tool, verifies.who), verifies)
    except COUNTING_FAILS as problem:
        log.warning("the tool %s is not called: attempts are not counted (%s)", command.tool, type(problem).__name__)
        return ToolOutcome(error="unavailable")
    if taken is None:
        log.info("the tool %s is not called: there is no attempt left", command.tool)
        return _told(ToolOutcome(), verifies, yes=False, left=0)
    try:
        outcome = await work()
    except BaseException:  # broken off, too: the caller hung up, or said something else
        attempts.give_back(taken)
        raise
    if outcome.error is not None:
        if outcome.error in GIVEN_BACK:
            await _noted(attempts.give_back(taken))
        return outcome
    yes = isinstance(outcome.result, dict) and outcome.result.get(verifies.field) is True
    if yes:
        await _noted(attempts.forget(taken))
    return _told(outcome, verifies, yes=yes, left=verifies.attempts if yes else taken.left)


def _told(outcome: ToolOutcome, verifies: Verifying, *, yes: bool, left: int) -> ToolOutcome:
    result = outcome.result if isinstance(outcome.result, dict) else {}
    return replace(outcome, result={**result, verifies.field: yes, LOCKED: left == 0, LEFT: left})


async def _noted(done: Done) -> None:
    """No longer than a caller waits."""
    await asyncio.wait({asyncio.ensure_future(done)}, timeout=NOTE_S)


@dataclass
class _Count:
    row: int
    count: int
    until: float


class MemoryAttempts:
    """Of one conversation that is kept nowhere."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """`clock` gives seconds."""
        self._clock = clock
        self._counts: dict[Whose, _Count] = {}
        self._rows = 0

    async def take(self, whose: Whose, verifies: Verifying) -> Taken | None:
        """Count one; None when there is none left."""
        now, key = self._clock(), replace(whose, who=plain(whose.who))
        known = self._counts.get(key)
        if known is None or known.until <= now:
            self._rows += 1
            known = self._counts[key] = _Count(self._rows, 0, now)
        if known.count >= verifies.attempts:
            return None
        known.count, known.until = known.count + 1, now + verifies.lock_s
        return Taken(known.row, verifies.attempts - known.count)

    def give_back(self, taken: Taken) -> Done:
        """There was no answer."""
        for known in self._counts.values():
            if known.row == taken.row and known.count > 0:
                known.count -= 1
        return _at_once()

    def forget(self, taken: Taken) -> Done:
        """They are who they say they are."""
        self._counts = {whose: known for whose, known in self._counts.items() if known.row != taken.row}
        return _at_once()


def _at_once() -> Done:
    done = asyncio.get_running_loop().create_future()
    done.set_result(None)
    return done


class KeptAttempts:
    """In the database, of a workspace: across calls and processes."""

    def __init__(self, workspace: int, clock: Callable[[], datetime] = timezone.now) -> None:
        self._workspace, self._clock = workspace, clock

    async def take(self, whose: Whose, verifies: Verifying) -> Taken | None:
        """Count one; None when there is none left. Raises one of COUNTING_FAILS."""
        lock = timedelta(seconds=verifies.lock_s)
        counting = begun_in(self._workspace, kept.take, whose, verifies.attempts, lock, self._clock())
        try:
            taken: Taken | None = await asyncio.wrap_future(counting)
        except BaseException:  # broken off, or too late: the thread may count it all the same
            counting.add_done_callback(self._nobody_waited)
            raise
        return taken

    def give_back(self, taken: Taken) -> Done:
        """There was no answer."""
        return asyncio.wrap_future(begun_in(self._workspace, _quietly, kept.give_back, taken))

    def forget(self, taken: Taken) -> Done:
        """They are who they say they are."""
        return asyncio.wrap_future(begun_in(self._workspace, _quietly, kept.forget, taken))

    def _nobody_waited(self, counting: "Future[Taken | None]") -> None:
        """What was counted for nobody is given back, by a thread that may wait for the database."""
        taken = counting.result() if not counting.cancelled() and counting.exception() is None else None
        if taken is not None:
            begun_in(self._workspace, _quietly, kept.give_back, taken)


def _quietly(work: Callable[[Taken], object], taken: Taken) -> None:
    """That nobody can note it leaves the attempt counted."""
    try:
        work(taken)
    except COUNTING_FAILS as problem:
        log.warning("what came of an attempt cannot be noted: %s", type(problem).__name__)
