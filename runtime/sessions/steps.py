"""The steps of a conversation: what the caller did, one after the other, each in a task of its own."""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from flows.driver.record import Turn
from runtime.sessions.turn_clock import TurnClock

log = logging.getLogger(__name__)

MAX_WAITING = 20
"""Sentences and keys that came while the bot was busy; more is a flood."""
STEP_S = 180.0
"""Each tool has its own deadline; twenty of them in a row must not hold a call for an hour."""
ABORT_S = 1.0


class TooMany(Exception):
    """More waits than a person can have meant."""


@dataclass
class Step:
    """One thing to tell the conversation. `number` is the caller's turn it belongs to."""

    number: int
    work: Callable[[], Awaitable[Turn]]
    clock: TurnClock = field(default_factory=TurnClock)
    told: bool = True
    """Whether the debug scope hears of it as a turn; being cut short is told as `interrupted`."""


class Steps:
    """Belongs to one call. A step may wait for a tool; what the caller does meanwhile waits behind it."""

    def __init__(
        self, name: str, *, on_done: Callable[[Step, Turn], None], on_failed: Callable[[Exception], None]
    ) -> None:
        """`on_done` and `on_failed` are called from the step's task, when it no longer counts as running."""
        self._name = name
        self._on_done = on_done
        self._on_failed = on_failed
        self._waiting: deque[Step] = deque()
        self._task: asyncio.Task[None] | None = None
        self.running: Step | None = None
        self.current = Step(0, _nothing)
        """The step that ran last, or runs: what the bot says belongs to it."""

    @property
    def idle(self) -> bool:
        """Whether there is nothing to do."""
        return self.running is None and not self._waiting

    def add(self, step: Step) -> None:
        """Queue a step. Raises TooMany."""
        if len(self._waiting) >= MAX_WAITING:
            raise TooMany
        self._waiting.append(step)

    def put_first(self, step: Step) -> None:
        """Queue the step with which the conversation begins, whatever else waits."""
        self._waiting.appendleft(step)

    def begin_next(self) -> Step | None:
        """Begin the next step unless one is running."""
        if self.running is not None or not self._waiting:
            return None
        step = self.running = self.current = self._waiting.popleft()
        step.clock.begins()
        self._task = asyncio.create_task(self._run(step), name=f"{self._name}:step {step.number}")
        return step

    async def abort(self) -> None:
        """Forget what waits and end what runs."""
        self._waiting.clear()
        task, self._task = self._task, None
        if task is not None and not task.done():
            task.cancel()
            await asyncio.wait([task], timeout=ABORT_S)
        self.running = None

    async def _run(self, step: Step) -> None:
        try:
            async with asyncio.timeout(STEP_S):
                turn = await step.work()
        except Exception as problem:
            log.exception("%s: a step of the conversation failed", self._name)
            self.running = None
            self._on_failed(problem)
            return
        step.clock.understanding_ms = turn.understanding_ms
        self.running = None
        self._on_done(step, turn)


async def _nothing() -> Turn:
    return Turn(0, None)
