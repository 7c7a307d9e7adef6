"""The caller's audio as it came, and silence while none comes.

The ear's clock is made of samples: a turn ends when so much silence was heard. Senders that save packets in silence
(DTX: one packet in 400 ms) and networks that stall would stop that clock, and the caller would wait for an answer
twenty times as long, or for ever.

    packets   ▆▆▆▆▆▆▆▆▆               ▆▆▆▆▆▆▆▆▆
    the ear   ▆▆▆▆▆▆▆▆▆     ▁▁▁▁▁▁▁▁▁▁▆▆▆▆▆▆▆▆▆
                       200 ms

When the packets were only late, and now come all at once, the silence was none: it stays on the clock, since what was
told of it cannot be untold, and is left out of what the recogniser gets.
"""

import asyncio
from typing import Protocol

import numpy as np
import numpy.typing as npt

RATE_HZ = 16_000
GAP_S = 0.2
"""Without a frame for so long, what is missing counts as silence: packets hold up to 120 ms, and jitter adds to it."""
TICK_S = 0.02
MOST_S = 2.0
"""Of one gap: no pause is waited out for longer, so more silence would tell nothing."""
AGAIN_S = 0.2
"""Frames that come for so long are the stream again, and not what was late."""
STALL_S = 0.1
"""A tick that comes so much too late: this process stood still, and frames may be waiting."""
_ROUNDING = 1e-6
_TICK_SAMPLES = int(TICK_S * RATE_HZ)


class Ear(Protocol):
    """What listens; `Listener` is one."""

    def hear(self, pcm: npt.NDArray[np.int16], arrival_ns: int, *, made_up: bool = False) -> None:
        """A frame of 16 kHz mono, or silence in place of one that did not come."""

    def take_back(self, samples: int) -> None:
        """So much of the silence that was made up last was audio that was late."""


class SteadyAudio:
    """Stands before the ear of one call; belongs to the event loop, whose clock it reads."""

    def __init__(self, ear: Ear) -> None:
        self._ear = ear
        self._loop = asyncio.get_running_loop()
        self._timer: asyncio.TimerHandle | None = None
        self._closed = False
        self._last_s = 0.0
        """When the last frame came."""
        self._until_s = 0.0
        """The time up to which there is audio."""
        self._made_up_s = 0.0
        """How much of what the ear heard was made up and may yet come."""
        self._gap_s = 0.0
        """How much was made up since the last frame."""
        self._again_since_s = 0.0
        self._early_s = 0.0

    def hear(self, pcm: npt.NDArray[np.int16], arrival_ns: int) -> None:
        """A frame of the caller's audio, which arrived at this monotonic time."""
        now_s = self._loop.time()
        if self._gap_s:
            self._again_since_s = now_s
        self._last_s, self._gap_s = now_s, 0.0
        if self._made_up_s and now_s - self._again_since_s < AGAIN_S:
            self._compare(self._until_s + len(pcm) / RATE_HZ, now_s)
        else:
            self._until_s, self._made_up_s = now_s, 0.0
        if self._timer is None and not self._closed:
            self._timer = self._loop.call_later(GAP_S, self._tick)
        self._ear.hear(pcm, arrival_ns)

    def close(self) -> None:
        """Make up nothing more."""
        self._closed = True
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _compare(self, until_s: float, now_s: float) -> None:
        """Audio for more time than has passed: it is what did not come in its time."""
        self._early_s += max(0.0, until_s - now_s)
        self._until_s = min(until_s, now_s)
        late = min(int(self._early_s / TICK_S + _ROUNDING), round(self._made_up_s / TICK_S))
        if late:
            self._early_s -= late * TICK_S
            self._made_up_s = max(0.0, self._made_up_s - late * TICK_S)
            self._ear.take_back(late * _TICK_SAMPLES)

    def _tick(self) -> None:
        timer, now_s = self._timer, self._loop.time()
        assert timer is not None
        self._timer = None
        slept_s = now_s - timer.when()
        if slept_s > STALL_S:
            self._last_s += slept_s
            self._until_s += slept_s
        if self._gap_s >= MOST_S:
            return  # the next frame begins anew
        wait_s = self._last_s + GAP_S - now_s
        if wait_s <= 0:
            self._make_up(now_s)
            wait_s = TICK_S
        self._timer = self._loop.call_later(wait_s, self._tick)

    def _make_up(self, now_s: float) -> None:
        """Silence up to so long ago that packets for it would be late."""
        self._early_s = 0.0
        while now_s - self._until_s >= GAP_S + TICK_S and self._gap_s < MOST_S:
            self._until_s += TICK_S
            self._gap_s += TICK_S
            self._made_up_s += TICK_S
            self._ear.hear(np.zeros(_TICK_SAMPLES, np.int16), int(self._until_s * 1e9), made_up=True)
