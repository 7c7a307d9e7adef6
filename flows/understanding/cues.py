"""What a caller says about the conversation itself: repeat, wait, help, cancel, a person, goodbye."""

from functools import cache
from importlib.resources import files

import yaml

from flows.engine.acts import ActKind
from flows.values.words import FILLERS, Words

POLITE: tuple[tuple[str, ...], ...] = (
    ("please",), ("sorry",), ("thanks",), ("thank", "you"), ("okay",), ("ok",), ("actually",), ("hey",), ("now",),
    ("then",), ("just",), ("no",), ("yes",), ("yeah",), ("but",), ("and",),
)  # fmt: skip
"""Words around a cue that change nothing; stripped only while the cue is not found yet."""


@cache
def _cues() -> dict[tuple[str, ...], ActKind]:
    text = files("flows.understanding").joinpath("cues.yaml").read_text(encoding="utf-8")
    listed: dict[ActKind, list[str]] = yaml.safe_load(text)
    return {Words.of(phrase).tokens: act for act, phrases in listed.items() for phrase in phrases}


def cue(words: Words) -> ActKind | None:
    """The act of a sentence that is nothing but a cue; None for all others."""
    tokens = list(words.tokens)
    while tokens:
        if (act := _cues().get(tuple(tokens))) is not None:
            return act
        shorter = _strip(tokens)
        if shorter == tokens:
            return None
        tokens = shorter
    return None


def _strip(tokens: list[str]) -> list[str]:
    """Without one filler or polite word at either end."""
    if tokens[0] in FILLERS:
        return tokens[1:]
    if tokens[-1] in FILLERS:
        return tokens[:-1]
    for phrase in POLITE:
        if tuple(tokens[: len(phrase)]) == phrase:
            return tokens[len(phrase) :]
        if tuple(tokens[-len(phrase) :]) == phrase:
            return tokens[: -len(phrase)]
    return tokens
