"""The slot type `number`: what is found in an answer, what is refused, how it is said back."""

from typing import Any

import pytest

from flows.values.words import Words
from tests.flows.values.tables import best, is_read_as, rows, slot


@pytest.mark.parametrize("row", rows("number"), ids=lambda row: str(row["say"]) or "nothing")
def test_answers(row: dict[str, Any]) -> None:
    assert is_read_as("number", row), best("number", row)


@pytest.mark.parametrize(("value", "fits"), [(0, True), (30, True), (-1, False), (30.5, False), ("3", False)])
def test_limits(value: Any, fits: bool) -> None:
    assert (slot("number", min=0, max=30).problem(value) is None) is fits


def test_the_last_number_comes_first() -> None:
    assert [found.value for found in slot("number").find(Words.of("three or five"), asked=True)] == [5, 3]


def test_what_was_taken_back_is_no_value_even_where_it_would_fit() -> None:
    found = slot("number", max=10).find(Words.of("three or rather fifteen"), asked=True)
    assert [item.value for item in found] == [15]


def test_all_numbers_of_a_correction_belong_to_it() -> None:
    [found] = slot("number").find(Words.of("it's fifty no sixty i think"), asked=True)
    assert (found.start, found.end) == (1, 4)


@pytest.mark.parametrize(
    ("said", "value"),
    [("it weighs minus three", -3), ("i have two questions", None), ("come at eight", None), ("a couple", None)],
)
def test_unasked(said: str, value: Any) -> None:
    found = slot("number").find(Words.of(said), asked=False)
    assert (found[0].value if found else None) == value


@pytest.mark.parametrize(
    ("raw", "value"), [(3, 3), (2.0, 2), (-1.5, -1.5), (float("nan"), None), (1e300, None), (True, None), ("5k", 5000)]
)
def test_reads_data(raw: Any, value: Any) -> None:
    assert slot("number").read(raw) == value


@pytest.mark.parametrize(("value", "text"), [(1250000, "1,250,000"), (1250.5, "1,250.5"), (3.0, "3"), (-3, "minus 3")])
def test_is_said_as_it_is_read_well(value: float, text: str) -> None:
    assert slot("number").say(value) == text
