"""How a sentence sounds, by its words alone: a rough guess where no vector tells better (mood.py).

It hears no voice, knows no irony, and reads English only. It is meant for one thing: to have a `switch` choose another
model. Nothing that a caller may do hangs on it.
"""

import re
from functools import cache
from typing import NamedTuple

from flows.understanding.phrases import data, word_set

FILE = "tone.yaml"
CALM = "calm"
FEELINGS = ("angry", "upset", "happy")
"""In this order where two count alike: who is taken for angry and is not is asked kindly, too."""
LEAST = 2
"""A single word that counts decides, unless it is a weak one; weak ones count half of it."""
NEGATES_WORDS = 3
SHORT_WORDS, LONG_WORDS = 6, 40
"""A sentence of six words is as plain as it gets; in forty somebody tells a story."""
MOST_CLAUSES = 5
OF_LENGTH, OF_CLAUSES = 0.6, 0.4
"""What of complexity is length, and what clauses; by feel, no figure stands behind them."""
MAX_WORDS = 200
_WORD = re.compile(r"[a-z']+|\d+")


class Tone(NamedTuple):
    """Of one sentence."""

    complexity: float
    """0 to 1."""
    emotion: str
    """`calm`, `upset`, `angry`, `happy`."""


def tone_of(text: str) -> Tone:
    """How a sentence sounds."""
    words = _WORD.findall(text.lower().replace("’", "'"))[:MAX_WORDS]
    return Tone(_complexity(words), _emotion(words))


def _complexity(words: list[str]) -> float:
    length = (len(words) - SHORT_WORDS) / (LONG_WORDS - SHORT_WORDS)
    clauses = sum(word in word_set(FILE, "joints") for word in words[1:])
    parts = OF_LENGTH * min(1.0, max(0.0, length)) + OF_CLAUSES * min(1.0, clauses / MOST_CLAUSES)
    return round(parts, 2)


def _emotion(words: list[str]) -> str:
    counts = {feeling: _count(feeling, words) for feeling in FEELINGS}
    best = max(FEELINGS, key=lambda feeling: counts[feeling])  # the first of equals
    return best if counts[best] >= LEAST else CALM


def _count(feeling: str, words: list[str]) -> int:
    """Twice the words and phrases that count; a weak word once."""
    said, weak = word_set_of(feeling), word_set(FILE, "weak")
    count, at = 0, 0
    while at < len(words):
        length = next(
            (len(phrase) for phrase in phrases_of(feeling) if tuple(words[at : at + len(phrase)]) == phrase), 0
        )
        if length and not _negated(words, at):
            count += LEAST
        elif words[at] in said and not _negated(words, at):
            count += 1 if words[at] in weak else LEAST
        at += max(1, length)
    return count


def _negated(words: list[str], at: int) -> bool:
    before = words[max(0, at - NEGATES_WORDS) : at]
    return any(word in word_set(FILE, "negations") for word in before)


@cache
def word_set_of(feeling: str) -> frozenset[str]:
    """The words of a feeling."""
    return frozenset(str(data(FILE)[feeling]["words"]).split())


@cache
def phrases_of(feeling: str) -> tuple[tuple[str, ...], ...]:
    """Its phrases, the longest first."""
    written = [tuple(str(phrase).split()) for phrase in data(FILE)[feeling]["phrases"]]
    return tuple(sorted(written, key=len, reverse=True))
