"""Amounts as callers mean them: with their sign, without what only looks like a number ("b12", "12/05/2026")."""

import math
import re
from dataclasses import replace
from functools import lru_cache

from flows.values.number_words import number_words
from flows.values.numerals import MAX_VALUE, Numeral, every_numeral
from flows.values.words import Words

MAX_MINUS = 4
"""Characters before a figure in which its minus stands, with the one before them."""
_MINUS = re.compile(r"(?<!\w)[$£€]?[-\u2212][$£€]?\Z")
"""A minus sticks to its figure; "ok - 3" has a dash, "10-20" a range."""
_GROUPS = re.compile(r"(?<![\w.,])[$£€]?\d{1,3}(?:[ .'’_\u00a0\u202f]\d{3}){5,}(?!\d)")
"""A figure of sixteen digits or more in groups, which are tokens of their own."""
_EXPONENTS = frozenset({"e", "e+", "^", "**"})
_SLASHES = re.compile(r"\s*/\s*")


def cardinals(words: Words) -> list[Numeral]:
    """Every number of a sentence from the left without its sign; labels and dates in figures are left out."""
    return [item for item in every_cardinal(words) if item.value <= MAX_VALUE]


def too_large(words: Words) -> list[Numeral]:
    """The numbers of a sentence that are too large to hold; what is said with them is no smaller number."""
    return [item for item in every_cardinal(words) if not item.value <= MAX_VALUE]


@lru_cache(maxsize=32)
def every_cardinal(words: Words) -> tuple[Numeral, ...]:
    """As `cardinals`, with those that are too large; scales beyond all make a number infinite."""
    found = _scientific(words, [_with_point(words, item) for item in _grouped(words, every_numeral(words.tokens))])
    kept = [item for item in found if not _is_label(words, item) and not _is_pronoun(words, item)]
    return tuple(_fractions(words, kept))


def signed(words: Words, found: list[Numeral]) -> list[Numeral]:
    """With the minus that was said: "minus three", "-3", "three below zero"."""
    known, result = number_words(words.setting.language), list[Numeral]()
    for item in found:
        if result and item.start < result[-1].end:
            continue  # the zero of "below zero"
        if words.token(item.start - 1) in known.minus:
            item = replace(_negative(item), start=item.start - 1)
        elif _in_words(words.tokens[item.end : item.end + len(known.below_zero)]) == known.below_zero:
            item = replace(_negative(item), end=item.end + len(known.below_zero))
        elif _MINUS.search(words.text[: words.spans[item.start][0]][-MAX_MINUS:]) is not None:
            item = _negative(item)
        result.append(item)
    return result


def _in_words(tokens: tuple[str, ...]) -> tuple[str, ...]:
    """A zero in figures as it is said."""
    return tuple("zero" if token == "0" else token for token in tokens)


def joined(words: Words, found: list[Numeral]) -> list[Numeral]:
    """ "Two fifty" is 250, "twelve fifty" 1,250, "one oh five" 105, "two fifty thousand" 250,000.

    `other` holds the reading as units and hundredths, 2.50.
    """
    result: list[Numeral] = []
    for numeral in found:
        before = result[-1] if result else None
        value = _together(words, before, numeral) if before is not None else None
        if before is not None and value is not None:
            cents = numeral.value / 100 if numeral.value <= 99 else 0
            other = round(before.value + cents, 2) if cents else None
            result[-1] = replace(before, value=value, end=numeral.end, other=other)
        else:
            result.append(numeral)
    return result


def _negative(item: Numeral) -> Numeral:
    return replace(item, value=-item.value, other=None if item.other is None else -item.other)


def is_pair(words: Words, before: Numeral, numeral: Numeral) -> bool:
    """Two numbers that follow each other directly and are said as one: "two fifty", "one oh five"."""
    return _together(words, before, numeral) is not None


def _together(words: Words, before: Numeral, numeral: Numeral) -> float | None:
    whole = float(before.value).is_integer() and float(numeral.value).is_integer() and not numeral.currency
    if not whole or before.vague or not 1 <= before.value <= 99 or words.pauses_before(numeral.start):
        return None
    gap = words.tokens[before.end : numeral.start]
    if len(gap) == 1 and gap[0] in number_words(words.setting.language).hundred_gaps:
        return before.value * 100 + numeral.value if 1 <= numeral.value <= 9 else None
    if gap or _written_together(words, before, numeral):
        return None
    if 10 <= numeral.value <= 99:
        return before.value * 100 + numeral.value
    if before.value <= 9 and 10_000 <= numeral.value <= 99_000 and numeral.value % 1000 == 0:
        return before.value * 100_000 + numeral.value
    return None


def _written_together(words: Words, before: Numeral, numeral: Numeral) -> bool:
    """ "10-20" in figures is a range, "4,50" an amount with a comma; both are judged elsewhere."""
    figures = words.token(before.end - 1)[:1].isdigit() and words.tokens[numeral.start][:1].isdigit()
    return figures and words.between(before.end, numeral.start).strip() != ""


def _is_label(words: Words, item: Numeral) -> bool:
    """ "B12", "4b": letters stick to the figures."""
    if not words.tokens[item.start][-1:].isdigit():
        return False
    begin = words.spans[item.start][0]
    if begin and (words.text[begin - 1].isalpha() or words.text[begin - 1] == "_"):
        return True
    behind, stuck = words.token(item.end), words.between(item.end, item.end) == ""
    return (
        stuck
        and len(behind) == 1
        and behind not in number_words(words.setting.language).glued_units
        and words.tokens[item.end - 1][-1:].isdigit()
    )


def _is_pronoun(words: Words, item: Numeral) -> bool:
    """ "The first one", "the big one", "that one", "one moment"."""
    if words.tokens[item.start : item.end] != ("one",):
        return False
    known = number_words(words.setting.language)
    told = words.token(item.start - 1) in known.pronoun_before and not words.pauses_before(item.start)
    the_big = (
        item.start > 1 and words.token(item.start - 2) in known.pronoun_articles and not words.pauses_before(item.start)
    )
    return told or the_big or words.token(item.end) in known.pronoun_behind


def _with_point(words: Words, item: Numeral) -> Numeral:
    """ ".50" is a half."""
    begin = words.spans[item.start][0]
    pointed = begin and words.text[begin - 1] == "." and not words.text[: begin - 1][-1:].isalnum()
    written = words.tokens[item.start]
    if not pointed or not written.isdecimal() or item.end > item.start + 1:
        return item
    return replace(item, value=round(item.value / 10 ** len(written), 9))


def _grouped(words: Words, found: list[Numeral]) -> list[Numeral]:
    """ "1 000 000 000 000 000 000" is one number, and too large."""
    for match in _GROUPS.finditer(words.text):
        inside = [at for at, span in enumerate(words.spans) if match.start() <= span[0] < match.end()]
        if inside:
            start, end = inside[0], inside[-1] + 1
            kept = [item for item in found if item.end <= start or end <= item.start]
            found = sorted([*kept, Numeral(math.inf, start, end)], key=lambda item: item.start)
    return found


def _scientific(words: Words, found: list[Numeral]) -> list[Numeral]:
    """ "1e3" and "10^3" are one number, 1,000."""
    result: list[Numeral] = []
    for item in found:
        before = result[-1] if result else None
        mark = words.text[words.spans[before.end - 1][1] : words.spans[item.start][0]] if before is not None else ""
        if before is not None and mark.strip().lower() in _EXPONENTS and mark == mark.strip():
            result[-1] = replace(before, value=_power(before.value, item.value, mark), end=item.end)
        else:
            result.append(item)
    return result


def _power(base: float, exponent: float, mark: str) -> float:
    try:
        return float(base**exponent if mark in ("^", "**") else base * 10.0**exponent)
    except OverflowError:
        return math.inf


def _fractions(words: Words, found: list[Numeral]) -> list[Numeral]:
    """ "1/2" is a half and "2 1/2" two and a half; "12/05/2026" is a date and no number."""
    result: list[Numeral] = []
    at = 0
    while at < len(found):
        row = [found[at]]
        while at + 1 < len(found) and _slash_between(words, found[at], found[at + 1]):
            at += 1
            row.append(found[at])
        at += 1
        first, last = row[0], row[-1]
        if len(row) == 1:
            result.append(first)
        elif len(row) == 2 and 0 < first.value < last.value <= 10:
            part, before = first.value / last.value, result[-1] if result else None
            if before is not None and before.end == first.start and float(before.value).is_integer():
                result[-1] = replace(before, value=round(before.value + part, 6), end=last.end)
            else:
                result.append(Numeral(round(part, 6), first.start, last.end))
    return result


def _slash_between(words: Words, before: Numeral, after: Numeral) -> bool:
    return before.end == after.start and _SLASHES.fullmatch(words.between(before.end, after.start)) is not None
