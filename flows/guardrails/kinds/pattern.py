"""`pattern`: words by phrases, codes by patterns that single words fit."""

import re
from functools import lru_cache

from flows.definition.guardrails.pattern import Pattern
from flows.guardrails.found import Found, shown
from flows.understanding.phrases import Phrases
from flows.values.safe_pattern import safe_pattern
from flows.values.words import Words

_WORD = re.compile(r"\S+")
AROUND = ".,;:!?()[]{}\"'"
"""What stands around a word and is no part of it."""
MOST_WORDS = 400


def find(rule: Pattern, text: str) -> Found | None:
    """The first phrase and all codes."""
    spans = [*_phrases(rule.phrases, text), *_codes(rule.codes, text)]
    return Found(shown(text[spans[0][0] : spans[0][1]]), 1.0, tuple(spans)) if spans else None


def stands_in(phrases: tuple[str, ...], text: str) -> bool:
    """Whether one of the phrases stands in a text."""
    return bool(_phrases(phrases, text))


def matches_nothing(phrase: str) -> bool:
    """Whether a phrase fits where no word is. Raises re.error."""
    return Phrases([phrase.lower()]).fits_nothing or not any(each.isalnum() for each in phrase)


def _phrases(phrases: tuple[str, ...], text: str) -> list[tuple[int, int]]:
    if not phrases:
        return []
    words, spans, at = Words.of(text), [], 0
    while (found := _compiled(phrases).inside(words.tokens[at:])) is not None and found.end > found.start:
        first, last = words.spans[at + found.start], words.spans[at + found.end - 1]
        spans.append((first[0], last[1]))
        at += found.end
    return spans


def _codes(codes: tuple[str, ...], text: str) -> list[tuple[int, int]]:
    spans = []
    for at, found in enumerate(_WORD.finditer(text) if codes else ()):
        if at >= MOST_WORDS:
            break
        word = found[0].strip(AROUND)
        if word and any(safe_pattern(code).matches(word) for code in codes):
            start = found.start() + found[0].index(word)
            spans.append((start, start + len(word)))
    return spans


@lru_cache(maxsize=500)
def _compiled(phrases: tuple[str, ...]) -> Phrases:
    return Phrases([phrase.lower() for phrase in phrases])
