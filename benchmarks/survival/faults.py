"""One call with one fault: the process that owns it killed, Redis flushed and started again, a process told to stop."""

import asyncio
import os
import signal
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from benchmarks.survival import kept
from benchmarks.survival.talk import Talk
from tests.deploy.running import RunningCluster

KEPT_S = 10.0
READY_S = 120.0
"""A process that was killed loads its models again."""


@dataclass(frozen=True)
class Outcome:
    """What became of one call."""

    fault: str
    at_ms: float
    """When, in the call."""
    while_: str
    """What the bot did then."""
    resumed: bool
    """Whether the call came to its end."""
    equal: bool
    """Whether slots, stack, attempts and history are those of a call without a fault."""
    lost: int
    """Lines that were in the database at the fault and are not there at the end, or are others."""
    back_ms: float | None
    """From the fault to the bot's next sound."""
    epoch: int
    asked_again: int
    """Turns more than in a call without a fault."""
    anew: bool = False
    """Whether it was another call: the fault came before the first line of the log was written and told."""
    problem: str = ""

    def as_json(self) -> dict[str, Any]:
        """For a log."""
        return {("while" if name == "while_" else name): value for name, value in self.__dict__.items()}


async def with_fault(
    talk: Talk, at_ms: float, reference: kept.Row, fault: str, cause: Callable[[kept.Row], Awaitable[None]]
) -> Outcome:
    """Hold a call and cause the fault at that moment of it."""
    holding = asyncio.create_task(talk.hold(), name="a call")
    known = await _conversation(reference.call)
    while not holding.done() and talk.now_ms < at_ms:
        await asyncio.sleep(0.005)
    doing, moment = talk.state(), talk.now_ms
    before = await asyncio.to_thread(kept.of_call, known) if known else None
    if before is not None:
        moment = talk.now_ms
        await cause(before)
        before = await asyncio.to_thread(kept.of_call, known)  # what was committed when it died
    await holding
    after = await _over(known)
    newest = await asyncio.to_thread(kept.newest)
    anew = before is not None and newest is not None and newest.call != known
    if anew and before is not None and before.turns == 0:  # nothing but a greeting was lost: the caller began anew
        after = await _over(newest.call if newest is not None else "")
        before = kept.Row(**{**before.__dict__, "lines": ()})
    if before is None or after is None:
        return Outcome(
            fault, moment, doing, False, False, 0, None, 0, 0, problem=talk.problem or "the call was not kept"
        )
    back_ms = talk.heard_again_ms(moment + 60)  # what was on its way then is none of it
    return Outcome(
        fault,
        round(moment, 1),
        doing,
        not talk.problem and talk.ended == reference.ended,
        after.state == reference.state,
        sum(1 for at, line in enumerate(before.lines) if at >= len(after.lines) or after.lines[at] != line),
        round(back_ms - moment, 1) if back_ms is not None else None,
        after.epoch,
        after.turns - reference.turns,
        anew,
        talk.problem,
    )


async def _conversation(before: str) -> str:
    """The id of the call that has just begun."""
    for _ in range(int(KEPT_S / 0.02)):
        row = await asyncio.to_thread(kept.newest)
        if row is not None and row.call != before and not row.ended:
            return row.call
        await asyncio.sleep(0.02)
    return ""


async def _over(call: str) -> kept.Row | None:
    row = await asyncio.to_thread(kept.of_call, call) if call else None
    for _ in range(int(KEPT_S / 0.1)):
        if row is None or row.ended:
            break
        await asyncio.sleep(0.1)
        row = await asyncio.to_thread(kept.of_call, call)
    return row


async def undisturbed(talk: Talk, before: str) -> tuple[kept.Row, float]:
    """A call without a fault, and how long it took in ms. Raises RuntimeError when it fails."""
    holding = asyncio.create_task(talk.hold(), name="a call")
    call = await _conversation(before)
    await holding
    row = await _over(call)
    if talk.problem or row is None or not row.ended:
        raise RuntimeError(f"a call without a fault failed: {talk.problem or 'it was not kept'}")
    return row, talk.events[-1].at_ms


def killed(_cluster: RunningCluster) -> Callable[[kept.Row], Awaitable[None]]:
    """The process that owns the conversation dies at once."""

    async def cause(row: kept.Row) -> None:
        os.kill(row.pid, signal.SIGKILL)

    return cause


def told_to_stop(_cluster: RunningCluster) -> Callable[[kept.Row], Awaitable[None]]:
    """The process that owns the conversation is told to stop."""

    async def cause(row: kept.Row) -> None:
        os.kill(row.pid, signal.SIGTERM)

    return cause


def redis_lost(cluster: RunningCluster) -> Callable[[kept.Row], Awaitable[None]]:
    """All that Redis has is gone, and it is killed; the supervisor starts it again."""

    async def cause(_row: kept.Row) -> None:
        from django.conf import settings
        from redis import Redis

        await asyncio.to_thread(Redis.from_url(settings.REDIS_URL, socket_timeout=5).flushall)
        cluster.kill("redis")

    return cause


async def all_ready(cluster: RunningCluster, names: tuple[str, ...]) -> None:
    """Every process takes calls again. Raises TimeoutError."""
    async with asyncio.timeout(READY_S):
        while not all(cluster.state(name)["ready"] for name in names):
            await asyncio.sleep(0.2)
