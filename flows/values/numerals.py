"""Numbers in words and figures: "twelve hundred and fifty", "two and a half thousand", "5k", "$1,250.50", "21st"."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

from flows.values.large_numbers import SIGNS, runs_too_large
from flows.values.number_words import number_words

_ENGLISH = number_words()
UNITS, TENS, SCALES, ORDINALS = _ENGLISH.units, _ENGLISH.tens, _ENGLISH.scales, _ENGLISH.ordinals
ARTICLES, ZEROS, PARTS = _ENGLISH.articles, _ENGLISH.zeros, _ENGLISH.parts
MAX_VALUE = 10**15
"""Beyond it a double no longer holds every whole number."""
MAX_DECIMALS = 12
_Read = tuple[float, int] | None
"""A value and the token behind it."""


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number in tokens `start` up to `end`; `currency` is a sign such as `$` when one was written."""

    value: float
    start: int
    end: int
    currency: str = ""
    vague: bool = False
    """ "A couple hundred": said for about so many."""
    other: float | None = None
    """What the same words can mean too: "two fifty" is 250 or 2.50."""


def numerals(tokens: tuple[str, ...]) -> Iterator[Numeral]:
    """Every cardinal number in a sentence, longest first from the left, without overlap; "21st" is none."""
    return (item for item in every_numeral(tokens) if abs(item.value) <= MAX_VALUE)


def every_numeral(tokens: tuple[str, ...]) -> list[Numeral]:
    """As `numerals`, with those beyond `MAX_VALUE`; a run of words with a scale too large is one infinite number."""
    found = list(_walk(tokens))
    beyond = [item.end - 1 for item in found if item.value > MAX_VALUE and _has_scale(tokens, item)]
    runs = runs_too_large(tokens, beyond)
    if not runs:
        return found
    kept = [item for item in found if not any(item.start < end and start < item.end for start, end in runs)]
    infinite = [Numeral(math.inf, start, end, _sign(tokens[start])) for start, end in runs]
    return sorted((*kept, *infinite), key=lambda item: item.start)


def numeral_at(tokens: tuple[str, ...], at: int, size: int) -> Numeral | None:
    """The number that begins at a token, read in `size` tokens; its places are counted from there."""
    found = _at(tokens[at : at + size], 0)
    if not isinstance(found, Numeral) or abs(found.value) > MAX_VALUE:
        return None
    return None if any(start <= at < end for start, end in runs_too_large(tokens)) else found


def _walk(tokens: tuple[str, ...]) -> Iterator[Numeral]:
    at = 0
    while at < len(tokens):
        found = _at(tokens, at)
        if isinstance(found, Numeral):
            yield found
            at = found.end
        else:
            at = found


def _at(tokens: tuple[str, ...], at: int) -> Numeral | int:
    """The number that begins at a token; where there is none, the token at which the next one may begin."""
    if (ordinal := _ordinal(tokens, at)) is not None and _part(tokens, at) is None:
        return ordinal[1]
    return _couple(tokens, at) or _numeral(tokens, at) or at + 1


def _has_scale(tokens: tuple[str, ...], item: Numeral) -> bool:
    """A figure of many digits has none: it may be a code, and what stands beside it another number."""
    return not SCALES.keys().isdisjoint(tokens[item.start : item.end])


def _sign(token: str) -> str:
    return token[0] if token[0] in SIGNS else ""


def ordinals(tokens: tuple[str, ...]) -> Iterator[Numeral]:
    """Every position in a sentence: "third", "twenty first", "21st"."""
    at = 0
    while at < len(tokens):
        found = _ordinal(tokens, at)
        if found is not None:
            yield Numeral(found[0], at, found[1])
        at = found[1] if found is not None else at + 1


def figure_value(token: str) -> float | None:
    """`$1,250.50`, `45`, `21st` as a number; None for words and clock times."""
    bare = token.lstrip(SIGNS).replace(",", "")
    for suffix in _ENGLISH.ordinal_endings:
        if bare.endswith(suffix):
            bare = bare.removesuffix(suffix)
    try:
        return float(bare) if bare[:1].isdigit() else None
    except ValueError:
        return None


def plain_number(value: float) -> int | float:
    """Whole numbers without a point: what JSON and speech show."""
    return int(value) if float(value).is_integer() else value


def _cardinal_figure(token: str) -> float | None:
    return None if token[-1:].isalpha() else figure_value(token)


def _ordinal(tokens: tuple[str, ...], at: int) -> _Read:
    word = tokens[at]
    if word[:1].isdigit() and word[-1:].isalpha() and (value := figure_value(word)) is not None:
        return value, at + 1
    after = ORDINALS.get(_word(tokens, at + 1), 0)
    if word in TENS and 1 <= after <= 9:
        return float(TENS[word] + after), at + 2
    return (float(ORDINALS[word]), at + 1) if word in ORDINALS else None


def _couple(tokens: tuple[str, ...], at: int) -> Numeral | None:
    """ "A couple hundred", "a couple of thousand": two of them, about."""
    begin = at + (tokens[at] in ARTICLES)
    if _word(tokens, begin) != "couple":
        return None
    end = begin + 1 + (_word(tokens, begin + 1) == "of")
    scale = SCALES.get(_word(tokens, end), 0)
    return Numeral(2 * scale, at, end + 1, vague=True) if scale else None


def _numeral(tokens: tuple[str, ...], at: int) -> Numeral | None:
    sign = _sign(tokens[at])
    if (part := _part(tokens, at)) is not None:
        value, end = part
        # "half a million", "a quarter of a million"
        skip = 2 if tokens[end : end + 2] == ("of", "a") else 1 if _word(tokens, end) in ARTICLES else 0
        if (scale := SCALES.get(_word(tokens, end + skip), 0)) > 1:
            return Numeral(value * scale, at, end + skip + 1)
        if _word(tokens, end) in _ENGLISH.no_part or (skip and _word(tokens, end + skip) in _ENGLISH.times):
            return None if tokens[at] in ARTICLES or tokens[at] in PARTS else _rest(tokens, at, sign)
        return Numeral(round(value, 6), at, end)
    if tokens[at] in _ENGLISH.points:
        decimals = _decimals(tokens, at + 1)
        return Numeral(decimals[0], at, decimals[1]) if decimals is not None else None
    return _rest(tokens, at, sign)


def _rest(tokens: tuple[str, ...], at: int, sign: str) -> Numeral | None:
    """A whole number and what may follow it: decimals, "and a half", a scale."""
    whole = _whole(tokens, at)
    if whole is None:
        return None
    value, end, last = whole
    if _word(tokens, end) in _ENGLISH.points and (decimals := _decimals(tokens, end + 1)) is not None:
        value, end = value + decimals[0], decimals[1]
    elif _word(tokens, end) == "and" and (part := _part(tokens, end + 1, named=True)) is not None:
        # "a million and a half" is half a million more, "a thousand and a half" is not said.
        value, end = value + part[0] * (last if last >= SCALES["million"] else 1), part[1]
    else:
        return Numeral(value, at, end, sign)
    while (scale := SCALES.get(_word(tokens, end), 0)) > 1:
        value, end = value * scale, end + 1
    return Numeral(round(value, MAX_DECIMALS), at, end, sign)


def _part(tokens: tuple[str, ...], at: int, *, named: bool = False) -> _Read:
    """ "half", "a quarter", "three quarters", "two thirds"; `named`: not without its count or article."""
    first, second = _word(tokens, at), _word(tokens, at + 1)
    if first in _ENGLISH.bare_parts and not named:
        return 1 / PARTS[first], at + 1
    if first in ARTICLES and second in _ENGLISH.bare_parts:
        return 1 / PARTS[second], at + 2
    if first == "one" and second in PARTS:
        return 1 / PARTS[second], at + 2
    count = UNITS.get(first, 0) or (int(first) if first.isascii() and first.isdecimal() and len(first) == 1 else 0)
    plural = PARTS.get(second.removesuffix("s"), 0) if second.endswith("s") else 0
    return (count / plural, at + 2) if count and plural else None


def _decimals(tokens: tuple[str, ...], at: int) -> _Read:
    """ "five", "oh five", "two five", "seventy five", "25" behind a point."""
    digits = ""
    while at < len(tokens) and len(digits) < MAX_DECIMALS:
        word = tokens[at]
        if word in ZEROS:
            digits, at = digits + "0", at + 1
        elif UNITS.get(word, 20) < 20 or word in TENS:
            value, end = _below_hundred(tokens, at) or (0, at + 1)
            if value > 9 and digits:
                break
            digits, at = digits + str(int(value)), end
        elif word.isascii() and word.isdecimal():
            digits, at = digits + word, at + 1
        else:
            break
    return (float(f"0.{digits}"), at) if digits else None


def _whole(tokens: tuple[str, ...], at: int) -> tuple[float, int, float] | None:
    """A number by the grammar of English: groups below a thousand, each with a scale. Also tells the last scale."""
    total, end, limit = 0.0, at, 10.0**12
    found = False
    while end < len(tokens):
        group = _below_thousand(tokens, end, first=not found)
        if group is None:
            break
        value, stop = group
        scale = 1.0  # a row of scales is beyond every float, too, and then infinite
        while SCALES.get(_word(tokens, stop), 0) >= 1000 or (_word(tokens, stop) == "dozen" and not found):
            scale, stop = scale * SCALES[tokens[stop]], stop + 1
        if found and (scale >= limit or value * scale >= limit):
            break
        total, found, limit, end = total + value * scale, True, scale, stop
        if scale in (1, SCALES["dozen"]):
            break
        if _word(tokens, end) == "and" and _below_thousand(tokens, end + 1, first=False) is not None:
            end += 1
    return (round(total, 6), end, limit) if found else None


def _below_thousand(tokens: tuple[str, ...], at: int, *, first: bool) -> _Read:
    """ "two hundred and six", "twelve hundred", "a hundred", "forty two", "42"."""
    word, after = _word(tokens, at), _word(tokens, at + 1)
    head: _Read
    if word in ARTICLES and after in SCALES and after != "k" and (first or _word(tokens, at - 1) == "and"):
        head = (1.0, at + 1)
    elif word in _ENGLISH.alone and first and (at == 0 or tokens[at - 1] not in _ENGLISH.vague):
        head = (1.0, at)
    elif (figure := _cardinal_figure(word)) is not None:
        small = figure < 1000 and figure.is_integer() and word[0] not in SIGNS
        head = (figure, at + 1) if first or small else None
    else:
        head = _below_hundred(tokens, at)
    if head is None:
        return None
    value, end = head
    if _word(tokens, end) == "hundred":
        value, end = value * 100, end + 1
        tail = _below_hundred(tokens, end + (_word(tokens, end) == "and"), figures=True)
        if tail is not None:
            value, end = value + tail[0], tail[1]
    return value, end


def _below_hundred(tokens: tuple[str, ...], at: int, *, figures: bool = False) -> _Read:
    word = _word(tokens, at)
    if word in UNITS:
        return float(UNITS[word]), at + 1
    if word in TENS:
        if ORDINALS.get(_word(tokens, at + 1), 10) <= 9:
            return None  # the end of "two hundred and twenty first"
        if 1 <= UNITS.get(_word(tokens, at + 1), 0) <= 9:
            return float(TENS[word] + UNITS[tokens[at + 1]]), at + 2
        return float(TENS[word]), at + 1
    if figures and word.isascii() and word.isdecimal() and len(word) <= 2:
        return float(word), at + 1
    return (0.0, at + 1) if word in _ENGLISH.zero_amounts else None


def _word(tokens: tuple[str, ...], at: int) -> str:
    return tokens[at] if 0 <= at < len(tokens) else ""
