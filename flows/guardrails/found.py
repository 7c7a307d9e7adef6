"""What one rule found in a text."""

from dataclasses import dataclass

MOST_CHARACTERS = 80
"""Of the words that are told as evidence: enough to see what it was."""


@dataclass(frozen=True)
class Found:
    """`spans`: where it stands in the text, from character to character; empty where it is the whole."""

    evidence: str
    score: float = 1.0
    spans: tuple[tuple[int, int], ...] = ()


def shown(text: str) -> str:
    """As much of a text as is told."""
    plain = " ".join(text.split())
    return plain if len(plain) <= MOST_CHARACTERS else plain[: MOST_CHARACTERS - 1] + "…"


def without(text: str, spans: tuple[tuple[int, int], ...]) -> str:
    """A text with its spans taken out, tidied up around the holes."""
    kept, at = [], 0
    for start, end in sorted(spans):
        if start < at:
            at = max(at, end)
            continue
        kept.append(text[at:start])
        at = end
    return " ".join("".join([*kept, text[at:]]).split())
