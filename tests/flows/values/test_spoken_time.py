"""Days, times and spans as the bot says them."""

from datetime import date, time

import pytest

from flows.values.spoken_time import say_date, say_moment, say_span, say_time, say_weekday


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (date(2026, 11, 1), "Sunday, November 1st"),
        (date(2026, 11, 2), "Monday, November 2nd"),
        (date(2026, 11, 3), "Tuesday, November 3rd"),
        (date(2026, 11, 11), "Wednesday, November 11th"),
        (date(2026, 11, 12), "Thursday, November 12th"),
        (date(2026, 11, 13), "Friday, November 13th"),
        (date(2026, 11, 22), "Sunday, November 22nd"),
        (date(2026, 11, 27), "Friday, November 27th"),
    ],
)
def test_dates(day: date, text: str) -> None:
    assert say_date(day) == text
    assert say_date(day, year=True) == f"{text}, 2026"
    assert say_weekday(day) == text.split(",")[0]


@pytest.mark.parametrize(
    ("clock", "text"),
    [
        (time(0, 0), "midnight"),
        (time(0, 5), "12:05 AM"),
        (time(7, 0), "7 AM"),
        (time(12, 0), "noon"),
        (time(12, 30), "12:30 PM"),
        (time(19, 30), "7:30 PM"),
        (time(23, 59), "11:59 PM"),
    ],
)
def test_times(clock: time, text: str) -> None:
    assert say_time(clock) == text
    assert say_moment(date(2026, 11, 27), clock) == f"Friday, November 27th at {text}"


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "0 seconds"),
        (0.4, "0 seconds"),
        (60, "1 minute"),
        (5400, "1 hour and 30 minutes"),
        (90061, "1 day, 1 hour, 1 minute and 1 second"),
        (1209600, "14 days"),
    ],
)
def test_spans(seconds: float, text: str) -> None:
    assert say_span(seconds) == text
