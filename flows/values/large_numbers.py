"""Runs of words that say a number too large to hold: "twelve trillion nine hundred quadrillion"."""

from collections.abc import Iterable

from flows.values.number_words import number_words
from flows.values.words import FILLERS

_ENGLISH = number_words()
SIGNS = "$£€"
_SAID = frozenset().union(
    _ENGLISH.units, _ENGLISH.tens, _ENGLISH.scales, _ENGLISH.zeros, _ENGLISH.parts, _ENGLISH.plural_parts,
    _ENGLISH.too_large, _ENGLISH.pairs,
)  # fmt: skip
_JOINTS = FILLERS | _ENGLISH.articles | _ENGLISH.points | _ENGLISH.large_joints


def runs_too_large(tokens: tuple[str, ...], seeds: Iterable[int] = ()) -> list[tuple[int, int]]:
    """The token ranges of numbers with a scale too large, and of those around `seeds`; all that is said with them
    belongs to them, so that no part of such a number is taken for a smaller one."""
    if _ENGLISH.too_large.isdisjoint(tokens) and not seeds:
        return []
    large = {*seeds, *(at for at, token in enumerate(tokens) if token in _ENGLISH.too_large)}
    runs: list[tuple[int, int]] = []
    for seed in sorted(large):
        if not runs or seed >= runs[-1][1]:
            runs.append(_run(tokens, seed, runs[-1][1] if runs else 0))
    return runs


def _run(tokens: tuple[str, ...], seed: int, first: int) -> tuple[int, int]:
    start, end = seed, seed + 1
    while start > first and _belongs(tokens[start - 1]):
        start -= 1
    while end < len(tokens) and _belongs(tokens[end]):
        end += 1
    while start < seed and tokens[start] in _JOINTS and tokens[start] not in _ENGLISH.articles:
        start += 1
    while end > seed + 1 and tokens[end - 1] in _JOINTS:
        end -= 1
    return start, end


def _belongs(token: str) -> bool:
    return token in _SAID or token in _JOINTS or token.lstrip(SIGNS)[:1].isdigit()
