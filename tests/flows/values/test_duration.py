"""The slot type `duration`: what is found in a sentence, what is refused, how it is said back."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.values.words import Words
from tests.flows.values.moment_tables import judged, moment_rows, wanted
from tests.flows.values.tables import slot


@pytest.mark.parametrize("row", moment_rows("duration"), ids=lambda row: str(row["say"]) or "nothing")
def test_answers(row: dict[str, Any]) -> None:
    assert judged("duration", row) == wanted(row)


@given(seconds=st.integers(min_value=1, max_value=400 * 86_400))
def test_a_span_is_understood_as_it_is_said(seconds: int) -> None:
    definition = slot("duration")
    found = definition.find(Words.of(f"it takes {definition.say(seconds)}"), asked=True)
    assert [(item.value, item.doubtful) for item in found] == [(seconds, False)]


@pytest.mark.parametrize(
    ("value", "why"),
    [
        (1800, None),
        (14400, None),
        (1799, "It must be at least 30 minutes."),
        (14401, "It can be 4 hours at most."),
        (-1, "I need a length of time."),
        (True, "I need a length of time."),
        ("30m", "I need a length of time."),
    ],
)
def test_limits(value: Any, why: str | None) -> None:
    assert slot("duration", min="30m", max="4h").problem(value) == why


@pytest.mark.parametrize(
    ("raw", "value"), [(90, 90), ("half an hour", 1800), ("90", None), (-5, None), (True, None), (None, None)]
)
def test_data(raw: object, value: int | None) -> None:
    assert slot("duration").read(raw) == value


def test_it_is_a_number_in_conditions() -> None:
    assert slot("duration").condition_type == "double"
