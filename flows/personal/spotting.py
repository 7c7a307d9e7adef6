"""Whether a text may hold somebody's value, or does hold one that is known."""

import re

_DIGIT_WORDS = {
    "zero": "0", "oh": "0", "nought": "0", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6",
    "seven": "7", "eight": "8", "nine": "9",
}  # fmt: skip
_BETWEEN = frozenset({"double", "triple", "and", "then"})
_TOKENS = re.compile(r"[^\W_]+")
MANY_DIGITS = 6
"""In a row, in figures or words: shorter ones are amounts, times and days, or were asked for and are known."""
_ADDRESS = re.compile(r"@|\bat\b.{1,60}\bdot\b", re.IGNORECASE)
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?:\s?[A-Z0-9]{2,4}){3,}", re.IGNORECASE)


def plainly(text: str) -> str:
    """Small letters and figures only, digits said as words as figures: in it "5 5 5-01" and "five five five oh one" are
    the same."""
    return "".join(_plain_words(text))


def may_be_personal(text: str) -> bool:
    """Whether words may be a number, an e-mail address or an account that nobody asked for."""
    row = 0
    for token in _plain_words(text):
        if token in _BETWEEN:
            continue
        row = row + len(token) if token.isdigit() else 0
        if row >= MANY_DIGITS:
            return True
    return bool(_ADDRESS.search(text) or _IBAN.search(text))


def literal(text: str) -> re.Pattern[str]:
    """Finds a value as it is written, in small and capital letters, not inside of longer words; one of two letters only
    as it is: "Al" is no "al"."""
    return re.compile(rf"(?<!\w){re.escape(text)}(?!\w)", re.IGNORECASE if len(text) > 2 else 0)


def _plain_words(text: str) -> list[str]:
    return [_DIGIT_WORDS.get(word, word) for word in _TOKENS.findall(text.casefold())]
