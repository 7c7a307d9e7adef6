"""Sound as providers take and give it: WAV, sixteen bits."""

import io
import wave

import numpy as np
import numpy.typing as npt

RATE_HZ = 16_000
"""Of what a caller says."""
LOWEST_HZ, HIGHEST_HZ = 8_000, 48_000
SAMPLE_BYTES = 2


class Unfit(ValueError):
    """It is no sound that can be played."""

    logs_its_words = True


def wav_of(pcm: npt.NDArray[np.int16], rate_hz: int = RATE_HZ) -> bytes:
    """A clip in mono as a file."""
    made = io.BytesIO()
    with wave.open(made, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(SAMPLE_BYTES)
        file.setframerate(rate_hz)
        file.writeframes(np.ascontiguousarray(pcm, dtype="<i2").tobytes())
    return made.getvalue()


def samples_of(data: bytes) -> tuple[npt.NDArray[np.float32], int]:
    """The samples of a file, from -1 to 1, and their rate in Hz; channels are mixed.

    A file that was sent while it was made says that it is endless: what is there counts. Raises Unfit.
    """
    try:
        with wave.open(io.BytesIO(data), "rb") as file:
            channels, width, rate = file.getnchannels(), file.getsampwidth(), file.getframerate()
            sound = file.readframes(len(data) // (channels * width) if width else 0)
    except (wave.Error, EOFError, RuntimeError, ValueError, ArithmeticError, OSError) as problem:
        raise Unfit(f"it is no WAV: {problem}") from None
    if width != SAMPLE_BYTES or not 1 <= channels <= 2 or not LOWEST_HZ <= rate <= HIGHEST_HZ:
        raise Unfit(f"it has {8 * width} bits, {channels} channels, {rate} Hz")
    sound = sound[: len(sound) - len(sound) % (SAMPLE_BYTES * channels)]
    samples = np.frombuffer(sound, dtype="<i2").astype(np.float32).reshape(-1, channels).mean(axis=1) / 32768
    return samples.astype(np.float32), rate
