"""A day."""

from datetime import date
from typing import ClassVar, Literal

from pydantic.dataclasses import dataclass

from flows.definition.config import CONFIG
from flows.values.calendar_words import Day, days_said, is_told
from flows.values.local_time import as_date, as_moment, in_zone, now_of
from flows.values.misheard import mending
from flows.values.setting import ANYWHERE, Setting
from flows.values.slot_type import SlotType, Value
from flows.values.spoken_time import say_date
from flows.values.time_limits import DayLimit, day_of
from flows.values.words import Found, Words


def _is_plainly_past(day: Day, setting: Setting) -> bool:
    """ "Friday" and "tomorrow" in a request are hardly meant for a slot about the past."""
    return day.with_year or all(reading < now_of(setting).date() for reading in day.readings)


@dataclass(frozen=True, kw_only=True, config=CONFIG)
class Date(SlotType):
    """A day, `2026-11-27`: "tomorrow", "next Friday", "the twenty fifth", "May the third", "in two weeks". "Friday" is
    the next one, today excluded; "next Friday" the one of the following week; "the twenty fifth" the next 25th, today
    included. Days in the past are refused unless `past` is set. "5/3" has the month first in the region US."""

    example: ClassVar[str] = "day: {type: date, max: today+60d}"
    found_unasked: ClassVar[bool] = True

    type: Literal["date"]
    min: DayLimit | None = None
    """The first day that is taken: a date, `today`, or `today+3d`."""
    max: DayLimit | None = None
    """The last day that is taken, written like `min`."""
    past: bool = False
    """Days in the past are taken too; "Friday" may be the last one then, and `min` and `max` decide or the bot asks."""

    @mending("day", "number")
    def find(self, words: Words, *, asked: bool) -> list[Found]:
        """The days of the sentence, the last one first; of what a phrase can mean, the first that fits the limits."""
        said = days_said(words, asked=asked, past=self.past)
        if self.past and not asked:
            said = tuple(day for day in said if _is_plainly_past(day, words.setting))
        if not self.past and not asked:
            said = tuple(day for day in said if not is_told(words, day))
        return [self._found(day, words.setting, asked=asked) for day in said]

    def _found(self, day: Day, setting: Setting, *, asked: bool) -> Found:
        values = [reading.isoformat() for reading in day.readings]
        fitting = [value for value in values if self.problem_at(value, setting) is None]
        doubtful = day.doubtful or len(fitting) > 1
        return Found((fitting or values)[0], day.start, day.end, 0.95 if asked else 0.85, doubtful)

    def can_mean(self, words: Words, value: Value) -> bool:
        """Also any Friday by "Friday", and the third of May of any year by "the third of May"."""
        known = as_date(value)
        said = days_said(words, asked=True, past=self.past)
        said = tuple(day for day in said if not (self.past and day.kind == "weekday"))  # no birthday is "a Friday"
        return known is not None and any(day.can_mean(known) for day in said)

    def problem(self, value: Value) -> str | None:
        """No date, or beyond a limit that is a date."""
        day = as_date(value)
        return "I need a day." if day is None else self._outside(day, as_date(self.min), as_date(self.max))

    def problem_at(self, value: Value, setting: Setting) -> str | None:
        """Also a day that has passed, or one beyond a limit that is counted from today."""
        day = as_date(value)
        if day is None:
            return self.problem(value)
        if not self.past and day < now_of(setting).date():
            return "That day has passed."
        first, last = (day_of(limit, setting) if limit is not None else None for limit in (self.min, self.max))
        return self._outside(day, first, last)

    def _outside(self, day: date, first: date | None, last: date | None) -> str | None:
        if first is not None and day < first:
            return f"It can be {say_date(first, year=self.past)} at the earliest."
        if last is not None and day > last:
            return f"It can be {say_date(last, year=self.past)} at the latest."
        return None

    def say(self, value: Value) -> str:
        """`Friday, November 27th`; with the year in a slot about the past, where the weekday tells too little."""
        day = as_date(value)
        return say_date(day, year=self.past) if day is not None else str(value)

    def read(self, raw: object, setting: Setting = ANYWHERE) -> Value | None:
        """A date, or the day of a date and time, as it stands in JSON; else as spoken."""
        if as_date(raw) is not None:
            return str(raw)
        if (moment := as_moment(raw)) is not None:
            return in_zone(moment, setting).date().isoformat()
        return super().read(raw, setting)
