"""Whether two recognisers heard the same, in whatever words or figures each of them writes it."""

from functools import lru_cache

from flows.values.digit_rows import rows
from flows.values.words import Words

CODES = frozenset({"digits", "phone", "card_number", "spelled", "postcode", "iban"})
"""Slot types whose values are rows of figures and letters: there "4 4 71" is "four four seven one"."""
MOST_KEPT = 256


@lru_cache(MOST_KEPT)
def meant(text: str, kind: str) -> str:
    """A text in a form in which what means the same is the same: small letters, numbers as figures; of a code without
    its spaces. Empty for no words.

    >>> meant("Four, double six oh.", "digits") == meant("4 6 60", "digits")
    True
    >>> meant("half past eight", "time") == meant("Half past 8.", "time")
    True
    """
    words = Words.of(text)
    code = kind in CODES
    parts: list[str] = []
    at = 0
    for row in rows(words, lenient=code):
        parts += [*words.tokens[at : row.start], row.digits]
        at = row.end
    parts += words.tokens[at:]
    return ("" if code else " ").join(parts)
