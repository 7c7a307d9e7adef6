"""What callers say, by several voices, as recordings to be sent."""

import shutil
import sys
from collections.abc import Iterable, Sequence

import numpy as np

from benchmarks._callers import Clip, Sound, name_of, recorded
from runtime.caller import wav
from runtime.caller.loudness import RATE_HZ
from runtime.speech.hearing import SAMPLE_RATE
from tests.calls.voices import AWB, BRITISH, RMS, SLT, Voice

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
            made = await recorded(self.voices[voice], missing)
            self._made |= {(voice, text): clip for text, clip in made.items()}
        return {text: self._made[voice, text] for text in wanted}

    async def record(self, voice: str, texts: Iterable[str]) -> list[wav.Recording]:
        """The texts as recordings, in their order."""
        wanted = list(texts)
        clips = await self.say(voice, wanted)
        return [wav.record(text, clips[text]) for text in wanted]


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
