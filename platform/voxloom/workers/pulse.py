"""Whether a worker process that owes an answer still lives: it is asked, and one that is not even there to say so is
stopped, swapped out or stuck as a whole. How long its work takes says nothing about that."""

import asyncio
from collections.abc import Callable

QUIET_S = 0.7
"""Said nothing for so long while it owes an answer: ask. Nearly all answers are there before."""
PONG_S = 1.0
"""Its reading thread answers in a millisecond, on a machine with a load of ten in a tenth of a second. With the above
a process that stands still is known before a caller has waited for two seconds."""
STALL_S = 0.25
"""A timer that rings so much too late: it was this process that stood still, not the worker."""


class Pulse:
    """Belongs to one child and to the event loop."""

    def __init__(
        self, *, owes: Callable[[], bool], ping: Callable[[], None], on_dead: Callable[[], None], pong_s: float = PONG_S
    ) -> None:
        """`owes`: whether the child owes an answer; `ping` asks it for a sign; `on_dead` when none came in `pong_s`."""
        self._pong_s = pong_s
        self._owes = owes
        self._ping = ping
        self._on_dead = on_dead
        self._heard_at = 0.0
        self._alarm: asyncio.TimerHandle | None = None

    def asked(self) -> None:
        """The child has something to do: watch it, unless it is watched."""
        if self._alarm is None:
            self._heard_at = asyncio.get_running_loop().time()
            self._look_in(QUIET_S, self._look)

    def check(self) -> None:
        """Ask it although it owes nothing: one that stands by may stand still unnoticed."""
        if self._alarm is None:
            self._ask(checks=True)

    def heard(self) -> None:
        """The child said something, whatever it was."""
        self._heard_at = asyncio.get_running_loop().time()

    def stop(self) -> None:
        """The child is gone."""
        if self._alarm is not None:
            self._alarm.cancel()
            self._alarm = None

    def _look_in(self, seconds: float, look: Callable[[float], None]) -> None:
        loop = asyncio.get_running_loop()
        self._alarm = loop.call_at(due := loop.time() + seconds, lambda: look(loop.time() - due))

    def _look(self, late_s: float) -> None:
        self._alarm = None
        if not self._owes():
            return
        if late_s > STALL_S:
            self.heard()  # what it said meanwhile is still to be read
        left_s = self._heard_at + QUIET_S - asyncio.get_running_loop().time()
        if left_s > 0:
            self._look_in(left_s, self._look)
            return
        self._ask()

    def _ask(self, *, checks: bool = False) -> None:
        asked_at = asyncio.get_running_loop().time()
        self._ping()
        self._look_in(self._pong_s, lambda late_s: self._judge(late_s, asked_at, checks))

    def _judge(self, late_s: float, asked_at: float, checks: bool) -> None:
        self._alarm = None
        if late_s > STALL_S:
            self._look_in(self._pong_s, lambda late_s: self._judge(late_s, asked_at, checks))
        elif self._heard_at > asked_at:
            self._look(0.0)
        elif checks or self._owes():
            self._on_dead()
