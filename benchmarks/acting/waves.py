"""A wave of calls and the death of the process that holds them, at a step that the shop sees."""

import asyncio
import random
from collections import Counter
from collections.abc import Awaitable, Callable
from enum import IntEnum, StrEnum

FIRST_S = 60.0
"""Until the first call of a wave is at the step: the machine may be busy."""
GATHER_S = 1.5
"""From there: who is not there by then is somewhere else when the process dies."""
BEFORE_SEND_S = 0.03
"""What was read is told within a few milliseconds; what led to the write is committed before it is sent."""
BEFORE_COMMIT_S, BEFORE_COMMIT_EACH_S = 0.04, 0.005
"""From the reply on what came of it is noted, then told to the conversation, then committed with it. Of many calls at
once, one is noted after the other."""


class Step(StrEnum):
    """Where the process dies."""

    BEFORE_SEND = "before_send"
    AFTER_SEND = "after_send"
    """The request is there, and nothing is done yet."""
    AFTER_EFFECT = "after_effect"
    """It is done, and nobody is told."""
    AFTER_REPLY = "after_reply"
    BEFORE_COMMIT = "before_commit"
    """The reply, and a moment of up to 40 ms, and 5 ms more for each call at once."""
    RANDOM = "random"


class Place(IntEnum):
    """How far the order of one call is, as the shop sees it."""

    UNKNOWN = 0
    ASKED = 1
    """The tool that reads has asked."""
    TOLD = 2
    SENT = 3
    """The tool that writes has asked."""
    DONE = 4
    REPLIED = 5


HELD_AT = {
    Step.BEFORE_SEND: Place.ASKED,
    Step.AFTER_SEND: Place.SENT,
    Step.AFTER_EFFECT: Place.DONE,
    Step.AFTER_REPLY: Place.DONE,
    Step.BEFORE_COMMIT: Place.DONE,
}
KILLED_WHILE_HELD = (Step.AFTER_SEND, Step.AFTER_EFFECT)


class Wave:
    """Some calls at once. Requests wait at the step of the wave until all are there; then the process dies."""

    def __init__(
        self, step: Step | None, calls: int, kill: Callable[[], Awaitable[None]], dice: random.Random, longest_s: float
    ) -> None:
        """`step`: None for a wave in which nothing dies. `longest_s`: the latest of the random instants."""
        self.step = step
        self.places: dict[str, Place] = {}
        self.at_kill: dict[str, Place] = {}
        self.over = step is None
        """Whether the process died: from then on nobody waits."""
        self._calls = calls
        self._kill = kill
        self._longest_s = longest_s
        self._dice = dice
        self._held: set[str] = set()
        self._changed = asyncio.Event()
        self._released = asyncio.Event()

    async def reached(self, order: str, place: Place) -> bool:
        """A request is there, and goes on when it may; whether the process that sent it died meanwhile."""
        self.places[order] = max(place, self.places.get(order, Place.UNKNOWN))
        self._changed.set()
        if self.over or self.step is None or HELD_AT.get(self.step) is not place:
            return False
        self._held.add(order)
        await self._released.wait()
        return self.over

    async def run(self) -> None:
        """Wait for the step, and kill."""
        if self.step is None:
            return
        if self.step is Step.RANDOM:
            await asyncio.sleep(self._dice.uniform(0, self._longest_s))
        else:
            await self._gather()
        if self.step not in KILLED_WHILE_HELD:
            self._released.set()
        if self.step is Step.BEFORE_SEND:
            await asyncio.sleep(self._dice.uniform(0, BEFORE_SEND_S))
        elif self.step in (Step.AFTER_REPLY, Step.BEFORE_COMMIT):
            await self._until(lambda: all(self.places[order] is Place.REPLIED for order in self._held), GATHER_S)
        if self.step is Step.BEFORE_COMMIT:
            longest_s = BEFORE_COMMIT_S + BEFORE_COMMIT_EACH_S * (self._calls - 1)
            await asyncio.sleep(self._dice.uniform(0, longest_s))
        self.at_kill = dict(self.places)
        await self._kill()
        self.over = True
        self._released.set()

    async def _gather(self) -> None:
        """Until all are at the step, or those who come are there. Raises TimeoutError when nobody comes."""
        if not await self._until(lambda: bool(self._held), FIRST_S):
            raise TimeoutError(f"no call of the wave came to {self.step}: {self.reach()}")
        await self._until(lambda: len(self._held) == self._calls, GATHER_S)

    async def _until(self, holds: Callable[[], bool], within_s: float) -> bool:
        try:
            async with asyncio.timeout(within_s):
                while not holds():
                    self._changed.clear()
                    await self._changed.wait()
        except TimeoutError:
            return False
        return True

    def reach(self) -> dict[str, int]:
        """How many calls were how far when the process died, or are now."""
        counts = Counter((self.at_kill or self.places).values())
        return {place.name.lower(): counts[place] for place in Place if counts[place]}
