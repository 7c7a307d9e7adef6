"""What comes over a line, in small pieces and no faster than frames may come: a flood slows down whoever sends it.

All of a read, 64 KiB of frames of six bytes, would be dealt with in one go; half a second, in which nobody is heard.
"""

import asyncio
from collections.abc import Callable

PIECE_BYTES = 1024
"""Dealt with at once: 170 frames in the worst case, and a third of an offer."""
FRAMES_AT_ONCE, FRAMES_PER_S = 200, 100
"""Of any kind. The application refuses more than 20 messages a second in words."""


class Inflow:
    """Passes on what arrives. `take` gets the pieces, and calls `counts` for each frame in them."""

    def __init__(
        self,
        take: Callable[[bytes], None],
        *,
        pause: Callable[[], None],
        resume: Callable[[], None],
        loop: asyncio.AbstractEventLoop,
    ) -> None:
        """`pause` and `resume` the reading of the line."""
        self._take = take
        self._pause = pause
        self._resume = resume
        self._loop = loop
        self._waiting = bytearray()
        self._paid_until_s = 0.0
        self._held = self._paused = self._ended = False
        self._turn: asyncio.TimerHandle | None = None

    def arrives(self, data: bytes) -> None:
        """Bytes of the line."""
        self._waiting += data
        if self._turn is None:
            self._work()

    def counts(self) -> None:
        """A frame has begun."""
        self._paid_until_s = max(self._paid_until_s, self._loop.time()) + 1 / FRAMES_PER_S

    def hold(self) -> None:
        """Pass nothing on until `let_go`: the application is behind."""
        self._held = True

    def let_go(self) -> None:
        """Go on."""
        if self._held:
            self._held = False
            if self._turn is None:
                self._work()

    def end(self) -> None:
        """The line is gone."""
        self._ended = True
        self._waiting.clear()
        if self._turn is not None:
            self._turn.cancel()

    def _work(self) -> None:
        """Pass a piece on, if one may be, and see when the next may."""
        self._turn = None
        if self._waiting and not self._held:
            piece = bytes(self._waiting[:PIECE_BYTES])
            del self._waiting[:PIECE_BYTES]
            self._take(piece)
        if self._ended:
            return
        wait_s = max(0.0, self._paid_until_s - FRAMES_AT_ONCE / FRAMES_PER_S - self._loop.time())
        reads = not (self._held or self._waiting or wait_s)
        if reads is self._paused:
            self._paused = not reads
            (self._resume if reads else self._pause)()
        if not reads and not self._held:
            self._turn = self._loop.call_later(wait_s, self._work)
