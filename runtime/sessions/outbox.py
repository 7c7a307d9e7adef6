"""Messages to the caller's page: stamped, in order, bounded."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any
from weakref import WeakSet

from runtime.sessions.clock import now_ns
from voxloom.telemetry import metrics

log = logging.getLogger(__name__)

MAX_WAITING = 500
"""A page that reads slower than this would grow the server's memory; its call is ended."""
SEND_S = 10.0
"""The longest that one message may take on its way out."""

_open: "WeakSet[Outbox]" = WeakSet()

Send = Callable[[dict[str, Any]], Awaitable[None]]


class Outbox:
    """`put` at any time; one task sends. The owner must `aclose`. Whatever is put afterwards is dropped."""

    def __init__(self, send: Send, *, name: str, on_stuck: Callable[[], None]) -> None:
        """`on_stuck` is called once, when the page cannot be reached any more."""
        self._send = send
        self._name = name
        self._on_stuck = on_stuck
        self._zero_ns = now_ns()
        self._closed = False
        self._queue: asyncio.Queue[dict[str, Any] | None] = asyncio.Queue(MAX_WAITING + 1)
        _open.add(self)
        self._task = asyncio.create_task(self._run(), name=f"{name}:outbox")

    @property
    def now_ms(self) -> int:
        """Milliseconds since the socket opened."""
        return round((now_ns() - self._zero_ns) / 1e6)

    def put(self, kind: str, **fields: Any) -> None:
        """Queue a message."""
        if self._closed:
            return
        if self._queue.qsize() >= MAX_WAITING:
            log.warning("%s: the page does not read", self._name)
            self._give_up()
            return
        self._queue.put_nowait({"type": kind, **fields, "at_ms": self.now_ms})

    def __len__(self) -> int:
        """How many messages wait; nothing does any more once it is closed."""
        return 0 if self._closed else self._queue.qsize()

    async def aclose(self, deadline_s: float = 2.0) -> None:
        """Send what waits, as far as it goes within the deadline, and end."""
        if not self._closed:
            self._closed = True
            self._queue.put_nowait(None)  # there is one place more than `put` takes
        await asyncio.wait([self._task], timeout=deadline_s)
        self.cancel()
        await asyncio.gather(self._task, return_exceptions=True)

    def cancel(self) -> None:
        """Send nothing more."""
        self._closed = True
        self._task.cancel()

    def _give_up(self) -> None:
        self._closed = True
        metrics.outbox_stuck()
        self._on_stuck()

    async def _run(self) -> None:
        while (message := await self._queue.get()) is not None:
            try:
                async with asyncio.timeout(SEND_S):
                    await self._send(message)
            except Exception:  # the server's own, of any kind: the socket is gone
                log.debug("%s: a message could not be sent", self._name, exc_info=True)
                self._give_up()
                return


def longest() -> int:
    """How many messages wait for the page that reads slowest, of all that are open."""
    return max((len(box) for box in list(_open)), default=0)
