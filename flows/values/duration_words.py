"""The spans of time that a sentence names: "an hour and a half", "ninety minutes", "a week and two days"."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from flows.values.calendar_readers import small_numbers
from flows.values.language import language_data
from flows.values.numerals import numeral_at
from flows.values.patterns import Reader, named
from flows.values.words import Words

TABLE = "duration_words"
UNIT_SECONDS = {
    "second": 1, "minute": 60, "hour": 3_600, "day": 86_400, "night": 86_400, "week": 604_800, "fortnight": 1_209_600,
    "month": 30 * 86_400, "year": 365 * 86_400,
}  # fmt: skip
"""A month is 30 days and a year 365, since no first day is known."""
BELOW = {"hour": "minute", "minute": "second"}
"""What a number without a unit counts behind one: "an hour twenty"."""
MAX_SECONDS = 100 * UNIT_SECONDS["year"]
MAX_NUMBER_WORDS = 8


@dataclass(frozen=True, slots=True)
class Span:
    """A span of time in tokens `start` up to `end`."""

    seconds: float
    start: int
    end: int
    units: frozenset[str]
    doubtful: bool = False
    plain: bool = True
    """False when it may be a moment rather than a span: "in two hours", "wait a second"."""


@dataclass(frozen=True, slots=True)
class _Reading:
    data: Mapping[str, Any]
    amount: Reader
    unit: Reader
    glued: Reader
    tail: Reader


@lru_cache(maxsize=8)  # several slots look at the same sentence
def spans_said(words: Words) -> tuple[Span, ...]:
    """Every span of time from the left."""
    reading = _reading(words.setting.language)
    found: list[Span] = []
    at = 0
    while at < len(words):
        span = _span(words, at, reading)
        if span is None:
            at += 1
            continue
        found.append(span)
        at = span.end
    return tuple(span for span in found if 0 < span.seconds <= MAX_SECONDS)


@cache
def _reading(language: str) -> _Reading:
    data = language_data(TABLE, language)
    return _Reading(
        data, named(data["amounts"]), named(data["units"]), named(data["glued_units"]), named(data["tails"])
    )


def _span(words: Words, at: int, reading: _Reading) -> Span | None:
    first = _part(words, at, reading)
    if first is None:
        return None
    seconds, unit, end = first
    units = [unit]
    while (more := _next_part(words, end, units[-1], reading)) is not None:
        seconds, end = seconds + more[0], more[2]
        units.append(more[1])
    return Span(
        seconds, at, end, frozenset(units), _is_open(words, at, end, reading), _is_plain(words, at, end, unit, reading)
    )


def _part(words: Words, at: int, reading: _Reading) -> tuple[float, str, int] | None:
    """One amount with its unit: (seconds, unit, end)."""
    best: tuple[float, str, int] | None = None
    for middle, amount in _amounts(words, at, reading):
        if middle >= len(words):
            continue
        stuck = words.text[words.spans[middle - 1][1] : words.spans[middle][0]] == ""
        for end, unit in (*reading.unit(words, middle), *(reading.glued(words, middle) if stuck else ())):
            stop, tail = _longest(reading.tail, words, end)
            if best is None or stop > best[2]:
                best = (amount + tail) * UNIT_SECONDS[unit], unit, stop
    if best is None:
        for end, unit in reading.unit(words, at):  # "hour and a half"
            stop, tail = _longest(reading.tail, words, end)
            if tail:
                best = (1 + tail) * UNIT_SECONDS[unit], unit, stop
    return best


def _amounts(words: Words, at: int, reading: _Reading) -> Iterator[tuple[int, float]]:
    yield from reading.amount(words, at)
    numeral = numeral_at(words.tokens, at, MAX_NUMBER_WORDS)
    if numeral is not None and not numeral.currency:
        yield at + numeral.end, float(numeral.value)


def _longest(reader: Reader, words: Words, at: int) -> tuple[int, float]:
    return max(reader(words, at), default=(at, 0.0))


def _next_part(words: Words, at: int, unit: str, reading: _Reading) -> tuple[float, str, int] | None:
    """A smaller part behind the one of `unit`: "and two days", "twenty"."""
    joined = at < len(words) and words.tokens[at] in reading.data["and"]
    begin = at + joined
    if begin >= len(words):
        return None
    part = _part(words, begin, reading)
    if part is not None:
        return part if UNIT_SECONDS[part[1]] < UNIT_SECONDS[unit] else None
    below = BELOW.get(unit)
    for end, number in small_numbers(words, begin):
        behind = words.tokens[end : end + 1]
        counted = bool(behind) and behind[0] in reading.data["things"]
        apart = counted or (joined and behind) or words.pauses_before(begin)
        return (float(number * UNIT_SECONDS[below]), below, end) if below and 1 <= number <= 59 and not apart else None
    return None


def _is_open(words: Words, start: int, end: int, reading: _Reading) -> bool:
    """ "Two or three hours", "an hour or two", "10-20 minutes"."""
    ways, before, behind = reading.data["alternatives"], words.tokens[:start], words.tokens[end:]
    if before and (before[-1] in ways or words.text[words.spans[start - 1][1] : words.spans[start][0]] == "-"):
        joint = start - (before[-1] in ways)
        return any(stop == joint for stop in _number_ends(words, start)) or _ends_in_unit(words, joint, reading)
    return bool(behind) and behind[0] in ways[:2] and behind[1:2] != () and behind[1] not in reading.data["about"]


def _ends_in_unit(words: Words, at: int, reading: _Reading) -> bool:
    return 0 < at < len(words) and words.tokens[at] != "and" and any(True for _ in reading.unit(words, at - 1))


def _number_ends(words: Words, start: int) -> Iterator[int]:
    for at in range(max(0, start - 3), start):
        for end, _ in small_numbers(words, at):
            yield end


def _is_plain(words: Words, start: int, end: int, unit: str, reading: _Reading) -> bool:
    before, behind = words.tokens[start - 1 : start] if start else (), words.tokens[end : end + 1]
    if before and before[0] in reading.data["until"]:
        return False
    if behind and behind[0] in reading.data["since"]:
        return False
    amount = " ".join(words.tokens[start : end - 1])
    return not (unit in reading.data["passing"] and amount in reading.data["vague_amounts"])
