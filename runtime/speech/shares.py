"""The vote of a recogniser: one, which it divides among its guesses by how likely it holds them."""

import math
from collections.abc import Sequence

from runtime.speech.hearing import words

MOST = 5
"""Guesses that get a part. Later ones are rarely meant, and each costs a reading (docs/adr/0018)."""
_TEMPER = 0.6
"""Models are surer than they are right. Between 0.3 and 1 it makes no difference that could be told from noise."""


def shares(scored: Sequence[tuple[str, float]], weight: float = 1.0) -> list[list[str | float]]:
    """Guesses with the log probability of their whole text, the likeliest first, each with its part of `weight`.

    Those that differ in marks and capitals only are one guess, written as its likeliest.

    >>> shares([("seven", -1.0), ("Eleven.", -1.0)])
    [['seven', 0.5], ['Eleven.', 0.5]]
    >>> shares([("Seven.", -1.0), ("seven", -9.0)])
    [['Seven.', 1.0]]
    """
    ordered = sorted(((text, score) for text, score in scored if words(text)), key=lambda guess: -guess[1])
    if not ordered:
        return []
    texts: dict[tuple[str, ...], str] = {}
    parts: dict[tuple[str, ...], float] = {}
    for text, score in ordered:
        key = tuple(words(text))
        texts.setdefault(key, text)
        parts[key] = parts.get(key, 0.0) + math.exp(_TEMPER * (score - ordered[0][1]))
    most = sorted(parts, key=lambda key: -parts[key])[:MOST]
    together = sum(parts[key] for key in most)
    return [[texts[key], round(weight * parts[key] / together, 4)] for key in most]
