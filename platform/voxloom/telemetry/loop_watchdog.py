"""What is done about an event loop that runs late or stands still, since nobody on the phone hears anything then.

Late for some seconds: the process asks for no new calls until it has recovered. Standing still: the log says in what.
For good: the process ends itself, where somebody starts it again.
"""

import asyncio
import faulthandler
import logging
import sys
import threading
import traceback
from collections.abc import Callable
from types import FrameType

from voxloom.telemetry import metrics
from voxloom.telemetry.loop_lag import LoopLag

log = logging.getLogger(__name__)

WINDOW_S = 10.0
"""A bot that is learned or a page that is drawn may hold the loop up once; what matters is whether it goes on."""
LATE_MS = 250.0
"""A caller's buffer smooths 200 ms (`runtime.media.playout`); beyond, the bot's voice has gaps."""
CALM_MS = 100.0
"""What is wanted of a loop that carries calls. Below it for `WINDOW_S`, the process asks for calls again."""
LOOK_EVERY_S = 1.0
BLOCKED_S = 1.0
"""Fifty packets of every call are late: that is no accident of the scheduler's."""
TICK_S = 0.25
ENDS_AFTER_S = 30.0
"""Every caller's page has gone elsewhere after 3 s. Disks and databases that stall come back sooner, or not at all."""
RENEWED_EVERY_S = 5.0
"""How often the end is put off while the loop runs."""
_MOST_FRAMES = 25


class Overload:
    """Whether the loop runs too late to take calls. It begins at one limit and ends at a lower one."""

    def __init__(self) -> None:
        self.on = False

    def see(self, p99_ms: float) -> bool:
        """Take in the 99th percentile of the last `WINDOW_S`; whether that changes anything."""
        before = self.on
        self.on = p99_ms > (CALM_MS if self.on else LATE_MS)
        return self.on != before


class BlockedLoop:
    """A thread that notices when the loop's thread stands still, and says in which functions. It reads no values."""

    def __init__(self, beats: Callable[[], int], loop_thread: int, blocked_s: float = BLOCKED_S) -> None:
        """`beats` stands still while the loop does; `loop_thread` is the number of its thread."""
        self._beats = beats
        self._loop_thread = loop_thread
        self._blocked_s = blocked_s
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._run, name="loop watchdog", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """End it; it takes no longer than a tick."""
        self._end.set()

    def _run(self) -> None:
        tick_s = min(TICK_S, self._blocked_s / 2)
        before, still_s = self._beats(), 0.0
        while not self._end.wait(tick_s):
            beats = self._beats()
            # Its own ticks are counted and no clock is read: a process that was stopped as a whole is not blocked.
            told, still_s = still_s >= self._blocked_s, still_s + tick_s if beats == before else 0.0
            before = beats
            if still_s >= self._blocked_s and not told:
                metrics.loop_blocked()
                where = frames(sys._current_frames().get(self._loop_thread))
                log.warning(
                    "The event loop has stood still for %.1f s, and every call with it. It is in %s", still_s, where
                )
            elif told and not still_s:
                log.warning("The event loop goes on")


def frames(frame: FrameType | None) -> str:
    """The functions that a thread is in, the innermost first, without any value."""
    if frame is None:
        return "a thread that is gone"
    stack = traceback.StackSummary.extract(traceback.walk_stack(frame), limit=_MOST_FRAMES, lookup_lines=False)
    return " < ".join(f"{step.name} ({step.filename}:{step.lineno})" for step in stack)


class LoopWatchdog:
    """Belongs to the event loop of a serving process."""

    def __init__(self, lag: LoopLag, *, ends_after_s: float | None = None, starting: bool = False) -> None:
        """`ends_after_s`: after standing still for so long the process is ended; None: never.

        `starting`: whoever loads models and reads bots is late, and takes no calls yet. It counts from `started` on.
        """
        self._unjudged = round(WINDOW_S / LOOK_EVERY_S) if starting else 0
        self._starting = starting
        self._lag = lag
        self._ends_after_s = ends_after_s
        self._overload = Overload()

    @property
    def in_time(self) -> bool:
        """Whether the loop runs well enough for another call."""
        return not self._overload.on

    def started(self) -> None:
        """Calls are taken from now on; how late it was until now does not count."""
        self._starting = False

    async def watch(self) -> None:
        """Run until cancelled; `lag` is watched elsewhere."""
        blocked = BlockedLoop(lambda: self._lag.beats, threading.get_ident())
        blocked.start()
        try:
            looks = 0
            while True:
                if looks % round(RENEWED_EVERY_S / LOOK_EVERY_S) == 0:
                    self._put_off_the_end()
                await asyncio.sleep(LOOK_EVERY_S)
                looks += 1
                self._look()
        finally:
            blocked.stop()
            if self._ends_after_s is not None:
                faulthandler.cancel_dump_traceback_later()

    def _look(self) -> None:
        if self._starting or self._unjudged:
            self._unjudged -= not self._starting
            return
        p99_ms = self._lag.p99_ms(WINDOW_S)
        if not self._overload.see(p99_ms):
            return
        if self._overload.on:
            metrics.loop_overloaded()
            log.warning(
                "The event loop was %.0f ms late (99th percentile of %.0f s): no new calls are asked for, until it is "
                "below %.0f ms. There is more work here than this machine can do, or something blocks.",
                p99_ms, WINDOW_S, CALM_MS,
            )  # fmt: skip
        else:
            log.warning("The event loop is in time again (%.0f ms): new calls are welcome", p99_ms)

    def _put_off_the_end(self) -> None:
        """The interpreter's own watchdog needs no lock of it: code that never gives that back is ended too."""
        if self._ends_after_s is not None:
            faulthandler.dump_traceback_later(self._ends_after_s, exit=True)
