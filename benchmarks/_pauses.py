"""Sentences with pauses that people make while they think: a recording is cut between two words, and silence put in."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from benchmarks._callers import Sound
from runtime.speech.hearing import SAMPLE_RATE

MARK = "|"
EARLIER_MS, LATER_MS = 110, 20
"""How far the boundary may lie from where the length of the words before it says: said alone, they last longer."""
WINDOW_MS = 15
FADE_MS = 8


@dataclass(frozen=True)
class Paused:
    """A recording with one pause in it. `cut` is where the pause begins, in samples; `words` are those before it."""

    sound: Sound
    cut: int
    words: str


def plain(marked: str) -> str:
    """The sentence without its marks."""
    return " ".join(marked.replace(MARK, " ").split())


def beginnings(marked: str) -> list[str]:
    """What was said at each mark."""
    parts = marked.split(MARK)
    return [" ".join(" ".join(parts[: count + 1]).split()) for count in range(len(parts) - 1)]


def with_pause(whole: Sound, beginning: Sound, words: str, pause_ms: int) -> Paused:
    """The whole sentence with silence behind its `beginning`, which the same voice has said alone.

    A voice says the beginning a little longer when nothing follows, so the quietest place around it is taken.
    """
    around = min(len(beginning), len(whole) - 1)
    first = max(0, around - SAMPLE_RATE * EARLIER_MS // 1000)
    last = min(len(whole), around + SAMPLE_RATE * LATER_MS // 1000)
    window = SAMPLE_RATE * WINDOW_MS // 1000
    power = np.convolve(whole[first:last] ** 2, np.ones(window) / window, "same")
    cut = first + int(power.argmin())
    silence = np.zeros(SAMPLE_RATE * pause_ms // 1000)
    return Paused(np.concatenate((_faded(whole[:cut]), silence, _faded(whole[cut:][::-1])[::-1])), cut, words)


def _faded(sound: Sound) -> Sound:
    """Without the click of a cut."""
    length = min(SAMPLE_RATE * FADE_MS // 1000, len(sound))
    faded = sound.copy()
    faded[len(sound) - length :] *= np.linspace(1, 0, length)
    return faded


def wanted(sentences: Sequence[str]) -> list[str]:
    """Everything that a voice has to say for these sentences: each whole and each beginning."""
    return list(dict.fromkeys(text for marked in sentences for text in (plain(marked), *beginnings(marked))))
