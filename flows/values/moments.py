"""Numbers that belong to a time, a date or a span of time: they are no amounts and no numbers of people."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from flows.values.cardinals import cardinals, is_pair
from flows.values.currencies import MONEY_WORDS
from flows.values.language import DEFAULT_LANGUAGE, Phrase, word_table
from flows.values.numerals import Numeral
from flows.values.words import FILLERS, Words

Kind = Literal["clock", "date", "measure"]
_ISO_DATE = re.compile(r"\d{4}-\d{1,2}-\d{1,2}")
FIRST_YEAR, LAST_YEAR = 1900, 2100


@dataclass(frozen=True)
class MomentWords:
    """All tables of a language."""

    months: frozenset[str]
    unsure_months: frozenset[str]
    days: frozenset[str]
    counted: frozenset[str]
    uncounted: frozenset[str]
    clock_before: frozenset[str]
    oclock: frozenset[str]
    oclock_apart: tuple[Phrase, ...]
    parts_of_day: tuple[Phrase, ...]
    spans: frozenset[str]
    span_leads: frozenset[str]
    ages: frozenset[str]
    year_leads: frozenset[str]
    past: frozenset[str]
    past_counted: frozenset[str]
    minutes: frozenset[str]
    halves: frozenset[str]
    correcting: frozenset[str]


@cache
def moment_words(language: str = DEFAULT_LANGUAGE) -> MomentWords:
    """The tables, read once."""
    return word_table(MomentWords, "moment_words", language)


MONTHS = moment_words().months
COUNTED = moment_words().counted
"""Words behind a number of people or things: such a number is no time."""
UNCOUNTED = moment_words().uncounted
"""Behind a number in a request they are no answer to "how many": "I have two questions"."""
SPANS = moment_words().spans


@dataclass(frozen=True, slots=True)
class Moment:
    """Tokens `start` up to `end` that tell when or how long; `sure`: they can mean nothing else."""

    start: int
    end: int
    kind: Kind
    sure: bool

    def holds(self, start: int, end: int) -> bool:
        """Whether a value in these tokens stands within."""
        return start < self.end and self.start < end


def moments(words: Words) -> list[Moment]:
    """Every moment and span of time in which a number stands."""
    return list(_moments(words))


@lru_cache(maxsize=32)
def _moments(words: Words) -> tuple[Moment, ...]:
    numbers = cardinals(words)
    found = [
        Moment(at, at + 1, "clock", True) for at, token in enumerate(words.tokens) if ":" in token
    ]  # "7:30" is no number to begin with
    at = 0
    while at < len(numbers):
        pair = at + 1 < len(numbers) and is_pair(words, numbers[at], numbers[at + 1])
        number, last = numbers[at], numbers[at + 1] if pair else numbers[at]
        moment = _clock(words, number, last) or _date(words, number, last)
        if moment is None and pair:
            pair, last = False, number
            moment = _clock(words, number, last) or _date(words, number, last)
        moment = moment or _measure(words, number) or _corrected(words, number, found)
        if moment is not None:
            found.append(moment)
        at += 1 + (pair and moment is not None)
    found += [_iso(words, match) for match in _ISO_DATE.finditer(words.text)]
    return tuple(dict.fromkeys(found))


def _clock(words: Words, number: Numeral, last: Numeral) -> Moment | None:
    known = moment_words(words.setting.language)
    hour, end, token = number.value, last.end, words.token
    if not (1 <= hour <= 24 and float(hour).is_integer()) or (last is not number and last.value > 59):
        return None
    if token(end) in known.oclock:
        return Moment(number.start, end + 1, "clock", token(end) != "ish")
    for part in (*known.oclock_apart, *known.parts_of_day):
        if words.tokens[end : end + len(part)] == part:
            return Moment(number.start, end + len(part), "clock", True)
    before, further = token(number.start - 1), token(number.start - 2)
    if before in known.past and further in known.halves:
        return Moment(number.start - 2, end, "clock", True)
    if before in known.past_counted and (further in known.minutes or _minutes_before(words, number.start - 1)):
        return Moment(number.start - 2, end, "clock", True)
    if token(end) in known.past_counted and _hour_behind(words, end + 1) and (token(end) == "past" or before == "at"):
        return Moment(number.start, end + 2, "clock", True)
    counts = token(end) in known.counted or token(end) in MONEY_WORDS or token(end) in known.spans
    if counts or token(number.start)[0] in "$£€":
        return None
    if before in known.clock_before and not words.pauses_before(number.start):
        return Moment(number.start - 1, end, "clock", before == "at" and last is not number)
    return None


def _minutes_before(words: Words, at: int) -> bool:
    """ "Ten past", "twenty five past" and, behind "at", "ten to"."""
    minutes = next((item for item in cardinals(words) if item.end == at), None)
    if minutes is None or not 1 <= minutes.value <= 59:
        return False
    return words.token(at) == "past" or words.token(minutes.start - 1) == "at"


def _hour_behind(words: Words, at: int) -> bool:
    return any(item.start == at and 1 <= item.value <= 12 for item in cardinals(words))


def _date(words: Words, number: Numeral, last: Numeral) -> Moment | None:
    known = moment_words(words.setting.language)
    before, behind = words.token(number.start - 1), words.token(last.end)
    leads = before in known.months or before in known.year_leads
    if FIRST_YEAR <= number.value <= LAST_YEAR and leads and words.tokens[number.start].isdigit():
        return Moment(number.start - 1, last.end, "date", True)
    if not 1 <= number.value <= 31:
        return None
    if before in known.months:
        return Moment(number.start - 1, number.end, "date", before not in known.unsure_months or number is last)
    plain = behind in known.months and behind not in known.unsure_months
    if plain or (behind == "of" and words.token(last.end + 1) in known.months):
        return Moment(number.start, last.end + 1 + (behind == "of"), "date", True)
    counts = behind in known.counted or behind in MONEY_WORDS or behind in known.spans
    if before in known.days and not words.pauses_before(number.start) and not counts:
        return Moment(number.start - 1, last.end, "date", False)
    return None


def _measure(words: Words, number: Numeral) -> Moment | None:
    known = moment_words(words.setting.language)
    behind = number.end + (words.token(number.end) in known.span_leads)
    if words.token(behind) in known.spans:
        return Moment(number.start, behind + 1, "measure", True)
    if words.token(number.start - 1) in known.ages or words.text[words.spans[number.end - 1][1] :][:1] == "%":
        return Moment(number.start, number.end, "measure", True)
    return None


def _corrected(words: Words, number: Numeral, found: list[Moment]) -> Moment | None:
    """ "At seven no eight": eight is a time too."""
    before = next((item for item in reversed(found) if item.end <= number.start and item.kind == "clock"), None)
    gap = words.tokens[before.end : number.start] if before is not None else ()
    known, behind = moment_words(words.setting.language), words.token(number.end)
    if before is None or not gap or not all(word in known.correcting or word in FILLERS for word in gap):
        return None
    if behind in known.counted or behind in MONEY_WORDS:
        return None
    return Moment(number.start, number.end, "clock", False)


def _iso(words: Words, match: re.Match[str]) -> Moment:
    inside = [at for at, span in enumerate(words.spans) if match.start() <= span[0] < match.end()]
    return Moment(inside[0], inside[-1] + 1, "date", True) if inside else Moment(0, 0, "date", True)
