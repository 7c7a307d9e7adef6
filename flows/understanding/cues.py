"""What a caller says about the conversation itself: repeat, wait, help, cancel, a person, goodbye."""

from collections.abc import Iterable
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


MAX_CUES = 3
MIN_CLOSING_WORDS = 3
"""A shorter phrase at the end of a sentence may belong to something else: "the operator", "your colleague"."""
_NEGATIONS = frozenset({"not", "don't", "never", "didn't", "won't", "no", "without", "can't", "than"})


@cache
def _cues() -> dict[tuple[str, ...], ActKind]:
    text = files("flows.understanding").joinpath("cues.yaml").read_text(encoding="utf-8")
    listed: dict[ActKind, list[str]] = yaml.safe_load(text)
    return {Words.of(phrase).tokens: act for act, phrases in listed.items() for phrase in phrases}


def cue(words: Words) -> ActKind | None:
    """The act of a sentence that is nothing but cues; None for all others."""
    tokens = list(words.tokens)
    while tokens:
        if (act := _in_a_row(tuple(tokens), MAX_CUES)) is not None:
            return act
        shorter = _strip(tokens)
        if shorter == tokens:
            return "human" if _closes_with(words.tokens, "human") else None
        tokens = shorter
    return None


def _in_a_row(tokens: tuple[str, ...], most: int) -> ActKind | None:
    """ "Gotta go, bye": several cues one after the other; the last that is no chitchat counts."""
    if (act := _cues().get(tokens)) is not None or most == 1:
        return act
    for at in range(len(tokens) - 1, 0, -1):
        first = _cues().get(tokens[:at])
        if first is not None and (then := _in_a_row(tokens[at:], most - 1)) is not None:
            return first if then == "chitchat" else then
    return None


def _closes_with(tokens: tuple[str, ...], act: ActKind) -> bool:
    """Whether a sentence ends in a cue of an act: callers explain first why they want a person."""
    for phrase, meant in _cues().items():
        start = len(tokens) - len(phrase)
        if meant == act and len(phrase) >= MIN_CLOSING_WORDS and start > 0 and tokens[start:] == phrase:
            return not _NEGATIONS & set(tokens[max(0, start - 3) : start])
    return False


LEAVING = tuple(
    tuple(phrase.split())
    for phrase in ("forget about", "forget", "never mind", "nevermind", "drop", "cancel", "leave", "skip", "stop")
)
"""Before the name of a flow: it is to be left."""


def flow_left(words: Words, flows: Iterable[str]) -> str | None:
    """The open flow that a sentence leaves by its name: "forget the transfer"."""
    tokens = [token for token in words.tokens if token not in FILLERS]
    while tokens and any(tokens[0] == phrase[0] for phrase in POLITE if len(phrase) == 1):
        tokens = tokens[1:]
    for phrase in LEAVING:
        if tuple(tokens[: len(phrase)]) == phrase:
            named = [token for token in tokens[len(phrase) :] if token not in _DETERMINERS]
            return next((flow for flow in flows if named and set(named) <= set(flow.split("_"))), None)
    return None


_DETERMINERS = frozenset({"the", "that", "this", "my", "a", "please", "now", "then", "again"})


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
