"""Times in a sentence: how sure they are, what they can mean, which comes first."""

from datetime import time

import pytest

from flows.values.clock_words import BARE, COUNT, PAIR, PLAIN, Clock, by_day, clocks_said, readings
from flows.values.words import Words


def said(text: str, *, asked: bool = True) -> list[str]:
    words = Words.of(text)
    return [words.original(clock.start, clock.end) for clock in clocks_said(words, asked=asked)]


@pytest.mark.parametrize(
    ("text", "sure"),
    [
        ("at seven", PLAIN),
        ("seven o'clock", PLAIN),
        ("seven thirty", PAIR),
        ("seven", BARE),
        ("for seven", COUNT),
        ("friday seven", PLAIN),
        ("around seven", PLAIN),
        ("around seven or so we hope", BARE),
        ("seven thirty friday", PLAIN),
        ("seven friday", BARE),
        ("seven no eight", BARE),
        ("at seven no eight", PLAIN),
    ],
)
def test_how_sure_a_time_is(text: str, sure: int) -> None:
    assert clocks_said(Words.of(text), asked=True)[0].sure == sure


def test_plain_times_come_before_numbers_and_later_ones_before_earlier_ones() -> None:
    assert said("at seven for four") == ["at seven", "for four"]
    assert said("seven then eight then at nine then ten") == ["at nine", "ten", "eight", "seven"]
    assert said("at seven no eight") == ["eight", "at seven"]
    assert said("between seven and eight") == ["between seven", "eight"]


@pytest.mark.parametrize(
    ("hour", "more", "ways"),
    [
        (7, {}, [7, 19]),
        (11, {}, [11, 23]),
        (12, {}, [12, 0]),
        (1, {}, [13, 1]),
        (6, {}, [18, 6]),
        (13, {}, [13]),
        (0, {}, [0]),
        (24, {}, [0]),
        (7, {"exact": True}, [7]),
        (7, {"half": "pm"}, [19]),
        (12, {"half": "am"}, [0]),
        (8, {"part": "evening"}, [20]),
        (12, {"part": "evening"}, [0]),
        (2, {"part": "night"}, [2]),
        (2, {"part": "tonight"}, [2]),
        (5, {"part": "tonight"}, [17]),
        (12, {"part": "afternoon"}, [12]),
        (12, {"part": "morning"}, [0]),
    ],
)
def test_what_an_hour_can_mean(hour: int, more: dict[str, object], ways: list[int]) -> None:
    clock = Clock(hour, 0, 0, 1, PLAIN, **more)  # type: ignore[arg-type]
    assert [way.hour for way in readings(clock, "en")] == ways


def test_the_night_counts_only_where_it_comes_first() -> None:
    assert by_day((time(15), time(3))) == (time(15),)
    assert by_day((time(3),)) == (time(3),)
    assert by_day((time(8), time(20))) == (time(8), time(20))


def test_the_nearest_part_of_the_day_counts() -> None:
    morning, evening = reversed(clocks_said(Words.of("at nine in the morning or at six in the evening"), asked=True))
    assert {(morning.hour, morning.part), (evening.hour, evening.part)} == {(9, "morning"), (6, "evening")}


@pytest.mark.parametrize(
    "text", ["friday the 13th", "in two weeks", "5/3", "may 7", "seven people", "that one", "two hours"]
)
def test_numbers_that_are_no_times(text: str) -> None:
    assert said(text) == []


def test_times_that_are_counted_from_now() -> None:
    [clock] = clocks_said(Words.of("in an hour and a half"), asked=False)
    assert clock.seconds_ahead == 5400
    assert said("in two days", asked=True) == []
    assert said("right now", asked=False) == []
