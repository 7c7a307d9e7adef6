"""Clocks in the bot's zone."""

from datetime import UTC, datetime

import pytest

from flows.driver.clocks import ZoneClock, fixed, time_zone


def test_a_fixed_clock_stands_in_the_bots_zone() -> None:
    assert fixed("2026-07-01T10:00", "Europe/London").now() == "2026-07-01T10:00:00.000+01:00"
    assert fixed("2026-07-01T10:00+05:00", "Europe/London").now() == "2026-07-01T10:00:00.000+05:00"


@pytest.mark.parametrize("text", ["", "tomorrow", "2026-13-01", "25:00"])
def test_no_times(text: str) -> None:
    with pytest.raises(ValueError, match=r"isoformat|month|hour|time|day"):
        fixed(text, "UTC")


def test_the_real_clock_has_milliseconds_and_an_offset() -> None:
    moment = datetime.fromisoformat(ZoneClock("Asia/Tokyo").now())
    assert str(moment.utcoffset()) == "9:00:00"


@pytest.mark.parametrize("name", ["Mars/Olympus", "", "../etc/passwd"])
def test_unknown_zones_are_utc(name: str) -> None:
    assert time_zone(name) is UTC
