"""Callers to recognise: one sentence in several synthetic voices, over a clean, a telephone and a noisy line."""

import asyncio
import shutil
import tempfile
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from runtime.caller import wav
from runtime.media.opus import OpusDecoder
from runtime.speech.hearing import SAMPLE_RATE
from runtime.speech.service import SpeechWorkers
from tests.calls.voices import AWB, BRITISH, RMS, SLT, Voice

ROOT = Path(__file__).resolve().parents[1]
Sound = npt.NDArray[np.float64]
Clip = npt.NDArray[np.int16]

VOICES = (
    SLT, RMS, AWB, Voice("flite", "kal16"),
    BRITISH, Voice("espeak-ng", "en-us"), Voice("espeak-ng", "en-gb-scotland"), Voice("espeak-ng", "en-us+f3"),
)  # fmt: skip
QUICK_VOICES = (SLT, BRITISH)
PIPER = "en_US-joe-medium"
LEAD_MS, TAIL_MS = 250, 120  # what a call keeps before and behind the speech
SPEECH_DBFS = -23.0
NOISE_DB = 15.0  # how far the noise lies below the speech: a street through a window
_AUDIBLE = 0.03  # of the peak


async def recordings(sentences: Sequence[str], voices: Sequence[Voice]) -> dict[str, dict[str, Sound]]:
    """Voice to sentence to speech, 16 kHz; Piper is always one of them. Voices that are not installed are left out."""
    return {name_of(voice): await spoken_by(voice, sentences) for voice in installed(voices)}


def installed(voices: Sequence[Voice]) -> list[Voice | None]:
    """Piper (None), and those of the voices whose program is there."""
    return [None, *(voice for voice in voices if shutil.which(voice.program))]


def name_of(voice: Voice | None) -> str:
    """What reports call a voice."""
    return "piper-joe" if voice is None else str(voice)


async def spoken_by(voice: Voice | None, sentences: Sequence[str]) -> dict[str, Sound]:
    """Sentence to speech of one voice, 16 kHz; None is Piper."""
    return {sentence: _speech(clip) for sentence, clip in (await recorded(voice, sentences)).items()}


async def recorded(voice: Voice | None, sentences: Sequence[str]) -> dict[str, Clip]:
    """Sentence to speech of one voice as it comes, 48 kHz; None is Piper."""
    return await (_by_piper(sentences) if voice is None else asyncio.to_thread(_by_program, voice, sentences))


async def _by_piper(sentences: Sequence[str]) -> dict[str, Clip]:
    workers = SpeechWorkers()
    spoken = {}
    try:
        await workers.voice.start()
        for sentence in sentences:
            decoder = OpusDecoder()
            packets = [packet async for clause in workers.speak(sentence, voice=PIPER) for packet in clause.packets]
            spoken[sentence] = np.concatenate([decoder.decode(packet) for packet in packets])
    finally:
        await workers.aclose()
    return spoken


def _by_program(voice: Voice, sentences: Sequence[str]) -> dict[str, Clip]:
    with tempfile.TemporaryDirectory(prefix="voxloom-voices-") as folder:
        file = Path(folder) / "said.wav"
        return {sentence: wav.read_mono(voice.write(sentence, file)) for sentence in sentences}


def recording(path: Path) -> Sound:
    """A recording of a person, as a caller says it."""
    return _speech(wav.read_mono(path))


def _speech(at_48_khz: Clip) -> Sound:
    """At 16 kHz and the loudness of telephone speech, without the silence around it."""
    sound = _resampled(at_48_khz.astype(np.float64), 3)
    audible = np.flatnonzero(np.abs(sound) > _AUDIBLE * np.abs(sound).max())
    sound = sound[audible[0] : audible[-1] + 1]
    return sound * (10 ** (SPEECH_DBFS / 20) / np.sqrt((sound**2).mean()))


def _resampled(sound: Sound, factor: int) -> Sound:
    """Every `factor`-th sample of what lies below the new half rate."""
    sound = sound[: len(sound) // factor * factor]
    spectrum = np.fft.rfft(sound)
    return np.fft.irfft(spectrum[: len(sound) // factor // 2 + 1], len(sound) // factor) / factor


def clean(speech: Sound, seed: int) -> Clip:
    """As a good microphone takes it."""
    del seed
    return _pcm(_padded(speech))


def telephone(speech: Sound, seed: int) -> Clip:
    """300 to 3,400 Hz at 8 kHz in the eight bits of G.711 (µ-law)."""
    del seed
    sound = _padded(speech)
    sound = sound[: len(sound) // 2 * 2]
    spectrum = np.fft.rfft(sound)
    hertz = np.fft.rfftfreq(len(sound), 1 / SAMPLE_RATE)
    spectrum[(hertz < 300) | (hertz > 3400)] = 0
    narrow = np.fft.irfft(spectrum, len(sound))[::2].clip(-1, 1)
    coded = np.round(np.sign(narrow) * np.log1p(255 * np.abs(narrow)) / np.log(256) * 127) / 127
    heard = np.sign(coded) * (256 ** np.abs(coded) - 1) / 255
    return _pcm(np.fft.irfft(np.fft.rfft(heard), len(sound)) * 2)


def noisy(speech: Sound, seed: int) -> Clip:
    """With noise that falls by 3 dB an octave, as streets and rooms have it."""
    sound = _padded(speech)
    spectrum = np.fft.rfft(np.random.default_rng(seed).normal(size=len(sound)))
    noise = np.fft.irfft(spectrum / np.sqrt(np.maximum(np.arange(len(spectrum)), 1)), len(sound))
    noise *= 10 ** ((SPEECH_DBFS - NOISE_DB) / 20) / np.sqrt((noise**2).mean())
    return _pcm(sound + noise)


LINES: dict[str, Callable[[Sound, int], Clip]] = {"clean": clean, "telephone": telephone, "noise": noisy}


def seed_of(*names: str) -> int:
    """The same noise for the same sentence and voice in every run."""
    return zlib.crc32(" ".join(names).encode())


def _padded(speech: Sound) -> Sound:
    return np.pad(speech, (SAMPLE_RATE * LEAD_MS // 1000, SAMPLE_RATE * TAIL_MS // 1000))


def _pcm(sound: Sound) -> Clip:
    return (sound.clip(-1, 1) * 32767).astype(np.int16)
