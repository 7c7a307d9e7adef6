"""Recordings: read a WAV of any rate, width and channel count, and keep it as Opus packets."""

import wave
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import numpy.typing as npt

from runtime.caller.errors import CallFailed
from runtime.caller.loudness import RATE_HZ, WINDOW_SAMPLES, audible_windows

PACKET_MS = 20
PACKET_SAMPLES = RATE_HZ * PACKET_MS // 1000
BIT_RATE = 48_000  # plain for one voice; the recogniser hears no difference above it
SILENCE_PACKET = b"\xf8\xff\xfe"  # 20 ms of mono silence in Opus; also what the encoder below makes of zeros
MAX_SECONDS = 600  # a recording is held in memory, decoded and encoded
_TIME_BASE = Fraction(1, RATE_HZ)


@dataclass(frozen=True)
class Recording:
    """One thing that the caller says, ready to be sent.

    `packets` are 20 ms Opus packets. `speech` is the first and the last audible 10 ms window as sample numbers
    (start of the first, end of the last, 48 kHz), None when nothing in the file is above -45 dBFS.
    """

    name: str
    packets: tuple[bytes, ...]
    speech: tuple[int, int] | None

    @property
    def duration_ms(self) -> float:
        """Length as sent, in milliseconds."""
        return float(len(self.packets) * PACKET_MS)


def load(path: Path) -> Recording:
    """Read and encode one WAV; raises CallFailed with one line when it is missing, malformed or empty."""
    return record(path.name, read_mono(path))


def record(name: str, pcm: npt.NDArray[np.int16]) -> Recording:
    """Encode 48 kHz mono samples once and note where their speech begins and ends."""
    loud = np.flatnonzero(audible_windows(_padded(pcm, WINDOW_SAMPLES)))
    speech = (int(loud[0]) * WINDOW_SAMPLES, (int(loud[-1]) + 1) * WINDOW_SAMPLES) if len(loud) else None
    return Recording(name=name, packets=tuple(encode(pcm)), speech=speech)


def read_mono(path: Path) -> npt.NDArray[np.int16]:
    """All samples of a WAV as 48 kHz mono int16."""
    if not path.is_file():
        raise CallFailed(f"{path}: there is no such file; name a WAV recording.")
    try:
        with av.open(str(path), format="wav") as container:
            if not container.streams.audio:
                raise CallFailed(f"{path}: holds no audio; name a WAV recording.")
            pcm = _decode(container)
    except PermissionError:
        raise CallFailed(f"{path}: may not be read; check its permissions.") from None
    except (av.FFmpegError, ValueError, OSError) as problem:
        reason = getattr(problem, "strerror", None) or "not readable"
        raise CallFailed(f"{path}: is not a WAV that can be read ({reason}); save it as PCM WAV.") from None
    if len(pcm) == 0:
        raise CallFailed(f"{path}: holds no sound; record something and try again.")
    return pcm


def _decode(container: "av.container.InputContainer") -> npt.NDArray[np.int16]:
    resampler = av.AudioResampler(format="s16", layout="mono", rate=RATE_HZ)
    parts: list[npt.NDArray[np.int16]] = []
    total = 0
    for frame in container.decode(audio=0):
        for piece in resampler.resample(frame):
            parts.append(piece.to_ndarray()[0])
            total += len(parts[-1])
        if total > MAX_SECONDS * RATE_HZ:
            raise CallFailed(f"{container.name}: is longer than {MAX_SECONDS // 60} minutes; cut it into turns.")
    if parts:
        parts += [piece.to_ndarray()[0] for piece in resampler.resample(None)]
    return np.concatenate(parts) if parts else np.zeros(0, np.int16)


def encode(pcm: npt.NDArray[np.int16]) -> Iterator[bytes]:
    """20 ms Opus packets of 48 kHz mono samples; the tail is filled with silence."""
    codec = av.CodecContext.create("libopus", "w")
    codec.format = "s16"
    codec.layout = "mono"
    codec.sample_rate = RATE_HZ
    codec.bit_rate = BIT_RATE
    codec.time_base = _TIME_BASE
    codec.options = {"application": "audio", "frame_duration": str(PACKET_MS)}
    # One packet more than the samples fill: the codec's look-ahead (6.5 ms) comes out of it.
    whole = np.concatenate([_padded(pcm, PACKET_SAMPLES), np.zeros(PACKET_SAMPLES, np.int16)])
    for start in range(0, len(whole), PACKET_SAMPLES):
        frame = av.AudioFrame.from_ndarray(whole[None, start : start + PACKET_SAMPLES], format="s16", layout="mono")
        frame.sample_rate = RATE_HZ
        frame.pts = start
        frame.time_base = _TIME_BASE
        yield from (bytes(packet) for packet in codec.encode(frame))


def save(path: Path, pcm: npt.NDArray[np.int16]) -> None:
    """Write 48 kHz mono samples as 16-bit WAV."""
    with wave.open(str(path), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(RATE_HZ)
        out.writeframes(pcm.astype("<i2").tobytes())


def _padded(pcm: npt.NDArray[np.int16], multiple: int) -> npt.NDArray[np.int16]:
    missing = -len(pcm) % multiple
    return np.concatenate([pcm, np.zeros(missing, np.int16)]) if missing else pcm
