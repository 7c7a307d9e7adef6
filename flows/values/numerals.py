"""Spoken English numbers: "twelve hundred and fifty", "two point five", "a hundred", "21st", "$1,250.50"."""

from collections.abc import Iterator
from dataclasses import dataclass

UNITS = {
    word: value
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen".split()
    )
}
TENS = {
    word: 10 * value for value, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)
}
TENS["fourty"] = 40
SCALES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
SCALES |= {"grand": 1_000}
ORDINALS = {
    word: value
    for value, word in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split(), 1
    )
}
ARTICLES = frozenset({"a", "an"})
MAX_VALUE = 10**15
"""Beyond it a double no longer holds every whole number."""


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number in tokens `start` up to `end`; `currency` is a sign such as `$` when one was written."""

    value: float
    start: int
    end: int
    currency: str = ""


def numerals(tokens: tuple[str, ...]) -> Iterator[Numeral]:
    """Every number in a sentence, longest first from the left, without overlap."""
    at = 0
    while at < len(tokens):
        found = _figure(tokens, at) or _spoken(tokens, at)
        if found is None:
            at += 1
            continue
        if abs(found.value) <= MAX_VALUE:
            yield found
        at = found.end


def figure_value(token: str) -> float | None:
    """`$1,250.50`, `45`, `21st` as a number; None for words and clock times."""
    bare = token.lstrip("$£€").replace(",", "")
    for suffix in ("st", "nd", "rd", "th"):
        if bare.endswith(suffix):
            bare = bare.removesuffix(suffix)
    try:
        return float(bare) if bare[:1].isdigit() else None
    except ValueError:
        return None


def _figure(tokens: tuple[str, ...], at: int) -> Numeral | None:
    value = figure_value(tokens[at])
    if value is None:
        return None
    end = at + 1
    while end < len(tokens) and tokens[end] in SCALES:  # "2 thousand"
        value *= SCALES[tokens[end]]
        end += 1
    sign = tokens[at][0] if tokens[at][0] in "$£€" else ""
    return Numeral(value, at, end, sign)


def _spoken(tokens: tuple[str, ...], at: int) -> Numeral | None:
    whole = _whole(tokens, at)
    if whole is None:
        return None
    value, end = whole
    if end < len(tokens) - 1 and tokens[end] == "point":
        decimals, stop = "", end + 1
        while stop < len(tokens) and (digit := UNITS.get(tokens[stop], 10 if tokens[stop] != "oh" else 0)) < 10:
            decimals, stop = decimals + str(digit), stop + 1
        if decimals:
            value, end = value + float(f"0.{decimals}"), stop
    elif tokens[end : end + 3] == ("and", "a", "half"):
        value, end = value + 0.5, end + 3
        if end < len(tokens) and tokens[end] in SCALES:  # "two and a half thousand"
            value, end = value * SCALES[tokens[end]], end + 1
    return Numeral(value, at, end)


def _whole(tokens: tuple[str, ...], at: int) -> tuple[float, int] | None:
    """A whole number by the grammar of English: groups below a thousand, each with a scale."""
    total, end, limit = 0.0, at, 10.0**12
    found = False
    while end < len(tokens):
        group = _below_thousand(tokens, end, articles=not found or tokens[end - 1] == "and")
        if group is None:
            break
        value, stop = group
        scale = SCALES.get(tokens[stop], 1) if stop < len(tokens) and SCALES.get(tokens[stop], 0) >= 1000 else 1
        if found and (scale >= limit or value * scale >= limit):
            break
        total, found, limit = total + value * scale, True, float(scale)
        end = stop + (scale > 1)
        if scale == 1:
            break
        if end < len(tokens) - 1 and tokens[end] == "and" and _below_thousand(tokens, end + 1, articles=False):
            end += 1
    return (total, end) if found else None


def _below_thousand(tokens: tuple[str, ...], at: int, *, articles: bool) -> tuple[float, int] | None:
    """ "two hundred and six", "twelve hundred", "a hundred", "forty two"."""
    word = tokens[at]
    if word in ARTICLES and articles and at + 1 < len(tokens) and tokens[at + 1] in SCALES:
        head: tuple[float, int] | None = (1.0, at + 1)
    else:
        head = _below_hundred(tokens, at)
    if head is None:
        return None
    value, end = head
    if end < len(tokens) and tokens[end] == "hundred":
        value, end = value * 100, end + 1
        after = end + (end < len(tokens) and tokens[end] == "and")
        if after < len(tokens) and (tail := _below_hundred(tokens, after)) is not None:
            value, end = value + tail[0], tail[1]
    return value, end


def _below_hundred(tokens: tuple[str, ...], at: int) -> tuple[float, int] | None:
    word = tokens[at]
    if word in UNITS:
        return float(UNITS[word]), at + 1
    if word in TENS:
        if at + 1 < len(tokens) and 1 <= UNITS.get(tokens[at + 1], 0) <= 9:
            return float(TENS[word] + UNITS[tokens[at + 1]]), at + 2
        return float(TENS[word]), at + 1
    return None


def plain_number(value: float) -> int | float:
    """Whole numbers without a point: what JSON and speech show."""
    return int(value) if float(value).is_integer() else value
