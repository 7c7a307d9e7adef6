"""Days, times and spans of time as the bot says them: "Friday, November 27th", "7:30 PM", "1 hour and 30 minutes".

The written forms are those that the voices read as people speak; a day without its ending is read "May three".
"""

from datetime import date, time, timedelta

from flows.values.language import DEFAULT_LANGUAGE, language_data
from flows.values.said_words import said_words

_NAMES = language_data("calendar_words", DEFAULT_LANGUAGE)
_SAID = said_words()
_HALF_DAY_HOURS = 12
_UNIT_SECONDS = {"day": 86_400, "hour": 3_600, "minute": 60, "second": 1}


def say_weekday(day: date) -> str:
    """`Friday`."""
    return str(_NAMES["weekday_names"][day.weekday()])


def say_date(day: date, *, year: bool = False) -> str:
    """`Friday, November 27th`, or with its year. The weekday tells the year within five years, so it is left out."""
    text = f"{say_weekday(day)}, {_NAMES['month_names'][day.month - 1]} {_ordinal(day.day)}"
    return f"{text}, {day.year}" if year else text


def say_time(clock: time) -> str:
    """`7:30 PM`, `7 PM`, `noon`, `midnight`."""
    if clock.minute == 0 and clock.hour in (0, _HALF_DAY_HOURS):
        return _SAID.noon if clock.hour else _SAID.midnight
    hour = (clock.hour - 1) % _HALF_DAY_HOURS + 1
    half = _SAID.am if clock.hour < _HALF_DAY_HOURS else _SAID.pm
    return f"{hour}:{clock.minute:02} {half}" if clock.minute else f"{hour} {half}"


def say_moment(day: date, clock: time, *, year: bool = False) -> str:
    """`Friday, November 27th at 7:30 PM`."""
    return f"{say_date(day, year=year)} at {say_time(clock)}"


def say_span(seconds: float) -> str:
    """`1 day, 2 hours and 30 minutes`; parts of a second are left out."""
    rest = int(timedelta(seconds=abs(seconds)).total_seconds())
    parts = []
    for unit, size in _UNIT_SECONDS.items():
        count, rest = divmod(rest, size)
        if count:
            one, several = _SAID.spans[unit]
            parts.append(f"{count} {one if count == 1 else several}")
    if len(parts) < 2:
        return parts[0] if parts else f"0 {_SAID.spans['second'][1]}"
    return f"{', '.join(parts[:-1])} and {parts[-1]}"


def _ordinal(number: int) -> str:
    ending = "th" if 11 <= number % 100 <= 13 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"
