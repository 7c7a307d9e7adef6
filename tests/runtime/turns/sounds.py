"""Sound that is no speech, and a call in virtual time that hears it with the real voice activity."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager

import numpy as np
import numpy.typing as npt

from runtime.media.opus import OpusDecoder
from runtime.sessions.audio_buffer import KEEP_MS, RATE_HZ
from runtime.speech.results import Transcript
from runtime.speech.vad import VoiceActivity, VoiceActivityStream
from runtime.turns.detector import TurnDetector
from tests.runtime.sessions.stage import Stage, staged

Pcm = npt.NDArray[np.int16]
FRAME = 320
QUESTION = "Which boat, Anna or Berta?"
_chance = np.random.default_rng(11)


def pcm(samples: npt.NDArray[np.float64]) -> Pcm:
    """From -1 to 1; what is beyond is clipped."""
    return (np.clip(samples, -1, 1) * 32_767).astype(np.int16)


def seconds(count: float) -> npt.NDArray[np.float64]:
    return np.arange(int(count * RATE_HZ)) / RATE_HZ


def tone(hertz: float, s: float, level: float = 0.3) -> Pcm:
    return pcm(level * np.sin(2 * np.pi * hertz * seconds(s)))


def white(s: float, level: float) -> Pcm:
    return pcm(_chance.normal(0, level, int(s * RATE_HZ)))


def pink(s: float) -> Pcm:
    spectrum = np.fft.rfft(_chance.normal(size=int(s * RATE_HZ)))
    shaped = np.fft.irfft(spectrum / np.sqrt(np.maximum(np.arange(len(spectrum)), 1)), int(s * RATE_HZ))
    return pcm(shaped / np.abs(shaped).max() * 0.8)


def music(s: float) -> Pcm:
    """A chord and a drum twice a second."""
    beat = seconds(0.5)
    beats = []
    for _ in range(int(s * 2)):
        root = 220 * 2 ** (_chance.integers(0, 12) / 12)
        chord = sum(
            np.sin(2 * np.pi * root * third * over * beat) / over for third in (1, 1.26, 1.5) for over in (1, 2, 3)
        )
        drum = np.where(beat < 0.05, _chance.normal(0, 2, len(beat)), 0)
        beats.append(chord * np.exp(-3 * beat) + drum)
    whole = np.concatenate(beats)
    return pcm(whole / np.abs(whole).max() * 0.7)


def garbage(s: float) -> Pcm:
    """What a decoder makes of payloads that were never sound."""
    chance, decoder, found = np.random.default_rng(3), OpusDecoder(), np.zeros(0, np.int16)
    while len(found) < s * RATE_HZ:
        decoded = decoder.decode(bytes([0xF8]) + chance.bytes(int(chance.integers(3, 120))))
        found = np.concatenate((found, decoded[::3]))
    return found[: int(s * RATE_HZ)]


S = 20.0
NOISES: dict[str, Callable[[], Pcm]] = {
    "silence": lambda: np.zeros(int(S * RATE_HZ), np.int16),
    "direct current": lambda: pcm(np.full(int(S * RATE_HZ), 0.9)),
    "hum": lambda: tone(50, S),
    "tone": lambda: tone(440, S),
    "clipped tone": lambda: tone(200, S, 20.0),
    "white noise": lambda: white(S, 0.02),
    "loud white noise": lambda: white(S, 0.3),
    "clipped noise": lambda: white(S, 50.0),
    "pink noise": lambda: pink(S),
    "music": lambda: music(S),
    "clicks": lambda: pcm(np.where(np.arange(int(S * RATE_HZ)) % 4_000 < 4, 0.9, 0.0)),
    "bursts of noise": lambda: pcm(np.where(seconds(S) % 0.8 < 0.3, _chance.normal(0, 0.2, int(S * RATE_HZ)), 0)),
    "garbage": lambda: garbage(S),
}


class Ready:
    """The real model, asked in place: its thread would have nothing to do with virtual time."""

    def __init__(self, activity: VoiceActivity) -> None:
        self._stream = VoiceActivityStream(activity)
        self._rest = np.zeros(0, np.float32)
        self.voiced = self.windows = 0

    def push(self, frame: Pcm) -> "asyncio.Future[list[float]]":
        samples = np.concatenate((self._rest, frame.astype(np.float32) / np.float32(32_768)))
        count = len(samples) // 512
        self._rest = samples[count * 512 :]
        found = self._stream._probabilities(samples[: count * 512].reshape(count, 512)) if count else []
        self.windows += count
        self.voiced += sum(value >= 0.5 for value in found)
        answer: asyncio.Future[list[float]] = asyncio.get_running_loop().create_future()
        answer.set_result(found)
        return answer


class Writes:
    """A recogniser that writes the same of every clip, and keeps count."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.texts = texts
        self.clips: list[int] = []

    async def transcribe(self, clip: Pcm, *, hints: Sequence[str] = (), asks: str = "") -> Transcript:
        await asyncio.sleep(0.06)
        self.clips.append(len(clip))
        return Transcript(self.texts[len(self.clips) % len(self.texts)], 1.0, 0.0, len(clip) // 16, 60)


@asynccontextmanager
async def asked(activity: VoiceActivity, texts: Sequence[str]) -> AsyncIterator[tuple[Stage, Writes, Ready]]:
    """A call in which the bot has asked which boat; its ears are the real ones from then on."""
    async with staged() as stage:
        await stage.says("rent a boat")
        await stage.heard(QUESTION)
        await stage.listening()
        listener, peer = stage.call._line._listener, stage.peer
        assert listener is not None
        assert peer is not None
        peer._tasks.pop(0).cancel()
        writes, ready = Writes(texts), Ready(activity)
        listener._recogniser, listener._activity = writes, ready
        listener._samples, listener._detector = 0, TurnDetector()
        listener._buffer.__init__()  # type: ignore[misc]
        yield stage, writes, ready


async def plays(stage: Stage, sound: Pcm) -> None:
    """The caller's microphone picks this up."""
    assert stage.peer is not None
    for start in range(0, len(sound) - FRAME + 1, FRAME):
        await asyncio.sleep(0.02)
        stage.peer.on_audio(sound[start : start + FRAME], int(stage.loop.time() * 1e9))


def is_level(stage: Stage) -> None:
    listener = stage.call._line._listener
    assert listener is not None
    assert sum(len(piece.pcm) for piece in listener._buffer._pieces) <= (KEEP_MS + 200) * RATE_HZ // 1000
    assert len(listener._tasks) <= 1
    assert len(asyncio.all_tasks()) <= 16
    counts = stage.call._trials.counts
    assert counts.started == counts.kept + counts.discarded + (stage.call._trials._trial is not None)
