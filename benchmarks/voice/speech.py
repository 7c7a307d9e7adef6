"""What callers say, by several voices, as recordings to be sent."""

import asyncio
import shutil
import sys
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from benchmarks._callers import PIPER, Sound, name_of
from runtime.caller import wav
from runtime.caller.loudness import RATE_HZ
from runtime.media.opus import OpusDecoder
from runtime.speech.hearing import SAMPLE_RATE
from runtime.speech.service import SpeechWorkers
from tests.calls.voices import AWB, BRITISH, RMS, SLT, Voice

Clip = npt.NDArray[np.int16]
VOICES: tuple[Voice | None, ...] = (None, SLT, RMS, BRITISH, AWB)
QUICK_VOICES: tuple[Voice | None, ...] = (SLT, BRITISH)


class Studio:
    """Has texts spoken, each once; clips are 48 kHz mono. Voices whose program is missing are left out, and said."""

    def __init__(self, voices: Sequence[Voice | None]) -> None:
        self.voices: dict[str, Voice | None] = {}
        self._made: dict[tuple[str, str], Clip] = {}
        for voice in voices:
            if voice is None or shutil.which(voice.program):
                self.voices[name_of(voice)] = voice
            else:
                sys.stderr.write(f"{voice.program} is not installed: its voice is left out.\n")

    async def say(self, voice: str, texts: Iterable[str]) -> dict[str, Clip]:
        """Text to clip."""
        wanted = list(dict.fromkeys(texts))
        missing = [text for text in wanted if (voice, text) not in self._made]
        if missing:
            who = self.voices[voice]
            made = await (_by_piper(missing) if who is None else asyncio.to_thread(_by_program, who, missing))
            self._made |= {(voice, text): clip for text, clip in made.items()}
        return {text: self._made[voice, text] for text in wanted}

    async def record(self, voice: str, texts: Iterable[str]) -> list[wav.Recording]:
        """The texts as recordings, in their order."""
        wanted = list(texts)
        clips = await self.say(voice, wanted)
        return [wav.record(text, clips[text]) for text in wanted]


async def _by_piper(texts: Sequence[str]) -> dict[str, Clip]:
    workers = SpeechWorkers()
    made = {}
    try:
        await workers.voice.start()
        for text in texts:
            decoder = OpusDecoder()
            packets = [packet async for clause in workers.speak(text, voice=PIPER) for packet in clause.packets]
            made[text] = np.concatenate([decoder.decode(packet) for packet in packets])
    finally:
        await workers.aclose()
    return made


def _by_program(voice: Voice, texts: Sequence[str]) -> dict[str, Clip]:
    with tempfile.TemporaryDirectory(prefix="voxloom-voices-") as folder:
        file = Path(folder) / "said.wav"
        return {text: wav.read_mono(voice.write(text, file)) for text in texts}


def at_48_khz(sound: Sound) -> Clip:
    """A sound of 16 kHz (-1 to 1) as a clip to be sent."""
    factor = RATE_HZ // SAMPLE_RATE
    spectrum = np.fft.rfft(sound)
    wide = np.zeros(len(sound) * factor // 2 + 1, complex)
    wide[: len(spectrum)] = spectrum
    return (np.fft.irfft(wide, len(sound) * factor) * factor * 32767).clip(-32768, 32767).astype(np.int16)


def spaced(clips: Sequence[Clip], every_ms: float) -> tuple[Clip, list[float]]:
    """One clip with the others in it, each beginning `every_ms` after the one before; and where they begin, in ms."""
    size = int(every_ms * RATE_HZ / 1000)
    whole = np.zeros(size * len(clips), np.int16)
    for number, clip in enumerate(clips):
        part = clip[:size]
        whole[number * size : number * size + len(part)] = part
    return whole, [number * every_ms for number in range(len(clips))]
