"""What the phrases of the calendar can mean on a day."""

from datetime import date
from typing import Any

import pytest

from flows.values.calendar_meanings import meaning
from flows.values.calendar_readers import Today
from flows.values.patterns import Match, rules_of

MONDAY = date(2026, 1, 5)
FRIDAY, SATURDAY = 4, 5


def days(kind: str, read: dict[str, Any], *, past: bool = False, today: date = MONDAY, **rule: Any) -> list[str]:
    [made] = rules_of({kind: [{"say": "x", **rule}]})
    found = meaning(Match(made, 0, 1, read), Today(today, "US", past))
    return [day.isoformat() for day in found or ()]


def test_a_weekday_is_the_next_and_in_the_past_the_last_or_the_next() -> None:
    assert days("weekday", {"weekday": FRIDAY}) == ["2026-01-09"]
    assert days("weekday", {"weekday": FRIDAY}, past=True) == ["2026-01-02", "2026-01-09"]
    assert days("weekday", {"weekday": FRIDAY}, past=True, more=7) == ["2026-01-16"]


def test_this_friday_said_on_a_friday_is_today_or_the_next() -> None:
    assert days("this_weekday", {"weekday": FRIDAY}, today=date(2026, 1, 9)) == ["2026-01-09", "2026-01-16"]
    assert days("this_weekday", {"weekday": FRIDAY}, today=date(2026, 1, 10)) == ["2026-01-16"]


def test_the_weekend_that_has_begun_is_what_is_left_of_it() -> None:
    assert days("weekend", {}, weeks=0) == ["2026-01-10", "2026-01-11"]
    assert days("weekend", {}, weeks=0, today=date(2026, 1, 11)) == ["2026-01-11"]


@pytest.mark.parametrize(
    ("read", "rule", "found"),
    [
        ({"ordinal": 1, "weekday": SATURDAY, "month": 2}, {}, ["2026-02-07"]),
        ({"ordinal": 1, "weekday": FRIDAY, "month": 1}, {}, ["2027-01-01"]),
        ({"ordinal": 5, "weekday": FRIDAY, "month": 2}, {}, []),
        ({"ordinal": 1, "weekday": FRIDAY, "month": 1, "year": 2026}, {}, ["2026-01-02"]),
        ({"weekday": FRIDAY}, {"months": 1, "last": True}, ["2026-02-27"]),
    ],
)
def test_weekdays_counted_in_a_month(read: dict[str, Any], rule: dict[str, Any], found: list[str]) -> None:
    assert days("nth_weekday", read, **rule) == found


def test_a_weekday_with_a_number_must_agree() -> None:
    assert days("day", {"ordinal": 16, "weekday": FRIDAY}) == ["2026-01-16"]
    assert days("day", {"ordinal": 13, "weekday": FRIDAY}) == ["2026-02-13", "2026-01-13"]


def test_units_that_do_not_go_together_mean_nothing() -> None:
    assert days("from_day", {"count": 2, "unit": "week", "anchor": MONDAY}, unit="week") == ["2026-01-19"]
    assert days("from_day", {"count": 2, "unit": "day", "anchor": MONDAY}, unit="week") == []
    assert days("before_day", {"unit": "day", "anchor": MONDAY}, unit="day") == ["2026-01-04"]
    assert days("weekday_in_weeks", {"count": 2, "unit": "day", "weekday": FRIDAY}) == []


def test_a_leap_day_of_a_year_that_has_none() -> None:
    assert days("month_day", {"month": 2, "number": 29}) == ["2028-02-29"]
    assert days("month_day", {"month": 2, "number": 29, "year": 2027}) == []
    assert days("holiday", {"holiday": "12-25"}) == ["2026-12-25"]
