"""A day with a time."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import ClassVar, Literal

from pydantic.dataclasses import dataclass

from flows.definition.config import CONFIG
from flows.values.calendar_words import Day, days_said
from flows.values.clock_readers import TABLE
from flows.values.clock_words import FIRST_HOUR, Clock, by_day, clocks_said, readings
from flows.values.language import language_data
from flows.values.local_time import after, as_moment, as_time, in_zone, local, moment_text, now_of
from flows.values.misheard import mending
from flows.values.numerals import numerals
from flows.values.setting import ANYWHERE, Setting
from flows.values.slot_type import SlotType, Value
from flows.values.spoken_time import say_date, say_moment, say_time
from flows.values.time_limits import ClockLimit, DayLimit, day_of
from flows.values.words import Found, Words


@dataclass(frozen=True, kw_only=True, config=CONFIG)
class DateTime(SlotType):
    """A day with a time, `2026-11-27T19:30:00+01:00` with the offset of the bot's time zone: "tomorrow at half past
    three", "Friday evening at eight", "in two hours". A day alone is none; a time alone is the next one, as an answer.
    Days are understood as by `date` and times as by `time`."""

    example: ClassVar[str] = 'visit: {type: datetime, max: today+30d, earliest: "08:00", latest: "18:00"}'
    found_unasked: ClassVar[bool] = True

    type: Literal["datetime"]
    min: DayLimit | None = None
    """The first day that is taken: a date, `today`, or `today+3d`."""
    max: DayLimit | None = None
    """The last day that is taken, written like `min`."""
    earliest: ClockLimit | None = None
    """The earliest time of a day that is taken, in 24 hours."""
    latest: ClockLimit | None = None
    """The latest time of a day that is taken, in 24 hours."""
    past: bool = False
    """What lies in the past is taken too."""

    @mending("clock", "day", "number")
    def find(self, words: Words, *, asked: bool) -> list[Found]:
        """The moment of the sentence, its days and times in any order; nothing where a time is not said."""
        clocks = clocks_said(words, asked=asked)
        days = days_said(words, asked=asked, past=self.past)
        found = [self._found(words, clock, days, asked=asked) for clock in clocks]
        return [item for item in found if item is not None]

    def _found(self, words: Words, clock: Clock, days: Sequence[Day], *, asked: bool) -> Found | None:
        now, setting = now_of(words.setting), words.setting
        sure, day = 0.95 if asked else 0.85, days[0] if days else None
        if clock.seconds_ahead is not None:
            moment = after(now, clock.seconds_ahead, setting)
            return Found(moment_text(moment), clock.start, clock.end, sure, clock.doubtful)
        if day is None and not asked:
            return None
        ways = readings(clock, setting.language)
        ways = by_day(ways) if self.earliest is None else ways
        if day is not None:
            start, end = _span(words, day, clock)
            moments = [one for reading in day.readings for one in _on(reading, ways, clock, now, setting)]
            doubtful = clock.doubtful or day.doubtful or _which_midnight(clock)
        else:
            start, end = clock.start, clock.end
            moments = self._next(ways, now, setting)
            doubtful = clock.doubtful or moments[0].time() != ways[0] or moments[0].date() != now.date()
        fitting = [one for one in moments if self.problem_at(moment_text(one), setting) is None]
        limited = self.earliest is not None or self.latest is not None
        days_left = len({one.date() for one in fitting}) > 1 and day is not None
        two = days_left or (limited and _alike(fitting))
        return Found(moment_text((fitting or moments)[0]), start, end, sure, doubtful or two)

    def _next(self, ways: Sequence[time], now: datetime, setting: Setting) -> list[datetime]:
        """The next time of that name, or the last one in a slot about the past."""
        away = timedelta(days=-1 if self.past else 1)
        today = [local(now.date(), way, setting) for way in ways]
        other = [local(now.date() + away, way, setting) for way in ways]
        return [*(one for one in today if (one < now if self.past else one > now)), *other]

    def can_mean(self, words: Words, value: Value) -> bool:
        """Also the morning or the evening, and the day that is known where none is said."""
        known = as_moment(value)
        if known is None:
            return False
        days = days_said(words, asked=True, past=self.past)
        clocks = clocks_said(words, asked=True)
        that_day = not days or any(day.can_mean(known.date()) for day in days)
        ways = {way for clock in clocks for way in readings(clock, words.setting.language)}
        return that_day and (known.time() in ways if clocks else bool(days))

    def problem(self, value: Value) -> str | None:
        """No date with a time, or outside the hours."""
        moment = as_moment(value)
        if moment is None:
            return "I need a day and a time."
        first, last = as_time(self.earliest), as_time(self.latest)
        if first is not None and moment.time() < first:
            return f"It can be {say_time(first)} at the earliest."
        if last is not None and moment.time() > last:
            return f"It can be {say_time(last)} at the latest."
        return None

    def problem_at(self, value: Value, setting: Setting) -> str | None:
        """Also a moment that has passed, or a day beyond the limits."""
        moment = as_moment(value)
        if moment is None:
            return self.problem(value)
        if not self.past and moment < now_of(setting):
            return "That time has passed."
        day = in_zone(moment, setting).date()
        if self.min is not None and day < (first := day_of(self.min, setting)):
            return f"It can be {say_date(first, year=self.past)} at the earliest."
        if self.max is not None and day > (last := day_of(self.max, setting)):
            return f"It can be {say_date(last, year=self.past)} at the latest."
        return self.problem(value)

    def say(self, value: Value) -> str:
        """`Friday, November 27th at 7:30 PM`."""
        moment = as_moment(value)
        return say_moment(moment.date(), moment.time(), year=self.past) if moment is not None else str(value)

    def read(self, raw: object, setting: Setting = ANYWHERE) -> Value | None:
        """A date with a time as it stands in JSON, local where it has no offset; else as spoken."""
        try:
            moment = datetime.fromisoformat(raw) if isinstance(raw, str) and ":" in raw else None
            return moment_text(in_zone(moment, setting)) if moment is not None else super().read(raw, setting)
        except (ValueError, OverflowError):
            return super().read(raw, setting)


def _on(day: date, ways: Sequence[time], clock: Clock, now: datetime, setting: Setting) -> list[datetime]:
    """The moments that the times of a day can be; those that have passed today only where there are no others."""
    late_parts = language_data(TABLE, setting.language)["late_parts"]
    late = clock.named is not None or clock.part in late_parts  # one in the morning of "Friday night" is Saturday
    moments = [local(day + timedelta(days=late and way.hour < FIRST_HOUR), way, setting) for way in ways]
    ahead = [one for one in moments if one > now]
    return ahead if ahead and day == now.date() else moments


def _which_midnight(clock: Clock) -> bool:
    """ "Friday at midnight" may be its first minute or the end of it; "tonight at midnight" is plain."""
    return clock.named is not None and clock.part is None


def _alike(moments: Sequence[datetime]) -> bool:
    """Whether several are on the first one's day."""
    return sum(1 for one in moments if one.date() == moments[0].date()) > 1


def _span(words: Words, day: Day, clock: Clock) -> tuple[int, int]:
    """From the first to the last token; only the time's where another number stands between."""
    start, end = min(day.start, clock.start), max(day.end, clock.end)
    between = words.tokens[min(day.end, clock.end) : max(day.start, clock.start)]
    return (clock.start, clock.end) if any(True for _ in numerals(between)) else (start, end)
