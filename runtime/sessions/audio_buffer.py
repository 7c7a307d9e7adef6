"""The last seconds of the caller's audio, on the sample clock."""

from collections import deque
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

RATE_HZ = 16_000
KEEP_MS = 35_000
"""The longest turn, and what lies before it."""
LEAD_MS = 250
"""Soft beginnings of words lie before the first window that counts as speech."""
TAIL_MS = 120
"""Endings lie behind the last one."""


@dataclass(slots=True)
class _Piece:
    """One frame. `made_up`: silence in place of audio that did not come; `counts`: until it came after all."""

    pcm: npt.NDArray[np.int16]
    made_up: bool
    counts: bool = True


class AudioBuffer:
    """Append frames, cut out turns. Samples are int16, 16 kHz, mono."""

    def __init__(self) -> None:
        self._pieces: deque[_Piece] = deque()
        self._first = 0
        self._end = 0

    @property
    def end_ms(self) -> float:
        """The time of the last sample."""
        return self._end * 1000 / RATE_HZ

    def append(self, pcm: npt.NDArray[np.int16], *, made_up: bool = False) -> None:
        """Add a frame; what is older than KEEP_MS is dropped. `made_up`: silence in place of what did not come."""
        self._pieces.append(_Piece(pcm, made_up))
        self._end += len(pcm)
        while self._pieces and self._end - self._first - len(self._pieces[0].pcm) > KEEP_MS * RATE_HZ // 1000:
            self._first += len(self._pieces.popleft().pcm)

    def take_back(self, samples: int) -> None:
        """So much of what was made up last was late and not missing: the clock keeps it, and no clip has it.

        Frames count whole.
        """
        for piece in reversed(self._pieces):
            if samples < len(piece.pcm) or samples <= 0:
                return
            if piece.made_up and piece.counts:
                piece.counts = False
                samples -= len(piece.pcm)

    def cut(self, start_ms: float, end_ms: float, *, not_before_ms: float = 0.0) -> npt.NDArray[np.int16]:
        """The audio of a turn, with a little before and behind it, but nothing of the turn before."""
        start = int(max(start_ms - LEAD_MS, not_before_ms) * RATE_HZ / 1000)
        end = int((end_ms + TAIL_MS) * RATE_HZ / 1000)
        found, at = [np.zeros(0, np.int16)], self._first
        for piece in self._pieces:
            if piece.counts and at < end and at + len(piece.pcm) > start:
                found.append(piece.pcm[max(0, start - at) : end - at])
            at += len(piece.pcm)
        return np.concatenate(found)
