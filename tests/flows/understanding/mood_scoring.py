"""Sentences put to what was learned of moods: by the tests, and by the benchmark that prints the scores."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

import yaml

from flows.understanding.mood import tone_with
from flows.understanding.normal import normal
from flows.understanding.port import Embedder
from flows.understanding.tone import Tone, tone_of

MUCH = 0.5
"""From this complexity on a sentence counts as more than a plain request."""
Tells = Callable[[str], Tone]


@cache
def held_out() -> dict[str, dict[str, list[str]]]:
    """The sentences that were never learned from, by what they are scored for and their kind."""
    found: dict[str, dict[str, list[str]]] = yaml.safe_load(
        Path(__file__).with_name("mood_held_out.yaml").read_text(encoding="utf-8")
    )
    return found


async def by_meaning(embedder: Embedder, sentences: list[str]) -> Tells:
    """What tells the tone of these sentences from their vectors."""
    rows = await embedder.embed([normal(each) for each in sentences])
    known = dict(zip(sentences, rows, strict=True))
    return lambda text: tone_with(text, known[text], embedder.versions)


def by_words(text: str) -> Tone:
    """As it is told where no vector was made."""
    return tone_of(text)


def hits(tells: Tells, what: str) -> dict[str, tuple[int, int]]:
    """By kind, how many of the held-out sentences are told right, of how many."""
    told = {}
    for kind, sentences in held_out()[what].items():
        tones = [tells(each) for each in sentences]
        if what == "emotion":
            right = [tone.emotion == kind for tone in tones]
        else:
            right = [(tone.complexity >= MUCH) == (kind == "much") for tone in tones]
        told[kind] = sum(right), len(right)
    return told
