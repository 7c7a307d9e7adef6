"""Numbers that belong to a time, a date or a span of time: they are no amounts and no numbers of people."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from flows.values.cardinals import cardinals, is_pair
from flows.values.currencies import MONEY_WORDS
from flows.values.numerals import Numeral
from flows.values.words import FILLERS, Words

Kind = Literal["clock", "date", "measure"]
MONTHS = frozenset(
    "january february march april may june july august september october november december jan feb mar apr jun jul aug "
    "sep sept oct nov dec".split()
)
UNSURE_MONTHS = frozenset({"may", "march", "mar"})
"""Also verbs: "four may come"."""
DAYS = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun today "
    "tomorrow tonight".split()
)
COUNTED = frozenset(
    "people person persons guests guest adults adult kids kid children child men women friends friend family of pax "
    "seats seat covers diners heads folks tickets ticket students passengers bags rooms".split()
)
"""Words behind a number of people or things: such a number is no time."""
UNCOUNTED = frozenset(
    "question questions thing things more other others time times card cards account accounts problem problems request "
    "requests option options".split()
)
"""Behind a number in a request they are no answer to "how many": "I have two questions"."""
_CLOCK_BEFORE = frozenset("at by until till around about before after from since".split())
_OCLOCK = frozenset("am pm o'clock oclock ish".split())
_PARTS_OF_DAY = (("in", "the", "morning"), ("in", "the", "afternoon"), ("in", "the", "evening"), ("at", "night"))
SPANS = frozenset(
    "second seconds sec secs minute minutes min mins hour hours hr hrs day days night nights week weeks weekend "
    "weekends month months year years fortnight fortnights percent times degrees".split()
)
_PAST = frozenset({"past", "to", "till", "after", "before"})
_CORRECTING = frozenset("no sorry wait actually i mean or rather make it that maybe at let's say".split()) | FILLERS
_ISO_DATE = re.compile(r"\d{4}-\d{1,2}-\d{1,2}")
FIRST_YEAR, LAST_YEAR = 1900, 2100


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
    hour, end, token = number.value, last.end, words.token
    if not (1 <= hour <= 24 and float(hour).is_integer()) or (last is not number and last.value > 59):
        return None
    if token(end) in _OCLOCK or words.tokens[end : end + 2] in (("a", "m"), ("p", "m"), ("o", "clock")):
        return Moment(number.start, end + 1 + (token(end) in ("a", "p", "o")), "clock", token(end) != "ish")
    for part in _PARTS_OF_DAY:
        if words.tokens[end : end + len(part)] == part:
            return Moment(number.start, end + len(part), "clock", True)
    before, further = token(number.start - 1), token(number.start - 2)
    if before in _PAST and further in ("half", "quarter"):
        return Moment(number.start - 2, end, "clock", True)
    if before in ("past", "to") and (further in ("minutes", "minute") or _minutes_before(words, number.start - 1)):
        return Moment(number.start - 2, end, "clock", True)
    if token(end) in ("past", "to") and _hour_behind(words, end + 1) and (token(end) == "past" or before == "at"):
        return Moment(number.start, end + 2, "clock", True)
    if token(end) in COUNTED or token(end) in MONEY_WORDS or token(end) in SPANS or token(number.start)[0] in "$£€":
        return None
    if before in _CLOCK_BEFORE and not words.pauses_before(number.start):
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
    before, behind = words.token(number.start - 1), words.token(last.end)
    if FIRST_YEAR <= number.value <= LAST_YEAR and before in MONTHS | {"in"} and words.tokens[number.start].isdigit():
        return Moment(number.start - 1, last.end, "date", True)
    if not 1 <= number.value <= 31:
        return None
    if before in MONTHS:
        return Moment(number.start - 1, number.end, "date", before not in UNSURE_MONTHS or number is last)
    if behind in MONTHS - UNSURE_MONTHS or (behind == "of" and words.token(last.end + 1) in MONTHS):
        return Moment(number.start, last.end + 1 + (behind == "of"), "date", True)
    if before in DAYS and not words.pauses_before(number.start) and behind not in COUNTED | MONEY_WORDS | SPANS:
        return Moment(number.start - 1, last.end, "date", False)
    return None


def _measure(words: Words, number: Numeral) -> Moment | None:
    behind = number.end + (words.token(number.end) in ("full", "more", "whole", "business", "working"))
    if words.token(behind) in SPANS:
        return Moment(number.start, behind + 1, "measure", True)
    if words.token(number.start - 1) in ("aged", "age") or words.text[words.spans[number.end - 1][1] :][:1] == "%":
        return Moment(number.start, number.end, "measure", True)
    return None


def _corrected(words: Words, number: Numeral, found: list[Moment]) -> Moment | None:
    """ "At seven no eight": eight is a time too."""
    before = next((item for item in reversed(found) if item.end <= number.start and item.kind == "clock"), None)
    gap = words.tokens[before.end : number.start] if before is not None else ()
    if before is None or not gap or not set(gap) <= _CORRECTING or words.token(number.end) in COUNTED | MONEY_WORDS:
        return None
    return Moment(number.start, number.end, "clock", False)


def _iso(words: Words, match: re.Match[str]) -> Moment:
    inside = [at for at, span in enumerate(words.spans) if match.start() <= span[0] < match.end()]
    return Moment(inside[0], inside[-1] + 1, "date", True) if inside else Moment(0, 0, "date", True)
