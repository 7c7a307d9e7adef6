"""How late the event loop runs: a measurement taken on a late loop is worth nothing."""

import asyncio
import time

STEP_MS = 10


class LoopLag:
    """Sleeps in short steps and notes by how much each one overshot, in milliseconds."""

    def __init__(self) -> None:
        self.overshoots_ms: list[float] = []

    async def watch(self) -> None:
        """Run until cancelled."""
        while True:
            before = time.monotonic()
            await asyncio.sleep(STEP_MS / 1000)
            self.overshoots_ms.append((time.monotonic() - before) * 1000 - STEP_MS)

    @property
    def p99_ms(self) -> float:
        """The 99th percentile, 0 without a sample."""
        ordered = sorted(self.overshoots_ms)
        return ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))] if ordered else 0.0
