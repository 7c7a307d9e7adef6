"""Days that a calendar knows."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.values.calendar_days import (
    day_in_month,
    days_of_month,
    later,
    month_end,
    nth_weekday,
    on,
    weekday_ahead,
    weekday_behind,
    weekday_of_week,
    yearly,
)

DAYS = st.dates(min_value=date(1950, 1, 1), max_value=date(2150, 12, 31))


@given(today=DAYS, weekday=st.integers(0, 6))
def test_weekdays_ahead_and_behind_are_within_a_week_of_today_and_not_today(today: date, weekday: int) -> None:
    ahead, behind = weekday_ahead(today, weekday), weekday_behind(today, weekday)
    assert ahead.weekday() == behind.weekday() == weekday
    assert 1 <= (ahead - today).days <= 7
    assert 1 <= (today - behind).days <= 7


@given(today=DAYS, weekday=st.integers(0, 6), weeks=st.integers(-3, 3))
def test_weeks_begin_on_monday(today: date, weekday: int, weeks: int) -> None:
    day = weekday_of_week(today, weekday, weeks)
    assert day.weekday() == weekday
    assert day.isocalendar()[:2] == (today + timedelta(days=7 * weeks)).isocalendar()[:2]


@given(today=DAYS, day=st.integers(1, 31))
def test_the_next_day_of_a_number_is_the_first_that_has_it(today: date, day: int) -> None:
    [found] = days_of_month(today, day, back=False, count=1)
    walked = today
    while walked.day != day:
        walked += timedelta(days=1)
    assert found == walked


def test_days_of_a_number_skip_short_months_both_ways() -> None:
    assert days_of_month(date(2026, 2, 1), 31, back=False, count=2) == [date(2026, 3, 31), date(2026, 5, 31)]
    assert days_of_month(date(2026, 3, 30), 31, back=True, count=2) == [date(2026, 1, 31), date(2025, 12, 31)]
    assert day_in_month(date(2026, 1, 31), 31, 1) is None


@pytest.mark.parametrize(
    ("today", "back", "day"),
    [
        (date(2026, 1, 5), False, date(2028, 2, 29)),
        (date(2026, 1, 5), True, date(2024, 2, 29)),
        (date(2097, 1, 5), False, date(2104, 2, 29)),
        (date(2024, 2, 29), False, date(2024, 2, 29)),
    ],
)
def test_leap_days_come_again(today: date, back: bool, day: date) -> None:
    assert yearly(today, 2, 29, back=back) == day


def test_there_is_no_thirtieth_of_february() -> None:
    assert yearly(date(2026, 1, 5), 2, 30, back=False) is None
    assert on(2026, 2, 30) is None


@pytest.mark.parametrize(
    ("start", "count", "unit", "day"),
    [
        (date(2026, 1, 31), 1, "month", date(2026, 2, 28)),
        (date(2026, 12, 31), 2, "month", date(2027, 2, 28)),
        (date(2028, 2, 29), 1, "year", date(2029, 2, 28)),
        (date(2026, 3, 31), -1, "month", date(2026, 2, 28)),
        (date(2026, 1, 5), 2, "fortnight", date(2026, 2, 2)),
        (date(2026, 1, 5), -3, "day", date(2026, 1, 2)),
        (date(9999, 12, 1), 5, "week", None),
        (date(9999, 12, 1), 1, "year", None),
        (date(2026, 1, 5), 1, "hour", None),
    ],
)
def test_later(start: date, count: int, unit: str, day: date | None) -> None:
    assert later(start, count, unit) == day


@pytest.mark.parametrize(
    ("nth", "day"), [(1, date(2026, 5, 1)), (5, date(2026, 5, 29)), (-1, date(2026, 5, 29)), (6, None)]
)
def test_fridays_of_a_month(nth: int, day: date | None) -> None:
    assert nth_weekday(2026, 5, 4, nth) == day


def test_the_end_of_a_month() -> None:
    assert [month_end(date(2027, 12, 3), away) for away in (0, 1, 2)] == [
        date(2027, 12, 31),
        date(2028, 1, 31),
        date(2028, 2, 29),
    ]
