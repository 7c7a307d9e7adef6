"""The slot type `time`: what is found in a sentence, what is refused, how it is said back."""

from typing import Any

import pytest

from flows.values.setting import Setting
from flows.values.words import Words
from tests.flows.values.moment_tables import judged, moment_rows, wanted
from tests.flows.values.tables import slot

EVENING = {"min": "18:00", "max": "21:00", "step": "30m"}


@pytest.mark.parametrize("row", moment_rows("time"), ids=lambda row: str(row["say"]) or "nothing")
def test_answers(row: dict[str, Any]) -> None:
    assert judged("time", row) == wanted(row)


def test_every_minute_of_a_day_is_understood_as_it_is_said() -> None:
    definition = slot("time")
    for minutes in range(24 * 60):
        value = f"{minutes // 60:02}:{minutes % 60:02}"
        found = definition.find(Words.of(f"make it {definition.say(value)}"), asked=False)
        assert [(item.value, item.doubtful) for item in found] == [(value, False)], value


def test_every_half_hour_is_understood_as_people_count_it() -> None:
    hours = "one two three four five six seven eight nine ten eleven twelve".split()
    definition = slot("time", min="12:00")
    for at, hour in enumerate(hours, 1):
        [found] = definition.find(Words.of(f"half past {hour}"), asked=True)
        assert found.value == f"{at % 12 + 12}:30"


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ("18:00", None),
        ("20:30", None),
        ("17:59", "It can be 6 PM at the earliest."),
        ("21:30", "It can be 9 PM at the latest."),
        ("19:15", "It can be 7 PM or 7:30 PM."),
        ("7:30", "I need a time of day."),
        ("24:30", "I need a time of day."),
        (19, "I need a time of day."),
    ],
)
def test_limits(value: Any, why: str | None) -> None:
    assert slot("time", **EVENING).problem(value) == why


def test_steps_at_the_ends_of_a_day_offer_one_time() -> None:
    assert slot("time", step="1h").problem("23:15") == "It can be 11 PM."
    assert slot("time", min="09:10", step="20m").problem("09:40") == "It can be 9:30 AM or 9:50 AM."


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("19:30", "19:30"),
        ("2026-05-03T17:30:00+00:00", "19:30"),
        ("8 pm", "20:00"),
        (8, "20:00"),
        ("soon", None),
        ("19:61", None),
    ],
)
def test_data(raw: object, value: str | None) -> None:
    assert slot("time", min="18:00").read(raw, Setting(timezone="Europe/Berlin")) == value


def test_what_is_no_time_is_said_as_it_is() -> None:
    assert slot("time").say("later") == "later"


def test_the_words_before_a_time_are_left_to_tell_what_it_is_for() -> None:
    words = Words.of("four people at around eight in the evening")
    [found] = slot("time").find(words, asked=False)
    assert words.original(found.start, found.end) == "eight in the evening"
