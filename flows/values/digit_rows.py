"""Rows of digits as they are said: "double seven oh", "forty two seventy one", "three zeros", with what was mended."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from flows.values.corrections import is_corrected
from flows.values.language import DEFAULT_LANGUAGE, word_table
from flows.values.numerals import TENS, UNITS, ZEROS, numeral_at
from flows.values.words import FILLERS, Words


@dataclass(frozen=True)
class DigitWords:
    """All tables of a language."""

    repeats: Mapping[str, int]
    plurals: Mapping[str, str]
    misheard: Mapping[str, str]
    """What recognisers write for digits; taken only between other digits of an answer, else read back."""
    oh: str
    gaps: frozenset[str]
    """May stand between the digits of one row, besides hesitation."""
    scales: frozenset[str]
    pronoun_before: frozenset[str]
    """Before a number they point at digits: "the first one is a five", "the last two are eight two"."""
    first: str
    last: str


@cache
def digit_words(language: str = DEFAULT_LANGUAGE) -> DigitWords:
    """The tables, read once."""
    return word_table(DigitWords, "digit_words", language)


MAX_DIGITS = 40
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
    found, known = list[Row](), digit_words(words.setting.language)
    tokens, at = words.tokens, 0
    while at < len(tokens):
        digits, used = _digits_at(known, tokens, at, lenient=lenient)
        if not digits or (used == 1 and tokens[at] in UNITS and at and tokens[at - 1] in known.pronoun_before):
            at += 1
            continue
        row = Row(digits, at, at + used)
        while len(row.digits) < MAX_DIGITS and (step := _next(known, tokens, row.end, lenient=lenient)) is not None:
            row = Row(row.digits + step[0], row.start, step[1])
        found.append(row)
        at = row.end
    return found


def _next(known: DigitWords, tokens: tuple[str, ...], at: int, *, lenient: bool) -> tuple[str, int] | None:
    """The digits that go on a row: at a token, or behind "um", "dash" and the like."""
    digits, used = _digits_at(known, tokens, at, lenient=lenient)
    if digits:
        return digits, at + used
    if lenient and at < len(tokens):
        behind, _ = _digits_at(known, tokens, at + 1, lenient=True)
        if behind and tokens[at] in known.misheard:
            return known.misheard[tokens[at]], at + 1
        if tokens[at] in known.gaps or (tokens[at] in FILLERS and tokens[at] != known.oh):
            return _next(known, tokens, at + 1, lenient=True)
    return None


def mended(words: Words, said: Sequence[Row], fits: Callable[[str], bool]) -> Row | None:
    """A row whose end was said anew: "four two seven no eight one", "4071, no, last digit is two"."""
    known = digit_words(words.setting.language)
    for at in range(len(said) - 1, 0, -1):
        first, second = said[at - 1], said[at]
        if not is_corrected(words, first.end, second.start):
            continue
        gap = words.tokens[first.end : second.start]
        if known.first in gap and len(second.digits) == 1:
            readings = [second.digits + first.digits[1:]]
        elif known.last in gap:
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
    misheard = digit_words(words.setting.language).misheard
    before, behind = words.token(row.start - 1), words.token(row.end)
    if row.start == 1 and before in misheard and fits(misheard[before] + row.digits):
        return Row(misheard[before] + row.digits, 0, row.end, True)
    if row.end == len(words) - 1 and behind in misheard and fits(row.digits + misheard[behind]):
        return Row(row.digits + misheard[behind], row.start, row.end + 1, True)
    return None


def _digits_at(known: DigitWords, tokens: tuple[str, ...], at: int, *, lenient: bool) -> tuple[str, int]:
    """The digits that begin at a token and how many tokens they took; `("", 0)` when none do."""
    if at >= len(tokens):
        return "", 0
    word, after = tokens[at], tokens[at + 1] if at + 1 < len(tokens) else ""
    if word in known.repeats and after not in known.repeats:
        digit, used = _digits_at(known, tokens, at + 1, lenient=False)
        return (digit * known.repeats[word], used + 1) if len(digit) == 1 else ("", 0)
    if word in ZEROS:
        return "0", 1
    if after in known.plurals and (2 <= UNITS.get(word, 0) <= 9 or word in set("23456789")):
        return known.plurals[after] * (UNITS.get(word) or int(word)), 2
    if lenient and (number := _with_scale(known, tokens, at)) is not None:
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


def _with_scale(known: DigitWords, tokens: tuple[str, ...], at: int) -> tuple[str, int] | None:
    """ "Four thousand two hundred seventy one", "twelve hundred", also with "12" in figures."""
    figures = tokens[at].isdecimal() and tokens[at + 1 : at + 2] != () and tokens[at + 1] in known.scales
    if tokens[at] not in UNITS and tokens[at] not in TENS and not figures:
        return None
    number = numeral_at(tokens, at, MAX_NUMBER_WORDS)
    if number is None or known.scales.isdisjoint(tokens[at : at + number.end]):
        return None
    return (str(int(number.value)), number.end) if float(number.value).is_integer() else None
