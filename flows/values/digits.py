"""A row of digits: codes, member numbers, PINs."""

from typing import ClassVar, Literal

from pydantic.dataclasses import dataclass

from flows.definition.config import CONFIG
from flows.values.numerals import TENS, UNITS
from flows.values.slot_type import SlotType, Value
from flows.values.words import Found, Words

ZEROS = frozenset({"oh", "o", "zero", "nought", "naught", "nil"})
REPEATS = {"double": 2, "triple": 3, "treble": 3}
MISHEARD = {"to": "2", "too": "2", "for": "4", "won": "1", "ate": "8", "fore": "4", "tree": "3"}
"""What recognisers write for digits; taken only between other digits of an answer."""
MAX_DIGITS = 40


@dataclass(frozen=True, kw_only=True, config=CONFIG)
class Digits(SlotType):
    """Digits without spaces: "double seven oh four" is `7704`. `length` (or `min` and `max`) says how many."""

    example: ClassVar[str] = "booking_code: {type: digits, length: 4}"
    found_unasked: ClassVar[bool] = True

    type: Literal["digits"]
    length: int | None = None
    """The exact number of digits."""
    min: int | None = None
    """The smallest number of digits."""
    max: int | None = None
    """The largest number of digits."""

    def find(self, words: Words, *, asked: bool) -> list[Found]:
        """The runs of digits in the sentence, those of a fitting length first."""
        runs = _runs(words, lenient=asked)
        found = [
            Found(run, start, end, 0.95 if self.problem(run) is None else 0.5)
            for run, start, end in runs
            if asked or (self.problem(run) is None and (self.length or self.min or 0) >= 3)
        ]
        return sorted(found, key=lambda item: -item.confidence)

    def problem(self, value: Value) -> str | None:
        """Another number of digits than asked for."""
        if not isinstance(value, str) or not value.isascii() or not value.isdecimal():
            return "I need digits only."
        count = len(value)
        if self.length is not None and count != self.length:
            return f"I need {self.length} digits, and I heard {count}."
        if self.min is not None and count < self.min:
            return f"I need at least {self.min} digits, and I heard {count}."
        if self.max is not None and count > self.max:
            return f"I need {self.max} digits at most, and I heard {count}."
        return None

    def say(self, value: Value) -> str:
        """One by one, so that a voice does not read a number."""
        return " ".join(str(value))


def digit_rows(words: Words, at_least: int) -> list[tuple[int, int]]:
    """The token ranges in which at least so many words each give digits: "five one eight six"."""
    return [(start, end) for _, start, end in _runs(words, lenient=False) if end - start >= at_least]


def _runs(words: Words, *, lenient: bool) -> list[tuple[str, int, int]]:
    runs: list[tuple[str, int, int]] = []
    run, start, at = "", 0, 0
    tokens = words.tokens
    while at < len(tokens) and len(run) <= MAX_DIGITS:
        digits, used = _digits_at(tokens, at)
        if not digits and lenient and run and tokens[at] in MISHEARD and _digits_at(tokens, at + 1)[0]:
            digits, used = MISHEARD[tokens[at]], 1
        if digits:
            start = start if run else at
            run, at = run + digits, at + used
            continue
        if run:
            runs.append((run, start, at))
            run = ""
        at += 1
    if run:
        runs.append((run, start, at))
    return runs


def _digits_at(tokens: tuple[str, ...], at: int) -> tuple[str, int]:
    """The digits that begin at a token and how many tokens they took; `("", 0)` when none do."""
    if at >= len(tokens):
        return "", 0
    word = tokens[at]
    if word in REPEATS:
        digit, used = _digits_at(tokens, at + 1)
        return (digit * REPEATS[word], used + 1) if len(digit) == 1 else ("", 0)
    if word in ZEROS:
        return "0", 1
    if word in UNITS:
        return str(UNITS[word]), 1
    if word in TENS:
        unit = UNITS.get(tokens[at + 1], 0) if at + 1 < len(tokens) else 0
        return (str(TENS[word] + unit), 2) if 1 <= unit <= 9 else (str(TENS[word]), 1)
    bare = word.replace(",", "")
    return (bare, 1) if bare.isascii() and bare.isdecimal() else ("", 0)
