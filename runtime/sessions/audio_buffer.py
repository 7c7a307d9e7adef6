"""The last seconds of the caller's audio, on the sample clock."""

from collections import deque

import numpy as np
import numpy.typing as npt

RATE_HZ = 16_000
KEEP_MS = 35_000
"""The longest turn, and what lies before it."""
LEAD_MS = 250
"""Soft beginnings of words lie before the first window that counts as speech."""
TAIL_MS = 120
"""Endings lie behind the last one."""


class AudioBuffer:
    """Append frames, cut out turns. Samples are int16, 16 kHz, mono."""

    def __init__(self) -> None:
        self._pieces: deque[npt.NDArray[np.int16]] = deque()
        self._first = 0
        self._end = 0

    @property
    def end_ms(self) -> float:
        """The time of the last sample."""
        return self._end * 1000 / RATE_HZ

    def append(self, pcm: npt.NDArray[np.int16]) -> None:
        """Add a frame; what is older than KEEP_MS is dropped."""
        self._pieces.append(pcm)
        self._end += len(pcm)
        while self._pieces and self._end - self._first - len(self._pieces[0]) > KEEP_MS * RATE_HZ // 1000:
            self._first += len(self._pieces.popleft())

    def cut(self, start_ms: float, end_ms: float, *, not_before_ms: float = 0.0) -> npt.NDArray[np.int16]:
        """The audio of a turn, with a little before and behind it, but nothing of the turn before."""
        start = max(self._first, int(max(start_ms - LEAD_MS, not_before_ms) * RATE_HZ / 1000))
        end = min(self._end, int((end_ms + TAIL_MS) * RATE_HZ / 1000))
        if end <= start or not self._pieces:
            return np.zeros(0, np.int16)
        whole = np.concatenate(list(self._pieces))
        return whole[start - self._first : end - self._first]
