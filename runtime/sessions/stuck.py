"""Calls that make no progress, though nothing has failed: found once a second, told, broken off, and if need be ended.

Nothing here is known to happen. It is what is left when a library does not come back; the caller's page goes on with
the conversation in a call of its own.
"""

import asyncio
import logging
from collections.abc import Callable, Iterable
from typing import Literal, Protocol

from runtime.media.playout import Playout
from runtime.sessions.actor import Actor
from runtime.sessions.clock import now_ns
from runtime.sessions.steps import STEP_S, Steps
from voxloom.telemetry import metrics

log = logging.getLogger(__name__)

What = Literal["mailbox", "step", "playout"]

LOOK_EVERY_S = 1.0
MAILBOX_S = 5.0
"""A message is dealt with in a millisecond."""
WORKS_S = 45.0
"""Understanding and engine have a deadline of 10 s each; an event log whose database is away is waited for for 30 s."""
OUTSIDE_S = STEP_S + 10.0
"""A tool or a model is waited for, which may take as long as the bot says; the step around it does not end either."""
SILENT_S = 3.0
"""Not even silence is sent, 50 packets a second of which are due."""
GRACE_S = 3.0
"""What a call gets to break itself off before it is ended from outside."""
STALL_S = 0.5
"""Woken so much too late: it was the whole process that stood still, and no call of it is to blame."""


class Progress:
    """Whether a call gets on. Belongs to one call."""

    def __init__(self, actor: Actor, steps: Steps, playout: Playout, connected: Callable[[], bool]) -> None:
        """`connected`: whether sound should go out."""
        self._actor = actor
        self._steps = steps
        self._playout = playout
        self._connected = connected
        self._sent = -1
        self._sent_s = 0.0

    def excuse(self) -> None:
        """The process stood still: count from here."""
        self._sent = -1

    def stuck(self, now_s: float) -> What | None:
        """What of the call does not get on any more, if anything."""
        if self._actor.behind_s(now_s) > MAILBOX_S:
            return "mailbox"
        if (step := self._steps.running) is not None:
            still_s = (now_ns() - step.clock.progress_ns) / 1e9
            if still_s > (OUTSIDE_S if step.clock.outside else WORKS_S):
                return "step"
        packets = self._playout.counts.packets
        if packets != self._sent or not self._connected():
            self._sent, self._sent_s = packets, now_s
        return "playout" if now_s - self._sent_s > SILENT_S else None


class Watched(Protocol):
    """A call, as far as it is watched."""

    progress: Progress

    def break_off(self) -> None:
        """Ask it to break itself off; its conversation may be gone on with."""

    def abandon(self) -> None:
        """Break it off from outside, before its task is cancelled."""


async def watch(calls: Callable[[], Iterable[tuple[Watched, "asyncio.Task[None]"]]]) -> None:
    """Look after the calls of this process until cancelled."""
    loop = asyncio.get_running_loop()
    broken: dict[Watched, float] = {}
    while True:
        due = loop.time() + LOOK_EVERY_S
        await asyncio.sleep(LOOK_EVERY_S)
        now_s = loop.time()
        present = dict(calls())
        broken = {call: since for call, since in broken.items() if call in present}
        if now_s - due > STALL_S:
            for call in present:
                call.progress.excuse()
            continue
        for call, task in present.items():
            if call in broken:
                if now_s - broken[call] > GRACE_S:
                    log.error("%s: could not break itself off, ended", task.get_name())
                    call.abandon()
                    task.cancel()
            elif (what := call.progress.stuck(now_s)) is not None:
                log.error("%s: stuck (%s), broken off so that its caller can go on", task.get_name(), what)
                metrics.call_stuck(what)
                broken[call] = now_s
                call.break_off()
