"""The readers of the clock: hours, minutes, times in figures."""

from typing import Any

import pytest

from flows.values.clock_readers import clock_readers, clock_rules, lead_words, phrases
from flows.values.words import Words


def read(name: str, text: str, at: int = 0) -> list[tuple[int, Any]]:
    return list(clock_readers("en")[name](Words.of(text), at))


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("hour", "seven", [(1, (7, 0, False))]),
        ("hour", "07", [(1, (7, 0, True))]),
        ("hour", "twenty one", [(2, (21, 0, False))]),
        ("hour", "twenty five", []),
        ("hour", "eightish", [(1, (8, 0, False))]),
        ("minute", "thirty four", [(2, 34), (1, 30)]),
        ("minute", "oh five", [(2, 5)]),
        ("minute", "05", [(1, 5)]),
        ("minute", "five", []),
        ("minute", "seventy", []),
        ("any_minute", "five", [(1, 5)]),
        ("round_minute", "twenty five", [(2, 25), (1, 20)]),
        ("round_minute", "seventeen", []),
        ("colon", "7:30", [(1, (7, 30, False))]),
        ("colon", "07:30", [(1, (7, 30, True))]),
        ("colon", "24:00", [(1, (24, 0, False))]),
        ("colon", "24:01", []),
        ("colon", "7:60", []),
        ("dotted", "7.30", [(1, (7, 30, False))]),
        ("row", "730", [(1, (7, 30, False))]),
        ("row", "1930", [(1, (19, 30, False))]),
        ("row", "2575", []),
        ("half", "p m", [(2, "pm")]),
        ("part", "evening", [(1, "evening")]),
    ],
)
def test_readers(name: str, text: str, found: list[tuple[int, Any]]) -> None:
    assert read(name, text) == found


def test_minutes_do_not_follow_a_pause() -> None:
    assert read("minute", "seven thirty", 1) == [(2, 30)]
    assert read("minute", "seven, thirty", 1) == []


def test_the_words_of_the_language_are_at_hand() -> None:
    assert {rule.kind for rule in clock_rules("en")} == {
        "fixed",
        "past",
        "to",
        "written",
        "whole",
        "pair",
        "row",
        "bare",
    }
    assert ("make", "it") in phrases("en", "corrections")
    assert lead_words("en")["at",] == "at"
