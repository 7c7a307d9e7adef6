"""Days in a sentence: what a phrase can mean, where it stands, which comes first."""

from datetime import date

import pytest

from flows.values.calendar_words import days_said
from flows.values.setting import Setting
from flows.values.words import Words

MONDAY = Setting(now="2026-01-05T10:00")


def said(text: str, *, asked: bool = True, past: bool = False, setting: Setting = MONDAY) -> list[tuple[str, ...]]:
    return [tuple(map(str, day.readings)) for day in days_said(Words.of(text, setting), asked=asked, past=past)]


def test_the_last_day_comes_first_but_of_a_choice_the_first() -> None:
    assert said("friday no saturday") == [("2026-01-10",), ("2026-01-09",)]
    assert said("friday or saturday") == [("2026-01-09",), ("2026-01-10",)]
    assert said("tomorrow or friday no sunday") == [("2026-01-11",), ("2026-01-06",), ("2026-01-09",)]


def test_a_slot_about_the_past_may_mean_the_last_or_the_next() -> None:
    assert said("friday", past=True) == [("2026-01-02", "2026-01-09")]
    assert said("the fifth", past=True) == [("2026-01-05",)]
    assert said("next friday", past=True) == [("2026-01-16",)]


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("we come on friday evening at eight", "on friday evening"),
        ("say the day after tomorrow", "the day after tomorrow"),
        ("a week from tuesday then", "a week from tuesday"),
        ("it is Friday, May 8th, 2026 for us", "Friday, May 8th, 2026"),
        ("on 5/3/2027 please", "on 5/3/2027"),
    ],
)
def test_where_a_day_stands(text: str, part: str) -> None:
    words = Words.of(text, MONDAY)
    [day] = days_said(words, asked=False)
    assert words.original(day.start, day.end) == part


@pytest.mark.parametrize(
    "text", ["the first floor", "the second one", "the third of you", "a second", "sundays", "sat"]
)
def test_what_is_plain_only_as_an_answer_is_not_taken_unasked(text: str) -> None:
    assert said(text, asked=False) == []


@pytest.mark.parametrize("text", ["not on friday", "except friday", "rather than tomorrow", "I can't make tomorrow"])
def test_days_that_are_not_meant(text: str) -> None:
    assert said(text) == []


def test_the_day_is_that_of_the_time_zone() -> None:
    late = "2026-01-05T23:30+00:00"
    assert said("tomorrow", setting=Setting(now=late, timezone="Europe/Berlin")) == [("2026-01-07",)]
    assert said("tomorrow", setting=Setting(now=late, timezone="America/New_York")) == [("2026-01-06",)]


def test_a_language_without_a_table_is_read_as_english() -> None:
    assert said("tomorrow", setting=Setting(now="2026-01-05T10:00", language="tlh")) == [("2026-01-06",)]
    assert said("tomorrow", setting=Setting(now="2026-01-05T10:00", language="../x")) == [("2026-01-06",)]


def test_days_as_values() -> None:
    [day] = days_said(Words.of("christmas", MONDAY), asked=True)
    assert day.readings == (date(2026, 12, 25),)
    assert not day.doubtful
