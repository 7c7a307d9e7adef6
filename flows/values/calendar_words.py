"""The days that a sentence names: "the day after tomorrow", "next Friday", "the twenty fifth", "May the third".

"Friday" is the next one, today excluded; "next Friday" the one of the following week; "the twenty fifth" the next
25th, today included. In a slot about the past they are the last ones, and the next ones too: its limits decide.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache, lru_cache
from typing import Any

from flows.values.calendar_days import (
    day_in_month,
    days_of_month,
    later,
    month_end,
    on,
    weekday_ahead,
    weekday_behind,
    weekday_of_week,
    yearly,
)
from flows.values.calendar_readers import Today, readers
from flows.values.local_time import now_of
from flows.values.patterns import Match, Reader, Rule, Sentence, language_data, rules_of
from flows.values.words import Words

TABLE = "calendar_words"
ANCHORS = frozenset({"offset", "weekday", "weekday_of_week", "day", "month_day", "holiday", "written"})
"""Days from which others are counted: "a week from Tuesday"."""
SMALL_ORDINAL = 10
""" "The first", "the third" are often something else than a day; they count after "on" or "for"."""
_DAY_LEADS = frozenset({"on", "for", "by", "from", "until"})
AGREEING_MONTHS = 3
""" "Friday the 13th" is looked for so many months ahead."""


@dataclass(frozen=True, slots=True)
class Day:
    """A day in tokens `start` up to `end`: what the words can mean, the likeliest first."""

    readings: tuple[date, ...]
    start: int
    end: int
    doubtful: bool = False


@lru_cache(maxsize=64)
def days_said(words: Words, *, asked: bool, past: bool = False) -> tuple[Day, ...]:
    """The days of a sentence, best first: the last, since people correct themselves forwards."""
    data = language_data(TABLE, words.setting.language)
    today = Today(now_of(words.setting).date(), words.setting.region, past)
    sentence = Sentence(words, _readers(words.setting.language, today))
    rules = _rules(words.setting.language, asked)
    found: list[Day] = []
    at = 0
    while at < len(words):
        match = sentence.longest(rules, at)
        if match is None:
            at += 1
            continue
        at = match.end
        if _is_meant(match, words, data, asked=asked) and (day := _day(match, today)) is not None:
            found.append(day)
    return tuple(_best_first(words, found))


@cache
def _rules(language: str, asked: bool) -> tuple[Rule, ...]:
    listed = rules_of(language_data(TABLE, language)["rules"])
    return tuple(rule for rule in listed if asked or not rule.meaning.get("asked"))


@lru_cache(maxsize=16)
def _readers(language: str, today: Today) -> Mapping[str, Reader]:
    known = readers(language_data(TABLE, language), today)
    anchors = tuple(rule for rule in _rules(language, False) if rule.kind in ANCHORS)

    def anchor(words: Words, at: int) -> Iterator[tuple[int, date]]:
        match = Sentence(words, known).longest(anchors, at)
        day = _day(match, today) if match is not None else None
        if match is not None and day is not None:
            yield match.end, day.readings[0]

    return {**known, "anchor": anchor}


def _is_meant(match: Match, words: Words, data: Mapping[str, Any], *, asked: bool) -> bool:
    """Not "not on Friday", "the second one" or "may three people"."""
    before, after = words.tokens[: match.start], words.tokens[match.end : match.end + 1]
    if any(before[-len(phrase) :] == phrase for phrase in _phrases(words.setting.language, "unmeant")):
        return False
    bare = match.rule.kind == "day" and "weekday" not in match.read
    counted = match.read.get("number") is not None or match.read.get("figure") is not None
    if (bare or counted) and after and after[0] in data["things"] and not words.pauses_before(match.end):
        return False
    led = bool({words.tokens[match.start], *before[-1:]} & _DAY_LEADS)
    return asked or not bare or led or match.read.get("ordinal", SMALL_ORDINAL) > SMALL_ORDINAL


@cache
def _phrases(language: str, name: str) -> tuple[tuple[str, ...], ...]:
    return tuple(Words.of(text).tokens for text in language_data(TABLE, language)[name])


def _best_first(words: Words, found: list[Day]) -> list[Day]:
    """The last first; of days between which the caller leaves a choice the first, and doubtful."""
    joints = _phrases(words.setting.language, "either")
    groups: list[list[Day]] = []
    for day in found:
        if groups and words.tokens[groups[-1][-1].end : day.start] in joints:
            groups[-1] = [replace(other, doubtful=True) for other in (*groups[-1], day)]
        else:
            groups.append([day])
    return [day for group in reversed(groups) for day in group]


def _day(match: Match, today: Today) -> Day | None:
    """What a phrase means today; None when there is no such day."""
    found = _MEANINGS[match.rule.kind](match.read, match.rule.meaning, today)
    doubtful = bool(match.rule.meaning.get("doubtful")) or (found is not None and _disagrees(match, found))
    return Day(found, match.start, match.end, doubtful) if found else None


def _disagrees(match: Match, found: tuple[date, ...]) -> bool:
    """ "Friday, May the third" of a year in which that is a Sunday."""
    weekday = match.read.get("weekday")
    return match.rule.kind in ("day", "month_day", "written") and weekday is not None and found[0].weekday() != weekday


Read = Mapping[str, Any]
Readings = tuple[date, ...] | None


def _both_ways(today: Today, behind: date | None, ahead: date | None) -> Readings:
    ways = (behind, ahead) if today.past else (ahead,)
    return tuple(dict.fromkeys(day for day in ways if day is not None)) or None


def _some(day: date | None) -> Readings:
    return (day,) if day is not None else None


def _offset(_read: Read, rule: Read, today: Today) -> Readings:
    return (today.day + timedelta(days=rule["days"]),)


def _weekday(read: Read, rule: Read, today: Today) -> Readings:
    weekday = read.get("weekday", read.get("loose_weekday"))
    ahead = weekday_ahead(today.day, weekday) + timedelta(days=rule.get("more", 0))
    return (ahead,) if rule.get("more") else _both_ways(today, weekday_behind(today.day, weekday), ahead)


def _this_weekday(read: Read, _rule: Read, today: Today) -> Readings:
    """On a Friday "this Friday" is today or the next; on a Saturday the next."""
    ahead = weekday_ahead(today.day, read["weekday"])
    return (today.day, ahead) if today.day.weekday() == read["weekday"] else (ahead,)


def _weekday_of_week(read: Read, rule: Read, today: Today) -> Readings:
    return (weekday_of_week(today.day, read["weekday"], rule["weeks"]),)


def _weekday_in_weeks(read: Read, _rule: Read, today: Today) -> Readings:
    weeks = read["count"] * {"week": 1, "fortnight": 2}.get(read["unit"], 0)
    return (weekday_of_week(today.day, read["weekday"], weeks),) if weeks else None


def _last_weekday(read: Read, _rule: Read, today: Today) -> Readings:
    return (weekday_behind(today.day, read["weekday"]),)


def _counted(read: Read, rule: Read, start: date, sign: int) -> Readings:
    unit, wanted = read["unit"], rule.get("unit")
    if (wanted == "week" and unit not in ("week", "fortnight")) or (wanted == "day" and unit != "day"):
        return None
    return _some(later(start, sign * read.get("count", 1), unit))


def _day_number(read: Read, _rule: Read, today: Today) -> Readings:
    number = next(read[name] for name in ("ordinal", "figure_ordinal", "number") if name in read)
    ahead = days_of_month(today.day, number, back=False, count=AGREEING_MONTHS)
    behind = days_of_month(today.day, number, back=True, count=AGREEING_MONTHS)
    if (weekday := read.get("weekday")) is None:
        return _both_ways(today, behind[0], ahead[0])
    near = behind if today.past else ahead
    agreeing = [day for day in near if day.weekday() == weekday]
    return tuple(dict.fromkeys((*agreeing[:1], near[0])))


def _day_of_month(read: Read, rule: Read, today: Today) -> Readings:
    if rule["months"] == 0:
        return _day_number(read, rule, today)
    return _some(day_in_month(today.day, read["ordinal"], rule["months"]))


def _month_day(read: Read, _rule: Read, today: Today) -> Readings:
    number = next(read[name] for name in ("ordinal", "figure", "number") if name in read)
    month = read.get("month", read.get("plain_month"))
    return _of_year(read, today, month, number)


def _holiday(read: Read, _rule: Read, today: Today) -> Readings:
    month, number = read["holiday"].split("-")
    return _of_year(read, today, int(month), int(number))


def _of_year(read: Read, today: Today, month: int, number: int) -> Readings:
    if "year" in read:
        return _some(on(read["year"], month, number))
    behind = yearly(today.day, month, number, back=True)
    return _both_ways(today, behind, yearly(today.day, month, number, back=False))


def _weekend(_read: Read, rule: Read, today: Today) -> Readings:
    saturday = weekday_of_week(today.day, 5, rule["weeks"])
    return tuple(day for day in (saturday, saturday + timedelta(days=1)) if day >= today.day)


_MEANINGS: dict[str, Callable[[Read, Read, Today], Readings]] = {
    "offset": _offset,
    "weekday": _weekday,
    "this_weekday": _this_weekday,
    "weekday_of_week": _weekday_of_week,
    "weekday_in_weeks": _weekday_in_weeks,
    "last_weekday": _last_weekday,
    "ahead": lambda read, rule, today: _counted(read, rule, today.day, 1),
    "ago": lambda read, rule, today: _counted(read, rule, today.day, -1),
    "from_day": lambda read, rule, _today: _counted(read, rule, read["anchor"], 1),
    "before_day": lambda read, rule, _today: _counted(read, rule, read["anchor"], -1),
    "day": _day_number,
    "day_of_month": _day_of_month,
    "month_day": _month_day,
    "holiday": _holiday,
    "written": lambda read, _rule, _today: read["written"],
    "weekend": _weekend,
    "month_end": lambda _read, rule, today: (month_end(today.day, rule["months"]),),
}
"""What each kind of phrase of the data means."""
