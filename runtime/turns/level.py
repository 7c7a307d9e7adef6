"""The level of sound, step by step."""

import numpy as np
import numpy.typing as npt

from runtime.turns.detector import STEP_MS

RATE_HZ = 16_000
STEP_SAMPLES = RATE_HZ * STEP_MS // 1000
SILENCE_DBFS = -100.0
"""Of digital silence, which has no logarithm."""


class Levels:
    """Cuts frames of any length (int16, 16 kHz, mono) into steps; what is left over waits for the next frame."""

    def __init__(self) -> None:
        self._rest = np.zeros(0, np.int16)

    def of(self, pcm: npt.NDArray[np.int16]) -> list[float]:
        """The level of each step that is now complete, in dB below full scale."""
        samples = np.concatenate((self._rest, pcm))
        count = samples.size // STEP_SAMPLES
        self._rest = samples[count * STEP_SAMPLES :]
        steps = samples[: count * STEP_SAMPLES].reshape(count, STEP_SAMPLES).astype(np.float32)
        power = (steps**2).mean(axis=1) / np.float32(32768**2)
        return [float(each) for each in 10 * np.log10(np.maximum(power, 10 ** (SILENCE_DBFS / 10)))]
