"""Which words of a prompt the caller heard before the bot was stopped."""

from collections.abc import Sequence

Clause = tuple[str, int]
"""Text and duration in ms."""


def heard_clauses(clauses: Sequence[Clause], played_ms: int) -> int:
    """How many clauses were played to their end within `played_ms`."""
    until = 0
    for count, (_, duration_ms) in enumerate(clauses):
        until += duration_ms
        if until > played_ms:
            return count
    return len(clauses)


def heard_words(clauses: Sequence[Clause], played_ms: int) -> str:
    """The words of `clauses` that were played within `played_ms`.

    Within a clause words are taken as equally long by their letters; a word counts when it was played to its end.
    """
    whole = heard_clauses(clauses, played_ms)
    words = [word for text, _ in clauses[:whole] for word in text.split()]
    if whole < len(clauses):
        text, duration_ms = clauses[whole]
        words += _begun(text, duration_ms, played_ms - sum(duration for _, duration in clauses[:whole]))
    return " ".join(words)


def _begun(text: str, duration_ms: int, played_ms: int) -> list[str]:
    """The words of one clause."""
    spoken = text.split()
    letters = sum(len(word) + 1 for word in spoken) or 1
    words, until_ms = [], 0.0
    for word in spoken:
        until_ms += duration_ms * (len(word) + 1) / letters
        if until_ms > played_ms:
            break
        words.append(word)
    return words
