"""How late the event loop runs: whatever holds it up holds up the audio of every call."""

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable
from itertools import takewhile

STEP_MS = 20
"""Half the packets of a call: often enough to meet what is in their way, too seldom to be felt."""
KEPT_S = 60
_KEPT = KEPT_S * 1000 // STEP_MS


class LoopLag:
    """Sleeps in short steps and notes by how much each one overshot; the last minute of them."""

    def __init__(
        self, clock: Callable[[], float] = time.monotonic, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    ) -> None:
        """`clock` and `sleep` in seconds; tests bring their own."""
        self._clock = clock
        self._sleep = sleep
        self._steps: deque[tuple[float, float]] = deque(maxlen=_KEPT)
        self.beats = 0
        """Counts the steps: while it stands still, so does the loop. May be read by any thread."""

    async def watch(self) -> None:
        """Run until cancelled."""
        while True:
            before = self._clock()
            await self._sleep(STEP_MS / 1000)
            now = self._clock()
            self._steps.append((now, (now - before) * 1000 - STEP_MS))
            self.beats += 1

    def p99_ms(self, last_s: float | None = None) -> float:
        """The 99th percentile of the last seconds, or of all that is kept, in ms; 0 before the first step."""
        since = self._clock() - last_s if last_s is not None else float("-inf")
        kept = self._steps.copy()  # in one step of the interpreter: pages are answered by other threads
        ordered = sorted(late_ms for _, late_ms in takewhile(lambda step: step[0] >= since, reversed(kept)))
        return round(max(0.0, ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))]), 1) if ordered else 0.0
