"""Limits of days, times and spans of time as a bot writes them."""

from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from flows.values.setting import Setting
from flows.values.time_limits import crossed, day_of, span_seconds
from tests.flows.values.tables import slot

NEW_YEARS_EVE = Setting(now="2026-12-31T10:00")


@pytest.mark.parametrize(
    ("limit", "day"),
    [
        ("today", date(2026, 12, 31)),
        ("today+1d", date(2027, 1, 1)),
        ("2026-12-31", date(2026, 12, 31)),
    ],
)
def test_days(limit: str, day: date) -> None:
    assert day_of(limit, NEW_YEARS_EVE) == day


@pytest.mark.parametrize(
    ("limit", "seconds"), [("90s", 90), ("15m", 900), ("1.5h", 5400), ("2d", 172_800), ("1w", 604_800)]
)
def test_spans(limit: str, seconds: float) -> None:
    assert span_seconds(limit) == seconds


@pytest.mark.parametrize(
    ("kind", "options", "told"),
    [
        ("date", {"min": "tomorrow"}, "a day is `today`"),
        ("date", {"max": "2026-02-30"}, "a day is `today`"),
        ("date", {"max": 20261231}, "valid string"),
        ("time", {"min": "6pm"}, "written in 24 hours"),
        ("time", {"min": "25:00"}, "written in 24 hours"),
        ("time", {"step": "often"}, "a number and a unit"),
        ("datetime", {"earliest": "8"}, "written in 24 hours"),
        ("duration", {"min": 30}, "needs its unit"),
        ("duration", {"max": "1 hour"}, "a number and a unit"),
        ("duration", {"unit": "month"}, "'second'"),
    ],
)
def test_what_is_no_limit_is_refused_in_words(kind: str, options: dict[str, Any], told: str) -> None:
    with pytest.raises(ValidationError, match=told):
        slot(kind, **options)


@pytest.mark.parametrize(
    ("low", "high", "wrong"),
    [
        ("18:00", "21:00", False),
        ("21:00", "18:00", True),
        ("2026-01-02", "2026-01-01", True),
        ("today+3d", "today+20d", False),
        ("today+3d", "today", True),
        ("today", "2020-01-01", False),
        ("2020-01-01", "today", False),
    ],
)
def test_crossed_limits(low: str, high: str, wrong: bool) -> None:
    assert crossed(low, high) is wrong
