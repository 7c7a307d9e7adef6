"""The slot type `date`: what is found in a sentence, what is refused, how it is said back."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.values.setting import Setting
from flows.values.words import Words
from tests.flows.values.moment_tables import best, judged, moment_rows, wanted
from tests.flows.values.tables import slot

MONDAY = Setting(now="2026-01-05T10:00")


@pytest.mark.parametrize("row", moment_rows("date"), ids=lambda row: str(row["say"]) or "nothing")
def test_answers(row: dict[str, Any]) -> None:
    assert judged("date", row) == wanted(row)


@given(
    today=st.dates(min_value=date(2024, 1, 1), max_value=date(2040, 12, 31)),
    days=st.integers(min_value=0, max_value=364),
    past=st.booleans(),
)
def test_a_day_of_the_next_year_is_understood_as_it_is_said(today: date, days: int, past: bool) -> None:
    definition = slot("date", past=past)
    value = (today + timedelta(days=days)).isoformat()
    setting = Setting(now=f"{today.isoformat()}T10:00")
    found = definition.find(Words.of(f"make it {definition.say(value)}", setting), asked=False)
    assert [(item.value, item.doubtful) for item in found] == [(value, False)]


@given(today=st.dates(min_value=date(2024, 1, 1), max_value=date(2099, 1, 1)), weekday=st.integers(0, 6))
def test_a_weekday_is_one_of_the_next_seven_days_and_next_is_one_of_the_week_after(today: date, weekday: int) -> None:
    name = "monday tuesday wednesday thursday friday saturday sunday".split()[weekday]
    row = {"setting": Setting(now=f"{today.isoformat()}T10:00")}
    plain, following = (best("date", {**row, "say": text}) for text in (f"on {name}", f"next {name}"))
    assert plain is not None
    assert following is not None
    day, later = date.fromisoformat(str(plain.value)), date.fromisoformat(str(following.value))
    assert day.weekday() == later.weekday() == weekday
    assert 1 <= (day - today).days <= 7
    assert today.isocalendar()[:2] != later.isocalendar()[:2]
    assert 1 <= (later - today).days <= 13


@pytest.mark.parametrize(
    ("options", "value", "why"),
    [
        ({}, "2026-01-05", None),
        ({}, "2026-01-04", "That day has passed."),
        ({"past": True}, "2026-01-04", None),
        ({"past": True, "max": "today"}, "2026-01-06", "It can be Monday, January 5th, 2026 at the latest."),
        ({"min": "today+1d"}, "2026-01-05", "It can be Tuesday, January 6th at the earliest."),
        ({"max": "today+60d"}, "2026-03-06", None),
        ({"max": "today+60d"}, "2026-03-07", "It can be Friday, March 6th at the latest."),
        ({"max": "2026-12-31"}, "2027-01-01", "It can be Thursday, December 31st at the latest."),
        ({}, "soon", "I need a day."),
        ({}, 5, "I need a day."),
        ({}, "2026-02-30", "I need a day."),
    ],
)
def test_limits(options: dict[str, Any], value: Any, why: str | None) -> None:
    assert slot("date", **options).problem_at(value, MONDAY) == why


def test_without_a_moment_only_limits_that_are_dates_count() -> None:
    definition = slot("date", min="today+1d", max="2026-12-31")
    assert definition.problem("1999-01-01") is None
    assert definition.problem("2027-01-01") is not None
    assert definition.problem("tomorrow") == "I need a day."


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("2026-05-03", "2026-05-03"),
        ("2026-05-03T23:30:00+00:00", "2026-05-04"),
        ("tomorrow", "2026-01-06"),
        ("nothing", None),
        (7, None),
    ],
)
def test_data(raw: object, value: str | None) -> None:
    assert slot("date").read(raw, Setting(now="2026-01-05T10:00", timezone="Europe/Berlin")) == value


def test_the_year_is_said_where_the_past_counts() -> None:
    assert slot("date").say("2026-11-27") == "Friday, November 27th"
    assert slot("date", past=True).say("1992-05-03") == "Sunday, May 3rd, 1992"


@pytest.mark.parametrize(
    ("said", "days"),
    [
        ("my tooth hurts since yesterday", []),
        ("it has been so since monday", []),
        ("i was there yesterday and want a table again", []),
        ("somebody called me last friday about it", []),
        ("a table for two yesterday at eight", ["2026-01-04"]),
        ("i need a table for last saturday", ["2026-01-03"]),
        ("i'd like to come on monday", ["2026-01-12"]),
    ],
)
def test_days_of_a_story_are_no_early_answers(said: str, days: list[str]) -> None:
    words = Words.of(said, Setting(now="2026-01-05T10:00"))
    assert [item.value for item in slot("date").find(words, asked=False)] == days


@pytest.mark.parametrize(
    ("said", "days"),
    [
        ("i can't make it on monday", []),
        ("do it tomorrow", []),
        ("on the ninth of may", []),
        ("it happened yesterday", ["2026-01-04"]),
        ("it was stolen last friday", ["2026-01-02"]),
        ("born on the ninth of may 1980", ["1980-05-09"]),
    ],
)
def test_days_that_may_lie_ahead_are_no_early_answers_about_the_past(said: str, days: list[str]) -> None:
    words = Words.of(said, Setting(now="2026-01-05T10:00"))
    assert [item.value for item in slot("date", past=True).find(words, asked=False)] == days
