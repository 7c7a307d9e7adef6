"""The readers of the calendar: numbers, years, dates in figures."""

from datetime import date
from typing import Any

import pytest

from flows.values.calendar_readers import Today, readers, small_numbers
from flows.values.language import language_data
from flows.values.words import Words

MONDAY = date(2026, 1, 5)


def read(name: str, text: str, *, region: str = "US", past: bool = False, at: int = 0) -> list[tuple[int, Any]]:
    known = readers(language_data("calendar_words", "en"), Today(MONDAY, region, past))
    return list(known[name](Words.of(text), at))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("twenty one", [(2, 21), (1, 20)]),
        ("twenty people", [(1, 20)]),
        ("7 people", [(1, 7)]),
        ("123", []),
        ("21st", []),
        ("7:30", []),
        ("seventh", []),
    ],
)
def test_small_numbers(text: str, found: list[tuple[int, int]]) -> None:
    assert list(small_numbers(Words.of(text), 0)) == found


@pytest.mark.parametrize(
    ("text", "past", "found"),
    [
        ("2027", False, [(1, 2027)]),
        ("1850", False, []),
        ("next year", False, [(2, 2027)]),
        ("twenty twenty seven", False, [(3, 2027)]),
        ("two thousand and twenty seven", False, [(5, 2027)]),
        ("twenty thirty", False, []),
        ("nineteen thirty", False, []),
        ("nineteen thirty", True, [(2, 1930)]),
        ("nineteen ninety two", False, [(3, 1992), (2, 1990)]),
        ("nineteen oh five", True, [(3, 1905)]),
        ("nineteen people", False, []),
    ],
)
def test_years(text: str, past: bool, found: list[tuple[int, int]]) -> None:
    assert read("year", text, past=past) == found


@pytest.mark.parametrize(
    ("text", "region", "past", "days"),
    [
        ("5/3", "US", False, [date(2026, 5, 3)]),
        ("5/3", "DE", False, [date(2026, 3, 5)]),
        ("1/2", "US", False, [date(2027, 1, 2)]),
        ("1/2", "US", True, [date(2026, 1, 2), date(2027, 1, 2)]),
        ("13/5", "US", False, [date(2026, 5, 13)]),
        ("5.3.2027", "US", False, [date(2027, 3, 5)]),
        ("5/3/92", "US", False, [date(2092, 5, 3)]),
        ("5/3/92", "US", True, [date(1992, 5, 3)]),
        ("2026-05-03", "DE", False, [date(2026, 5, 3)]),
        ("2026/5/3", "DE", False, [date(2026, 5, 3)]),
        ("2026-05-034", "DE", False, None),
        ("24/7", "DE", False, None),
        ("31/2/2026", "DE", False, None),
        ("5/3/1066", "DE", False, None),
        ("5", "DE", False, None),
    ],
)
def test_dates_in_figures(text: str, region: str, past: bool, days: list[date] | None) -> None:
    found = read("written", text, region=region, past=past)
    assert [list(value) for _, value in found] == ([days] if days else [])


def test_ordinals_and_counts() -> None:
    assert read("ordinal", "twenty fifth") == [(2, 25)]
    assert read("ordinal", "25th") == [(1, 25)]
    assert read("ordinal", "32nd") == []
    assert read("count", "a couple of weeks") == [(3, 2), (2, 2), (1, 1)]
    assert read("count", "a week") == [(1, 1)]
    assert read("count", "twenty one days") == [(2, 21)]
    assert read("count", "2000 days") == []
    assert read("count", "some days") == []
    assert read("plain_month", "may") == []
    assert read("month", "may") == [(1, 5)]
