"""A call whose packets are in a test's own hand, and what may not grow in it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import numpy as np

from runtime.sessions.audio_buffer import KEEP_MS, RATE_HZ
from tests.runtime.sessions.stage import FRAME_MS, LOUDNESS, NOISE, NOISE_LEVEL, Stage, staged

MOST_TASKS = 16
"""Of a call with both its ends; it has 8 to 12."""


@dataclass
class Microphone:
    """Sends what it is told, when it is told: the caller's packets in a test's own hand."""

    stage: Stage
    most_tasks: int = 0
    levels: dict[str, int] = field(default_factory=lambda: {NOISE: NOISE_LEVEL})

    def frame(self, text: str | None, ms: float = FRAME_MS) -> None:
        """A packet now; None is silence."""
        assert self.stage.peer is not None
        if text is not None and text not in self.levels:
            self.levels[text] = self.stage.recogniser.level(text) * LOUDNESS
        level = 0 if text is None else self.levels[text]
        self.stage.peer.on_audio(np.full(int(ms * 16), level, np.int16), int(self.stage.loop.time() * 1e9))

    async def sends(self, text: str | None, ms: float, *, every_ms: float = FRAME_MS) -> None:
        """So much time passes, with a packet at the end of each step; with `every_ms` 0 all come at once."""
        for _ in range(int(ms / (every_ms or FRAME_MS))):
            if every_ms:
                await asyncio.sleep(every_ms / 1000)
            self.frame(text)
            self.most_tasks = max(self.most_tasks, len(asyncio.all_tasks()))

    async def rests(self, ms: float, *, every_ms: float = FRAME_MS) -> None:
        await self.sends(None, ms, every_ms=every_ms)

    async def listens(self, *, every_ms: float = FRAME_MS, limit_s: float = 60) -> None:
        """Until all was said."""
        await self._until(lambda: self.stage.states()[-1:] == ["listening"], every_ms, limit_s)

    async def hears(self, text: str, *, every_ms: float = FRAME_MS, limit_s: float = 60) -> None:
        """Until the bot begins to say this."""
        await self._until(lambda: text in self.stage.said(), every_ms, limit_s)

    async def _until(self, condition: object, every_ms: float, limit_s: float) -> None:
        end = self.stage.loop.time() + limit_s
        while not condition():  # type: ignore[operator]
            assert self.stage.loop.time() < end, "it did not come true"
            await self.rests(every_ms, every_ms=every_ms)

    def is_level(self) -> None:
        """Nothing has grown beyond what a call may keep."""
        listener = self.stage.call._line._listener
        assert listener is not None
        kept = sum(len(piece.pcm) for piece in listener._buffer._pieces)
        assert kept <= (KEEP_MS + 200) * RATE_HZ // 1000
        assert len(listener._tasks) <= 1
        assert len(listener._detector._waiting) <= 1
        assert self.most_tasks <= MOST_TASKS


@asynccontextmanager
async def spoken_to(bot: str | None = None) -> AsyncIterator[tuple[Stage, Microphone]]:
    """A call whose microphone belongs to the test, past the greeting."""
    async with staged(**({"bot": bot} if bot else {})) as stage:
        assert stage.peer is not None
        send = stage.peer._tasks.pop(0)
        send.cancel()
        await asyncio.gather(send, return_exceptions=True)
        microphone = Microphone(stage)
        await microphone.listens()
        yield stage, microphone
