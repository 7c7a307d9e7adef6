"""Rows of digits as they are said: "double seven oh", "forty two seventy one", "three zeros", with what was mended."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flows.values.corrections import is_corrected
from flows.values.numerals import TENS, UNITS, ZEROS, numerals
from flows.values.words import FILLERS, Words

REPEATS = {"double": 2, "triple": 3, "treble": 3, "quadruple": 4}
PLURALS = {
    word: str(digit)
    for digit, word in enumerate("zeros ones twos threes fours fives sixes sevens eights nines".split())
}
PLURALS |= {"zeroes": "0", "ohs": "0", "oh's": "0"}
MISHEARD = {"to": "2", "too": "2", "for": "4", "won": "1", "ate": "8", "fore": "4", "tree": "3"}
"""What recognisers write for digits; taken only between other digits of an answer, else read back."""
MAX_DIGITS = 40
_SPOKEN_GAPS = FILLERS - {"oh"} | {"then", "and", "dash", "hyphen", "space", "again"}
"""May stand between the digits of one row."""
_SCALES = frozenset({"hundred", "thousand"})
_PRONOUN_BEFORE = frozenset("first second third last next that this".split())
"""Before a number they point at digits: "the first one is a five", "the last two are eight two"."""
MAX_NUMBER_WORDS = 8


@dataclass(frozen=True, slots=True)
class Row:
    """Digits in tokens `start` up to `end`."""

    digits: str
    start: int
    end: int
    guessed: bool = False
    """A word at its edge was taken for a digit that it is not."""


def rows(words: Words, *, lenient: bool) -> list[Row]:
    """Every row of digits; `lenient`: in an answer, where misheard words and pauses belong to it too."""
    found: list[Row] = []
    tokens, at = words.tokens, 0
    while at < len(tokens):
        digits, used = _digits_at(tokens, at, lenient=lenient)
        if not digits or (used == 1 and tokens[at] in UNITS and at and tokens[at - 1] in _PRONOUN_BEFORE):
            at += 1
            continue
        row = Row(digits, at, at + used)
        while len(row.digits) < MAX_DIGITS and (step := _next(tokens, row.end, lenient=lenient)) is not None:
            row = Row(row.digits + step[0], row.start, step[1])
        found.append(row)
        at = row.end
    return found


def _next(tokens: tuple[str, ...], at: int, *, lenient: bool) -> tuple[str, int] | None:
    """The digits that go on a row: at a token, or behind "um", "dash" and the like."""
    digits, used = _digits_at(tokens, at, lenient=lenient)
    if digits:
        return digits, at + used
    if lenient and at < len(tokens):
        behind, _ = _digits_at(tokens, at + 1, lenient=True)
        if behind and tokens[at] in MISHEARD:
            return MISHEARD[tokens[at]], at + 1
        if tokens[at] in _SPOKEN_GAPS:
            return _next(tokens, at + 1, lenient=True)
    return None


def mended(words: Words, said: Sequence[Row], fits: Callable[[str], bool]) -> Row | None:
    """A row whose end was said anew: "four two seven no eight one", "4071, no, last digit is two"."""
    for at in range(len(said) - 1, 0, -1):
        first, second = said[at - 1], said[at]
        if not is_corrected(words, first.end, second.start):
            continue
        gap = words.tokens[first.end : second.start]
        if "first" in gap and len(second.digits) == 1:
            readings = [second.digits + first.digits[1:]]
        elif "last" in gap:
            readings = [first.digits[: -len(second.digits)] + second.digits]
        elif fits(second.digits) or len(second.digits) >= len(first.digits):
            return None  # said anew as a whole
        else:
            readings = [first.digits[:-1] + second.digits, first.digits[: -len(second.digits)] + second.digits]
        whole = next((reading for reading in readings if fits(reading) and fits(first.digits)), None)
        whole = whole or next((reading for reading in readings if fits(reading)), None)
        if whole is not None:
            return Row(whole, first.start, second.end)
    return None


def misheard_at_the_edge(words: Words, row: Row, fits: Callable[[str], bool]) -> Row | None:
    """ "For two seven one" as an answer of four digits."""
    before, behind = words.token(row.start - 1), words.token(row.end)
    if row.start == 1 and before in MISHEARD and fits(MISHEARD[before] + row.digits):
        return Row(MISHEARD[before] + row.digits, 0, row.end, True)
    if row.end == len(words) - 1 and behind in MISHEARD and fits(row.digits + MISHEARD[behind]):
        return Row(row.digits + MISHEARD[behind], row.start, row.end + 1, True)
    return None


def _digits_at(tokens: tuple[str, ...], at: int, *, lenient: bool) -> tuple[str, int]:
    """The digits that begin at a token and how many tokens they took; `("", 0)` when none do."""
    if at >= len(tokens):
        return "", 0
    word, after = tokens[at], tokens[at + 1] if at + 1 < len(tokens) else ""
    if word in REPEATS and after not in REPEATS:
        digit, used = _digits_at(tokens, at + 1, lenient=False)
        return (digit * REPEATS[word], used + 1) if len(digit) == 1 else ("", 0)
    if word in ZEROS:
        return "0", 1
    if after in PLURALS and (2 <= UNITS.get(word, 0) <= 9 or word in set("23456789")):
        return PLURALS[after] * (UNITS.get(word) or int(word)), 2
    if lenient and (number := _with_scale(tokens, at)) is not None:
        return number
    if word in UNITS:
        return str(UNITS[word]), 1
    if word in TENS:
        unit = UNITS.get(after, 0)
        return (str(TENS[word] + unit), 2) if 1 <= unit <= 9 else (str(TENS[word]), 1)
    bare = word.replace(",", "")
    if lenient:
        bare = bare.replace(".", "").replace(":", "")  # "42.71", "12:34" as recognisers write spoken groups
    return (bare, 1) if bare.isascii() and bare.isdecimal() else ("", 0)


def _with_scale(tokens: tuple[str, ...], at: int) -> tuple[str, int] | None:
    """ "Four thousand two hundred seventy one", "twelve hundred"."""
    if tokens[at] not in UNITS and tokens[at] not in TENS:
        return None
    number = next(numerals(tokens[at : at + MAX_NUMBER_WORDS]), None)
    if number is None or number.start or not _SCALES & set(tokens[at : at + number.end]):
        return None
    return (str(int(number.value)), number.end) if float(number.value).is_integer() else None
