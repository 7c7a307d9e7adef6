"""The times of day that a sentence tells: "half past three", "7:30", "at eight in the evening", "in twenty minutes"."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import time
from functools import lru_cache
from typing import Any, Literal

from flows.values.calendar_words import Day, days_said
from flows.values.clock_context import corrects, lead_of, parts_of_day, past_tail, stands_before, stands_behind
from flows.values.clock_readers import HOURS, MINUTES, TABLE, Told, clock_readers, clock_rules, phrases
from flows.values.duration_words import spans_said
from flows.values.language import language_data
from flows.values.patterns import Match, Sentence
from flows.values.words import Words

PLAIN, PAIR, BARE, COUNT = 3, 2, 1, 0
"""How sure the words are a time: "at seven", "seven thirty", "seven", "for seven"."""
_PLAIN_KINDS = frozenset({"fixed", "past", "to", "written", "whole"})
_SHORT_UNITS = frozenset({"hour", "minute", "second"})
HALF_DAY = 12
FIRST_HOUR = 6
"""What is earlier belongs to the night before."""


@dataclass(frozen=True, slots=True)
class Clock:
    """A time in tokens `start` up to `end`: hour and minute as said, and what else tells which half of the day."""

    hour: int
    minute: int
    start: int
    end: int
    sure: int
    begin: int = 0
    """Where the time itself begins, behind "at" and "around"."""
    exact: bool = False
    """Counted to 24, or noon or midnight by name."""
    half: Literal["am", "pm"] | None = None
    part: str | None = None
    """The part of the day that the sentence names: a key of the data's `parts`."""
    doubtful: bool = False
    seconds_ahead: float | None = None
    """A time that is counted from now: "in half an hour". Hour and minute say nothing then."""
    named: str | None = None
    """`midnight`, which belongs to the day before as much as to the day after."""


@lru_cache(maxsize=8)  # several slots look at the same sentence
def clocks_said(words: Words, *, asked: bool) -> tuple[Clock, ...]:
    """The times of a sentence, best first: plain ones before bare numbers, later ones before earlier ones."""
    days = days_said(words, asked=False)
    ahead = _ahead(words, asked=asked)
    told = (clock for clock in _told(words, days) if not any(_overlap(clock, other) for other in ahead))
    found = sorted((*ahead, *told), key=lambda clock: clock.start)
    meant: list[Clock] = []
    for clock in found:
        if stands_behind(words, clock.start, "unmeant") or stands_before(words, clock.end, "unmeant_behind"):
            continue
        if meant and clock.sure < PLAIN and corrects(words, meant[-1].end, clock.start):
            clock = replace(clock, sure=meant[-1].sure)  # "at seven, no, eight"
        if asked or clock.sure == PLAIN:
            meant.append(clock)
    return tuple(_best_first(words, meant))


def _overlap(clock: Clock, other: Clock) -> bool:
    return clock.start < other.end and other.start < clock.end


def readings(clock: Clock, language: str) -> tuple[time, ...]:
    """What a time can mean, the likeliest first: without am or pm 1 to 6 is afternoon, 7 to 11 morning, 12 noon."""
    if clock.exact or not 1 <= clock.hour <= HALF_DAY:
        return (time(clock.hour % HOURS, clock.minute),)
    am, pm = time(clock.hour % HALF_DAY, clock.minute), time(clock.hour % HALF_DAY + HALF_DAY, clock.minute)
    if clock.half is not None:
        return (am,) if clock.half == "am" else (pm,)
    ways = (am, pm) if 7 <= clock.hour < HALF_DAY else (pm, am)
    if clock.part is not None:
        window = language_data(TABLE, language)["parts"][clock.part]
        low, high = time.fromisoformat(window["from"]), time.fromisoformat(window["to"])
        inside = tuple(way for way in ways if (low <= way <= high if low < high else way >= low or way <= high))
        return inside or ways
    return ways


def by_day(ways: tuple[time, ...]) -> tuple[time, ...]:
    """Without hours of the night, which callers mean only where they say so or a limit allows for it."""
    return tuple(way for way in ways if way == ways[0] or way.hour >= FIRST_HOUR)


def _told(words: Words, days: Sequence[Day]) -> list[Clock]:
    language = words.setting.language
    taken = {at for day in days for at in range(day.start, day.end)}
    sentence, rules = Sentence(words, clock_readers(language)), clock_rules(language)
    parts = parts_of_day(words, days)
    found: list[Clock] = []
    at = 0
    while at < len(words):
        ways = sorted(sentence.matches(rules, at), key=lambda match: -match.end) if at not in taken else []
        clocks = (_clock(words, match, days, parts) for match in ways if match.end - 1 not in taken)
        clock = next((clock for clock in clocks if clock is not None), None)
        if clock is not None:
            found.append(clock)
        at = clock.end if clock is not None else at + 1
    return found


def _clock(words: Words, match: Match, days: Sequence[Day], parts: Sequence[tuple[int, int, str]]) -> Clock | None:
    language = words.setting.language
    data, readers = language_data(TABLE, language), clock_readers(language)
    kind, (hour, minute, zero) = match.rule.kind, _time_of(match)
    if hour >= HOURS and minute:
        return None
    end = past_tail(words, match.end)
    half = next(iter(readers["half"](words, end)), None) if end < len(words) else None
    end = half[0] if half is not None else end
    part = next((part for part in parts if part[0] == end), None) if half is None else None
    beside = part is not None and not any(day.start <= end < day.end for day in days)
    start, lead = lead_of(words, match.start)
    if part is None and half is None and parts:
        part = min(parts, key=lambda item: max(item[0] - end, match.start - item[1]))
    sure = PLAIN if kind in _PLAIN_KINDS or half is not None or beside else BARE if kind == "bare" else PAIR
    if sure < PLAIN and not _may_be_time(words, match, end, data):
        return None
    if kind == "to" and "round_minute" in match.read and _is_range(words, match.start, end, data):
        return None
    return Clock(
        hour, minute, start,
        part[1] if beside and part is not None else end,
        _surer(words, sure, lead, match.start, end, days),
        exact=kind == "fixed" or (zero and half is None and part is None),
        half=half[1] if half is not None else None,
        part=part[2] if part is not None else None,
        begin=match.start,
        doubtful=lead == "bound" or stands_before(words, end, "bound_behind"),
        named="midnight" if kind == "fixed" and hour == 0 else None,
    )  # fmt: skip


def _time_of(match: Match) -> Told:
    """Hour, minute and leading zero of a phrase."""
    read, rule = match.read, match.rule
    match rule.kind:
        case "fixed":
            at = time.fromisoformat(rule.meaning["at"])
            return at.hour, at.minute, True
        case "written" | "row":
            return next(iter(read.values()))  # type: ignore[no-any-return]
        case "pair" if "dotted" in read:
            return read["dotted"]  # type: ignore[no-any-return]
    hour, minute, zero = read["hour"]
    said = next((read[name] for name in ("minute", "round_minute", "any_minute") if name in read), 0)
    said = rule.meaning.get("minutes", said)
    if rule.kind == "to":
        before = (hour * MINUTES - said) % (HALF_DAY * MINUTES if 1 <= hour <= HALF_DAY else HOURS * MINUTES)
        hour, minute = divmod(before, MINUTES)
        return (hour or HALF_DAY if 1 <= read["hour"][0] <= HALF_DAY else hour), minute, zero
    return hour, said, zero


def _may_be_time(words: Words, match: Match, end: int, data: Mapping[str, Any]) -> bool:
    """Not "seven people", "that one", "five past"."""
    if end == len(words) - 1 and words.tokens[end] in data["incomplete"]:
        return False
    if match.start and words.tokens[match.start - 1] in data["pronouns"] and words.tokens[match.start] == "one":
        return False
    return not (end < len(words) and words.tokens[end] in data["things"] and not words.pauses_before(end))


def _surer(words: Words, sure: int, lead: str | None, start: int, end: int, days: Sequence[Day]) -> int:
    """A number is a time behind "at", behind a day ("Friday seven"), and before one if it has minutes."""
    if sure == PLAIN or lead == "at":
        return PLAIN
    last = end == len(words) or words.pauses_before(end)
    before_day = any(day.start == end for day in days)
    behind_day = any(day.end == start for day in days)
    follows = last or before_day or words.tokens[end] in language_data(TABLE, words.setting.language)["followers"]
    if behind_day and follows and lead is None:
        return PLAIN
    if sure == PAIR and (before_day or lead in ("about", "bound")):
        return PLAIN
    if lead in ("about", "bound") and (last or before_day):
        return PLAIN
    return COUNT if lead == "for" and sure == BARE else sure


def _is_range(words: Words, start: int, end: int, data: Mapping[str, Any]) -> bool:
    """ "From five to seven", "five to seven people": no minutes before the hour."""
    ranged = bool(start) and words.tokens[start - 1] in data["ranges"]
    return ranged or (end < len(words) and words.tokens[end] in data["things"])


def _ahead(words: Words, *, asked: bool) -> list[Clock]:
    """ "In half an hour", "twenty minutes from now", "right now"."""
    language = words.setting.language
    data = language_data(TABLE, language)
    found = []
    for span in spans_said(words):
        led = bool(span.start) and words.tokens[span.start - 1] in data["until"]
        tails = [p for p in phrases(language, "from_now") if words.tokens[span.end : span.end + len(p)] == p]
        if span.units <= _SHORT_UNITS and (led or tails):
            end = span.end + (len(tails[0]) if tails else 0)
            begin = span.start - led
            found.append(Clock(0, 0, begin, end, PLAIN, begin, doubtful=span.doubtful, seconds_ahead=span.seconds))
    for phrase in phrases(language, "now") if asked else ():
        for at in range(len(words) - len(phrase) + 1):
            if words.tokens[at : at + len(phrase)] == phrase:
                found.append(Clock(0, 0, at, at + len(phrase), BARE, at, seconds_ahead=0))
    return found


def _best_first(words: Words, found: list[Clock]) -> list[Clock]:
    """What stands behind the last correction first; then what is surest; then the last. Of two that are left to the
    bot ("seven or eight", "between seven and eight") the first, and doubtful."""
    language = words.setting.language
    groups: list[list[Clock]] = []
    for clock in found:
        before = groups[-1][-1] if groups else None
        gap = words.tokens[before.end : clock.begin] if before is not None else ()
        ranged = before is not None and words.tokens[before.begin - 1 : before.begin] in phrases(language, "ranges")
        joined = gap in phrases(language, "either") or (ranged and gap in phrases(language, "range_ends"))
        if before is not None and joined:
            groups[-1] = [replace(other, doubtful=True, sure=before.sure) for other in (*groups[-1], clock)]
        else:
            groups.append([clock])
    ends = [group[-1].end for group in groups]
    cut = max((at for at in range(1, len(groups)) if corrects(words, ends[at - 1], groups[at][0].start)), default=0)
    ranked = sorted(enumerate(groups), key=lambda item: (item[0] < cut, -item[1][0].sure, -item[0]))
    return [clock for _, group in ranked for clock in group]
