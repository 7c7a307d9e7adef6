"""The slot type `datetime`: what is found in a sentence, what is refused, how it is said back."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.values.local_time import in_zone, moment_text, now_of
from flows.values.setting import Setting
from flows.values.words import Words
from tests.flows.values.moment_tables import judged, moment_rows, wanted
from tests.flows.values.tables import slot

BERLIN = Setting(now="2026-01-05T10:00+01:00", timezone="Europe/Berlin")


@pytest.mark.parametrize("row", moment_rows("datetime"), ids=lambda row: str(row["say"]) or "nothing")
def test_answers(row: dict[str, Any]) -> None:
    assert judged("datetime", row) == wanted(row)


@given(
    now=st.datetimes(min_value=datetime(2024, 1, 1), max_value=datetime(2040, 1, 1)),
    minutes=st.integers(min_value=1, max_value=364 * 24 * 60),
    timezone=st.sampled_from(["UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe"]),
)
def test_a_moment_is_understood_as_it_is_said(now: datetime, minutes: int, timezone: str) -> None:
    """But for the hour that comes twice in autumn: its first is meant, as long as that lies ahead."""
    definition = slot("datetime")
    setting = Setting(now=now.isoformat(timespec="minutes"), timezone=timezone)
    moment = in_zone(datetime.fromisoformat(setting.now) + timedelta(minutes=minutes), setting)
    if (moment.hour, moment.minute) == (0, 0) or moment.fold or moment < now_of(setting):
        return
    value = moment_text(moment)
    found = definition.find(Words.of(definition.say(value), setting), asked=False)
    assert [(item.value, item.doubtful) for item in found] == [(value, False)]


@pytest.mark.parametrize(
    ("options", "value", "why"),
    [
        ({}, "2026-01-05T10:00:00+01:00", None),
        ({}, "2026-01-05T09:00:00+00:00", None),
        ({}, "2026-01-05T09:59:00+01:00", "That time has passed."),
        ({"past": True}, "2026-01-05T09:59:00+01:00", None),
        ({"min": "today+1d"}, "2026-01-05T23:59:00+01:00", "It can be Tuesday, January 6th at the earliest."),
        ({"max": "today+1d"}, "2026-01-06T23:59:00+01:00", None),
        ({"max": "today+1d"}, "2026-01-07T00:00:00+01:00", "It can be Tuesday, January 6th at the latest."),
        ({"earliest": "08:00"}, "2026-01-06T07:30:00+01:00", "It can be 8 AM at the earliest."),
        ({"latest": "18:00"}, "2026-01-06T18:30:00+01:00", "It can be 6 PM at the latest."),
        ({}, "2026-01-06", "I need a day and a time."),
        ({}, "2026-01-06T18:30", "I need a day and a time."),
        ({}, 5, "I need a day and a time."),
    ],
)
def test_limits(options: dict[str, Any], value: Any, why: str | None) -> None:
    assert slot("datetime", **options).problem_at(value, BERLIN) == why


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("2026-05-03T19:30:00+02:00", "2026-05-03T19:30:00+02:00"),
        ("2026-05-03T17:30:00Z", "2026-05-03T19:30:00+02:00"),
        ("2026-05-03T19:30", "2026-05-03T19:30:00+02:00"),
        ("2026-05-03", None),
        ("tomorrow at noon", "2026-01-06T12:00:00+01:00"),
        (None, None),
    ],
)
def test_data(raw: object, value: str | None) -> None:
    assert slot("datetime").read(raw, BERLIN) == value


def test_another_number_between_day_and_time_stays_free() -> None:
    words = Words.of("tomorrow for four people at eight", BERLIN)
    [found] = slot("datetime").find(words, asked=False)
    assert words.original(found.start, found.end) == "at eight"


def test_how_it_is_said() -> None:
    assert slot("datetime").say("2026-11-27T19:30:00+01:00") == "Friday, November 27th at 7:30 PM"
    assert slot("datetime", past=True).say("2026-11-27T12:00:00+01:00") == "Friday, November 27th, 2026 at noon"
