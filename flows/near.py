"""The name that somebody may have meant."""

from collections.abc import Iterable

from rapidfuzz import fuzz, process

LIKE_ENOUGH = 60
"""rapidfuzz ratio, 0-100: `promt` is like `prompt`, `foo` is like nothing."""
MAX_CHARACTERS = 64
"""Longer names are none."""


def nearest(name: object, known: Iterable[str]) -> str | None:
    """The most similar of the known names; None when none is similar."""
    found = process.extractOne(str(name)[:MAX_CHARACTERS], list(known), scorer=fuzz.ratio, score_cutoff=LIKE_ENOUGH)
    return found[0] if found is not None else None


def did_you_mean(name: object, known: Iterable[str], otherwise: str) -> str:
    """A remedy: the similar name, else what else to do."""
    near = nearest(name, known)
    return f"Did you mean `{near}`?" if near is not None else otherwise
