"""A time of day."""

from datetime import time
from typing import ClassVar, Literal

from pydantic.dataclasses import dataclass

from flows.definition.config import CONFIG
from flows.values.calendar_words import days_said
from flows.values.clock_words import Clock, by_day, clocks_said, readings
from flows.values.local_time import after, as_moment, as_time, clock_text, in_zone, now_of
from flows.values.misheard import mending
from flows.values.setting import ANYWHERE, Setting
from flows.values.slot_type import SlotType, Value
from flows.values.spoken_time import say_time
from flows.values.time_limits import ClockLimit, SpanLimit
from flows.values.words import Found, Words

DAY_MINUTES = 24 * 60


@dataclass(frozen=True, kw_only=True, config=CONFIG)
class Time(SlotType):
    """A time of day, `19:30`: "half past seven", "seven thirty", "7.30pm", "quarter to nine", "in twenty minutes".
    Without am or pm 1 to 6 is afternoon, 7 to 11 morning and 12 noon, unless the sentence says else ("tonight", "in the
    evening"), only one of the two lies within `min` and `max`, or the other has passed today. Where both lie within
    them the time is read back."""

    example: ClassVar[str] = 'time: {type: time, min: "18:00", max: "21:00", step: 30m}'
    found_unasked: ClassVar[bool] = True

    type: Literal["time"]
    min: ClockLimit | None = None
    """The earliest time that is taken, in 24 hours."""
    max: ClockLimit | None = None
    """The latest time that is taken, in 24 hours."""
    step: SpanLimit | None = None
    """Only times so far apart are taken, counted from `min` or midnight: `15m`, `1h`."""

    @mending("clock", "number")
    def find(self, words: Words, *, asked: bool) -> list[Found]:
        """The times of the sentence, best first; unasked only those that are plainly times, no bare numbers."""
        return [self._found(clock, words, asked=asked) for clock in clocks_said(words, asked=asked)]

    def _found(self, clock: Clock, words: Words, *, asked: bool) -> Found:
        now = now_of(words.setting)
        if clock.seconds_ahead is not None:
            ways: tuple[time, ...] = (after(now, clock.seconds_ahead, words.setting).time(),)
        else:
            ways = readings(clock, words.setting.language)
            days = days_said(words, asked=False)
            if days and days[0].readings[0] == now.date():
                ways = tuple(way for way in ways if way > now.time()) or ways
        ways = by_day(ways) if self.min is None else ways
        inside = [way for way in ways if self._outside(way) is None]
        fitting = [way for way in inside if self._between_steps(way) is None]
        two = len(fitting) > 1 and (self.min is not None or self.max is not None)
        sure = 0.95 if asked else 0.85
        value = clock_text((fitting or inside or ways)[0])
        return Found(value, clock.begin, clock.end, sure, clock.doubtful or two)  # "at" tells what a number is for

    def can_mean(self, words: Words, value: Value) -> bool:
        """Also the morning or the evening, where the words do not say which."""
        said = clocks_said(words, asked=True)
        ways = {clock_text(way) for clock in said for way in readings(clock, words.setting.language)}
        return value in ways or super().can_mean(words, value)

    def problem(self, value: Value) -> str | None:
        """No time, beyond a limit, or between two steps."""
        clock = as_time(value)
        return (self._outside(clock) or self._between_steps(clock)) if clock is not None else "I need a time of day."

    def _outside(self, clock: time) -> str | None:
        first, last = as_time(self.min), as_time(self.max)
        if first is not None and clock < first:
            return f"It can be {say_time(first)} at the earliest."
        if last is not None and clock > last:
            return f"It can be {say_time(last)} at the latest."
        return None

    def _between_steps(self, clock: time) -> str | None:
        first, last = as_time(self.min) or time(), as_time(self.max) or time.max
        step = round((self.step or 0) / 60)
        over = (_minutes(clock) - _minutes(first)) % step if step else 0
        if not over:
            return None
        around = (_minutes(clock) - over, _minutes(clock) - over + step)
        ways = [_clock(at) for at in around if at < DAY_MINUTES and first <= _clock(at) <= last]
        return f"It can be {' or '.join(say_time(way) for way in ways)}."

    def say(self, value: Value) -> str:
        """`7:30 PM`."""
        clock = as_time(value)
        return say_time(clock) if clock is not None else str(value)

    def read(self, raw: object, setting: Setting = ANYWHERE) -> Value | None:
        """A time, or that of a date and time, as it stands in JSON; else as spoken."""
        if as_time(raw) is not None:
            return str(raw)
        if (moment := as_moment(raw)) is not None:
            return clock_text(in_zone(moment, setting).time())
        return super().read(raw, setting)


def _minutes(clock: time) -> int:
    return clock.hour * 60 + clock.minute


def _clock(minutes: int) -> time:
    return time(minutes // 60, minutes % 60)
