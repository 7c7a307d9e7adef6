"""What counts as audible: one rule for both sides of a call."""

import numpy as np
import numpy.typing as npt

RATE_HZ = 48_000  # the RTP clock of Opus
WINDOW_MS = 10
WINDOW_SAMPLES = RATE_HZ * WINDOW_MS // 1000
AUDIBLE_DBFS = -45.0  # room noise of a quiet line stays below it, the softest consonant that matters above it
_FULL_SCALE = 32768.0
AUDIBLE_POWER = (_FULL_SCALE * 10 ** (AUDIBLE_DBFS / 20)) ** 2


def audible_windows(pcm: npt.NDArray[np.int16]) -> npt.NDArray[np.bool_]:
    """One boolean for each whole 10 ms window of 48 kHz mono samples: is its RMS above -45 dBFS?"""
    count = len(pcm) // WINDOW_SAMPLES
    windows = pcm[: count * WINDOW_SAMPLES].reshape(count, WINDOW_SAMPLES).astype(np.float64)
    loud: npt.NDArray[np.bool_] = np.mean(windows**2, axis=1) > AUDIBLE_POWER
    return loud
