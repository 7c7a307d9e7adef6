"""Values that were not asked for: only where it is plain which slot they are for."""

import pytest

from flows.understanding.found_values import unasked_values, without_moments
from flows.values.setting import Setting
from flows.values.words import Found, Words
from tests.flows.values.tables import slot

SLOTS = {
    "amount": slot("money", min=1, max=5000),
    "account": slot("choice"),
    "people": slot("integer", min=1, max=12),
    "time": slot("choice", choices={"18:00": ["six", "six o'clock"], "19:00": ["seven", "7"]}),
    "code": slot("digits", length=4),
    "name": slot("person"),
    "first_name": slot("person"),
    "last_name": slot("person"),
    "adults": slot("integer", min=1, max=12),
    "nights": slot("integer", min=1, max=30),
    "kids": slot("integer", min=0, max=12),
    "sure": slot("yes_no"),
    "note": slot("text"),
}


@pytest.mark.parametrize(
    ("said", "names", "found"),
    [
        ("send fifty dollars from savings", ["amount", "account"], {"amount": 50, "account": "savings"}),
        ("send fifty", ["amount"], {"amount": 50}),
        ("a table for seven", ["people", "time"], {"people": 7}),
        ("a table at seven", ["people", "time"], {"time": "19:00"}),
        ("a table for six at seven", ["people", "time"], {"people": 6, "time": "19:00"}),
        ("at six o'clock", ["people", "time"], {"time": "18:00"}),
        ("the code is five one eight six", ["people", "code"], {"code": "5186"}),
        ("the code is five one eight six", ["people"], {}),
        ("two of us, fifty dollars", ["people", "amount"], {"people": 2, "amount": 50}),
        ("two or fifty", ["people", "amount"], {}),
        ("two fifty", ["amount"], {"amount": 2.5}),
        ("4 people at 8 on monday", ["people", "time"], {"people": 4}),
        ("4 people at 7 on monday", ["people", "time"], {"people": 4, "time": "19:00"}),
        ("4 people at 7 on monday", ["people"], {"people": 4}),
        ("two friday seven", ["people", "time"], {"people": 2, "time": "19:00"}),
        ("two friday seven", ["people"], {"people": 2}),
        ("for two at half past seven", ["people"], {"people": 2}),
        ("at half past seven", ["people"], {}),
        ("a table for four", ["people", "time"], {"people": 4}),
        ("four on the 5th of may", ["people"], {"people": 4}),
        ("for two hours", ["people"], {}),
        ("four no six people", ["people", "time"], {"people": 6}),
        ("four or six people", ["people", "time"], {"people": 6}),
        ("book a table for two for john", ["people", "name"], {"people": 2, "name": "John"}),
        ("book a table for two for dinner", ["people", "name"], {"people": 2}),
        ("for savings", ["account", "name"], {"account": "savings"}),
        ("two adults and three kids", ["adults", "kids"], {"adults": 2, "kids": 3}),
        ("kids three, adults two", ["adults", "kids"], {"adults": 2, "kids": 3}),
        ("two and three", ["adults", "kids"], {}),
        ("my first name is ann", ["first_name", "last_name"], {"first_name": "Ann"}),
        ("the name is ann", ["first_name", "last_name"], {}),
        ("i have two questions", ["people"], {}),
        ("twenty euros", ["amount"], {"amount": "20 EUR"}),
        ("2 adults 3 kids", ["adults", "kids"], {"adults": 2, "kids": 3}),
        ("two adults and no kids", ["adults", "kids"], {"adults": 2, "kids": 0}),
        ("one adult and one kid", ["adults", "kids"], {"adults": 1, "kids": 1}),
        ("two nights for two adults", ["adults", "kids", "nights"], {"adults": 2, "nights": 2}),
        ("for two nights", ["nights"], {"nights": 2}),
        ("for two hours", ["nights"], {}),
        ("send 1200", ["amount", "code"], {"amount": 1200}),
        ("send 1200 with the code 4071", ["amount", "code"], {"amount": 1200, "code": "4071"}),
        ("send twenty, the code is 4 0 7 1", ["amount", "code"], {"amount": 20, "code": "4071"}),
        ("cancel 4071", ["code"], {"code": "4071"}),
        ("an amount of fifty", ["people", "amount"], {"amount": 50}),
        ("my name is ann", ["name"], {"name": "Ann"}),
        ("yes", ["sure", "note"], {}),
        ("send nine thousand dollars", ["amount"], {}),
        ("send", ["amount", "unknown"], {}),
    ],
)
def test_plain_values_only(said: str, names: list[str], found: dict[str, object]) -> None:
    values = unasked_values(Words.of(said), SLOTS, names)
    assert {item.slot: item.value for item in values} == found


def test_words_that_belong_to_the_answer_are_not_taken_twice() -> None:
    words = Words.of("seven")
    answer = SLOTS["people"].find(words, asked=True)[0]
    assert unasked_values(words, SLOTS, ["time"], [answer]) == []


@pytest.mark.parametrize(
    ("said", "names", "doubtful"),
    [
        ("four or six people", ["people"], {"people"}),
        ("send two fifty", ["amount"], {"amount"}),
        ("send two fifty dollars", ["amount"], set()),
        ("two adults and three kids", ["adults", "kids"], set()),
        ("two or three adults and a kid", ["adults", "kids"], {"adults"}),
        ("two adults for three nights", ["adults", "nights"], set()),
    ],
)
def test_what_is_doubtful_stays_so_unless_the_slot_was_named(said: str, names: list[str], doubtful: set[str]) -> None:
    values = unasked_values(Words.of(said), SLOTS, names)
    assert values
    assert {item.slot for item in values if item.found.doubtful} == doubtful


def test_numbers_of_days_and_times_answer_no_other_question() -> None:
    day = slot("date")
    words = Words.of("four on friday the 13th")
    found = SLOTS["people"].find(words, asked=True)
    assert [item.value for item in without_moments(words, SLOTS["people"], found, [day])] == [4]
    everything = [Found(13, 3, 5), Found(4, 0, 1)]
    assert without_moments(words, SLOTS["people"], everything, [day]) == everything[1:]
    assert without_moments(words, SLOTS["name"], everything, [day]) == everything


def test_with_a_slot_for_the_time_its_number_is_used_once() -> None:
    slots = {"people": SLOTS["people"], "time": slot("time"), "day": slot("date")}
    values = unasked_values(Words.of("four at eight on monday"), slots, ["people", "time", "day"])
    assert {item.slot: item.value for item in values if item.slot != "day"} == {"people": 4, "time": "08:00"}


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("four people on friday at seven", {"people": 4, "day": "2026-01-09", "hour": "19:00"}),
        ("4 people at 8 on monday", {"people": 4, "day": "2026-01-12", "hour": "20:00"}),
        ("two friday seven", {"people": 2, "day": "2026-01-09", "hour": "19:00"}),
        ("ten of us on the twenty fifth at half past eight", {"people": 10, "day": "2026-01-25", "hour": "20:30"}),
        ("two people yesterday", {"people": 2, "day": "2026-01-04"}),
        ("two people at five", {"people": 2, "hour": "17:00"}),
        ("thirty people", {}),
    ],
)
def test_days_times_and_numbers_keep_apart_and_those_that_cannot_be_are_told_of(
    said: str, found: dict[str, object]
) -> None:
    slots = {
        "people": slot("integer", min=1, max=12),
        "day": slot("date"),
        "hour": slot("time", min="17:30", max="21:00"),
    }
    values = unasked_values(Words.of(said, Setting(now="2026-01-05T10:00")), slots, list(slots))
    assert {item.slot: item.value for item in values} == found


def test_numbers_of_a_range_are_no_count() -> None:
    slots = {"size": slot("integer", min=1, max=12)}
    assert unasked_values(Words.of("between seven and nine"), slots, ["size"]) == []
