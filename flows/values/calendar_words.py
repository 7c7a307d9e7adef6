"""The days that a sentence names: "the day after tomorrow", "next Friday", "the twenty fifth", "May the third".

"Friday" is the next one, today excluded; "next Friday" the one of the following week; "the twenty fifth" the next
25th, today included. In a slot about the past they are the last ones, and the next ones too: its limits decide.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, lru_cache
from typing import Any

from flows.values.calendar_meanings import meaning
from flows.values.calendar_readers import Today, readers
from flows.values.language import language_data
from flows.values.local_time import now_of
from flows.values.patterns import Match, Reader, Rule, Sentence, rules_of
from flows.values.words import Words

TABLE = "calendar_words"
ANCHORS = frozenset({"offset", "weekday", "weekday_of_week", "day", "month_day", "holiday", "written"})
"""Days from which others are counted: "a week from Tuesday"."""
STORY_WORDS = 6
"""So many words before a day tell whether it is part of a story."""
SMALL_ORDINAL = 10
""" "The first", "the third" are often something else than a day; they count after "on" or "for"."""


@dataclass(frozen=True, slots=True)
class Day:
    """A day in tokens `start` up to `end`: what the words can mean, the likeliest first."""

    readings: tuple[date, ...]
    start: int
    end: int
    doubtful: bool = False
    kind: str = ""
    """What kind of phrase named it: `weekday`, `day`, `month_day`, `later_weekday` ("next Friday"), …"""
    with_year: bool = False
    """Whether the year was said."""

    def can_mean(self, known: date) -> bool:
        """Whether the words fit a day that is known: "Friday" any Friday, "the third of May" that of any year."""
        if known in self.readings:
            return True
        first = self.readings[0]
        match self.kind:
            case "weekday":
                return known.weekday() == first.weekday()
            case "day":
                return known.day == first.day
            case "month_day":
                return not self.with_year and (known.month, known.day) == (first.month, first.day)
        return False


@lru_cache(maxsize=8)  # several slots look at the same sentence
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
            found.append(replace(day, doubtful=day.doubtful or _is_open(match, words)))
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
    behind = words.tokens[match.end :]
    if any(behind[: len(phrase)] == phrase for phrase in _phrases(words.setting.language, "unmeant_behind")):
        return False
    bare = match.rule.kind == "day" and "weekday" not in match.read
    counted = match.read.get("number") is not None or match.read.get("figure") is not None
    if (bare or counted) and after and after[0] in data["things"] and not words.pauses_before(match.end):
        return False
    led = any(token in data["small_leads"] for token in (words.tokens[match.start], *before[-1:]))
    return asked or not bare or led or match.read.get("ordinal", SMALL_ORDINAL) > SMALL_ORDINAL


def _is_open(match: Match, words: Words) -> bool:
    """ "Before Friday", "Friday or later": another day may do as well."""
    before, after = words.tokens[: match.start], words.tokens[match.end : match.end + 1]
    bounds = _phrases(words.setting.language, "bounds")
    return after in _phrases(words.setting.language, "open_end") or any(before[-len(p) :] == p for p in bounds)


def is_told(words: Words, day: Day) -> bool:
    """ "It has hurt since Monday", "I was there yesterday": the day is part of a story and not asked for."""
    data = language_data(TABLE, words.setting.language)
    before = words.tokens[max(0, day.start - STORY_WORDS) : day.start]
    if before[-1:] and before[-1] in data["since"]:
        return True
    past = all(reading < now_of(words.setting).date() for reading in day.readings)
    ended = {token for token in before if token.endswith("ed") and len(token) > len("need")}
    return past and bool((set(before) & set(data["story"])) | (ended - set(data["no_story"])))


@cache
def _phrases(language: str, name: str) -> tuple[tuple[str, ...], ...]:
    return tuple(Words.of(text).tokens for text in language_data(TABLE, language)[name])


def _best_first(words: Words, found: list[Day]) -> list[Day]:
    """The last first; of days between which the caller leaves a choice the first, and doubtful."""
    joints, ranges, range_ends = (_phrases(words.setting.language, name) for name in ("either", "ranges", "range_ends"))
    groups: list[list[Day]] = []
    for day in found:
        gap = words.tokens[groups[-1][-1].end : day.start] if groups else ()
        ranged = groups and words.tokens[max(0, groups[-1][0].start - 1) : groups[-1][0].start] in ranges
        if gap in joints or (ranged and gap in range_ends):
            groups[-1] = [replace(other, doubtful=True) for other in (*groups[-1], day)]
        else:
            groups.append([day])
    return [day for group in reversed(groups) for day in group]


def _day(match: Match, today: Today) -> Day | None:
    """What a phrase means today; None when there is no such day."""
    found = meaning(match, today)
    doubtful = bool(match.rule.meaning.get("doubtful")) or (found is not None and _disagrees(match, found))
    with_year = "year" in match.read or match.rule.kind == "written"
    kind = f"later_{match.rule.kind}" if match.rule.meaning.get("more") else match.rule.kind
    return Day(found, match.start, match.end, doubtful, kind, with_year) if found else None


def _disagrees(match: Match, found: tuple[date, ...]) -> bool:
    """ "Friday, May the third" of a year in which that is a Sunday."""
    weekday = match.read.get("weekday")
    return match.rule.kind in ("day", "month_day", "written") and weekday is not None and found[0].weekday() != weekday
