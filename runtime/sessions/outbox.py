"""Messages to the caller's page: stamped, in order, bounded."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any

MAX_WAITING = 500
"""A page that reads slower than this would grow the server's memory; its call is ended."""

Send = Callable[[dict[str, Any]], Awaitable[None]]


class Outbox:
    """`put` at any time; one task sends. The owner must `aclose`."""

    def __init__(self, send: Send, *, name: str, on_stuck: Callable[[], None]) -> None:
        self._send = send
        self._on_stuck = on_stuck
        self._zero = time.monotonic()
        self._queue: asyncio.Queue[dict[str, Any] | None] = asyncio.Queue(MAX_WAITING)
        self._task = asyncio.create_task(self._run(), name=f"{name}:outbox")

    @property
    def now_ms(self) -> int:
        """Milliseconds since the socket opened."""
        return round((time.monotonic() - self._zero) * 1000)

    def put(self, kind: str, **fields: Any) -> None:
        """Queue a message."""
        try:
            self._queue.put_nowait({"type": kind, **fields, "at_ms": self.now_ms})
        except asyncio.QueueFull:
            self._on_stuck()

    async def aclose(self, deadline_s: float = 2.0) -> None:
        """Send what waits, as far as it goes within the deadline, and end."""
        try:
            async with asyncio.timeout(deadline_s):
                await self._queue.put(None)
                await self._task
        except (TimeoutError, asyncio.CancelledError):
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _run(self) -> None:
        while (message := await self._queue.get()) is not None:
            await self._send(message)
