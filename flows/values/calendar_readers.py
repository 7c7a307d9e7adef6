"""What numbers, months and written dates a sentence holds at a token: the readers of the calendar's phrases."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flows.values.calendar_days import on, yearly
from flows.values.numerals import TENS, UNITS, numeral_at
from flows.values.patterns import Reader, named
from flows.values.words import Words

MONTH_FIRST = frozenset({"US"})
"""Regions that write 5/3 for the third of May; all others write the day first."""
YEARS = range(1900, 2200)
"""Years that callers mean; four figures outside are something else."""
MAX_COUNT = 1200
"""A hundred years in months; more is no answer to a question for a day."""
SPOKEN_YEARS_AHEAD = 3
""" "Twenty thirty" is a time rather than a year so far away."""
MINUTES = 60
MAX_NUMBER_WORDS = 6
_ISO = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?!\d)")
_SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})(?:/(\d{4}|\d{2}))?(?![\d/])")
_DOTTED = re.compile(r"(\d{1,2})[.-](\d{1,2})[.-](\d{4}|\d{2})(?!\d)")
_ALWAYS = "24/7"


@dataclass(frozen=True, slots=True)
class Today:
    """What the readers need to know of the caller's moment."""

    day: date
    region: str
    past: bool
    """Whether the slot is about days that lie behind."""


@dataclass(frozen=True, slots=True)
class _YearWords:
    millennium: tuple[str, ...]
    zeros: frozenset[str]
    """Between the century and the year: "nineteen oh five"."""


def readers(data: Mapping[str, Any], today: Today) -> dict[str, Reader]:
    """The readers of a language's calendar phrases."""
    months = data["months"]
    plain = {number: [word for word in words if word not in data["verbs"]] for number, words in months.items()}
    endings = tuple(data["ordinal_endings"])
    ordinals = named({number: [text] for number, text in enumerate(data["ordinals"], 1)})
    counts = named({1: data["one"], 2: data["two"]})
    year_words = _YearWords(tuple(data["millennium"].split()), frozenset(data["year_zeros"]))
    relative = named({today.day.year + away: words for away, words in data["years"].items()})

    def figure_ordinal(words: Words, at: int) -> Iterator[tuple[int, int]]:
        token = words.tokens[at]
        if token.endswith(endings) and (number := _day_number(token[:-2])) is not None:
            yield at + 1, number

    def ordinal(words: Words, at: int) -> Iterator[tuple[int, int]]:
        yield from ordinals(words, at)
        yield from figure_ordinal(words, at)

    def figure(words: Words, at: int) -> Iterator[tuple[int, int]]:
        if (number := _day_number(words.tokens[at])) is not None:
            yield at + 1, number

    def number(words: Words, at: int) -> Iterator[tuple[int, int]]:
        for end, value in small_numbers(words, at):
            if 1 <= value <= 31:
                yield end, value

    def count(words: Words, at: int) -> Iterator[tuple[int, int]]:
        yield from counts(words, at)
        numeral = numeral_at(words.tokens, at, MAX_NUMBER_WORDS)
        if numeral is not None and float(numeral.value).is_integer() and 1 <= numeral.value <= MAX_COUNT:
            yield at + numeral.end, int(numeral.value)

    def year(words: Words, at: int) -> Iterator[tuple[int, int]]:
        yield from relative(words, at)
        yield from _years(words, at, today, year_words)

    def written(words: Words, at: int) -> Iterator[tuple[int, tuple[date, ...]]]:
        yield from _written(words, at, today)

    return {
        "weekday": named(data["weekdays"]),
        "loose_weekday": named(data["loose_weekdays"]),
        "month": named(months),
        "plain_month": named(plain),
        "part": named({part: [part] for part in data["parts"]}),
        "holiday": named(data["holidays"]),
        "unit": named(data["units"]),
        "month_ordinal": named({number: [text] for number, text in enumerate(data["ordinals"][:12], 1)}),
        "figure_ordinal": figure_ordinal,
        "ordinal": ordinal,
        "figure": figure,
        "number": number,
        "count": count,
        "year": year,
        "written": written,
    }


def small_numbers(words: Words, at: int) -> Iterator[tuple[int, int]]:
    """Whole numbers of one or two words that begin at a token: "twenty one" is 21 and may be 20 and 1."""
    token, after = words.tokens[at], words.tokens[at + 1] if at + 1 < len(words) else ""
    if token in TENS and 1 <= UNITS.get(after, 0) <= 9:
        yield at + 2, TENS[token] + UNITS[after]
    if token in TENS or token in UNITS:
        yield at + 1, TENS[token] if token in TENS else UNITS[token]
    elif token.isascii() and token.isdecimal() and len(token) <= 2:
        yield at + 1, int(token)


def _day_number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 2 and 1 <= int(text) <= 31 else None


def _years(words: Words, at: int, today: Today, said: _YearWords) -> Iterator[tuple[int, int]]:
    token = words.tokens[at]
    if len(token) == 4 and token.isascii() and token.isdecimal() and int(token) in YEARS:
        yield at + 1, int(token)
        return
    if words.tokens[at : at + len(said.millennium)] == said.millennium:
        spoken = numeral_at(words.tokens, at, MAX_NUMBER_WORDS)
        if spoken is not None and spoken.value in YEARS:
            yield at + spoken.end, int(spoken.value)
        return
    if at + 1 >= len(words):
        return
    for middle, century in small_numbers(words, at):
        if century not in (19, 20) or middle >= len(words):
            continue
        zero = words.tokens[middle] in said.zeros
        for end, rest in small_numbers(words, middle + zero):
            told = century * 100 + rest
            near = today.day.year - 1 <= told <= today.day.year + SPOKEN_YEARS_AHEAD
            if (1 <= rest <= 9) == zero and rest < 100 and (today.past or near or (century == 19 and rest >= MINUTES)):
                yield end, told


def _written(words: Words, at: int, today: Today) -> Iterator[tuple[int, tuple[date, ...]]]:
    begin = words.spans[at][0]
    if words.text.startswith(_ALWAYS, begin):
        return
    if found := _ISO.match(words.text, begin):
        years, numbers = found[1], (int(found[2]), int(found[3]))
        orders = [numbers]
    elif found := _SLASHED.match(words.text, begin) or _DOTTED.match(words.text, begin):
        years, first, second = found[3], int(found[1]), int(found[2])
        orders = [(first, second), (second, first)]
        if today.region not in MONTH_FIRST or "." in found[0]:
            orders.reverse()
    else:
        return
    end = next((i for i in range(at, len(words)) if words.spans[i][0] >= found.end()), len(words))
    if end > at and words.spans[end - 1][1] > found.end():
        return
    for month, day in orders:
        if days := _with_year(years, month, day, today):
            yield end, days
            return


def _with_year(years: str | None, month: int, day: int, today: Today) -> tuple[date, ...]:
    """The date of that year; without one the next, and for a slot about the past the last before it."""
    if years is not None:
        year = int(years)
        if year < 100:
            year += 2000
            year -= 100 if today.past and year > today.day.year else 0
        one = on(year, month, day)
        return (one,) if one is not None and year in YEARS else ()
    ahead = yearly(today.day, month, day, back=False)
    behind = yearly(today.day, month, day, back=True) if today.past else None
    return tuple(dict.fromkeys(one for one in (behind, ahead) if one is not None))
