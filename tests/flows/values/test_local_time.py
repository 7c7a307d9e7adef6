"""Moments in the bot's time zone."""

from datetime import date, time

import pytest

from flows.values.local_time import after, as_date, as_moment, as_time, clock_text, local, moment_text, now_of
from flows.values.setting import Setting

BERLIN = Setting(now="2026-03-29T01:30", timezone="Europe/Berlin")


@pytest.mark.parametrize(
    ("now", "local_now"),
    [
        ("2026-01-05T10:00", "2026-01-05T10:00:00+01:00"),
        ("2026-01-05T10:00:00.000+00:00", "2026-01-05T11:00:00+01:00"),
        ("2026-07-05T10:00:00Z", "2026-07-05T12:00:00+02:00"),
    ],
)
def test_now_is_local(now: str, local_now: str) -> None:
    assert moment_text(now_of(Setting(now=now, timezone="Europe/Berlin"))) == local_now


def test_an_hour_that_is_skipped_is_moved_on_and_of_a_doubled_one_the_first_is_meant() -> None:
    assert moment_text(local(date(2026, 3, 29), time(2, 30), BERLIN)) == "2026-03-29T03:30:00+02:00"
    assert moment_text(local(date(2026, 10, 25), time(2, 30), BERLIN)) == "2026-10-25T02:30:00+02:00"


def test_spans_are_counted_in_hours_that_pass() -> None:
    assert moment_text(after(now_of(BERLIN), 3600.5, BERLIN)) == "2026-03-29T03:30:00+02:00"


@pytest.mark.parametrize("value", ["2026-02-30", "20260203", "2026-2-3", "٢٠٢٦-٠٢-٠٣", 5, None])
def test_no_dates(value: object) -> None:
    assert as_date(value) is None


@pytest.mark.parametrize("value", ["7:30", "24:00", "07:30:00", "0730", 7, None])
def test_no_times(value: object) -> None:
    assert as_time(value) is None


@pytest.mark.parametrize("value", ["2026-05-03", "2026-05-03T10:00", "soon", 5])
def test_no_moments(value: object) -> None:
    assert as_moment(value) is None


def test_values_as_they_stand_in_json() -> None:
    assert as_date("2028-02-29") == date(2028, 2, 29)
    assert clock_text(as_time("07:30") or time()) == "07:30"
    moment = as_moment("2026-05-03T10:00:00+02:00")
    assert moment is not None
    assert moment_text(moment) == "2026-05-03T10:00:00+02:00"
