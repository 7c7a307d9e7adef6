"""The slot type `number`: what is found in an answer, what is refused, how it is said back."""

from typing import Any

import pytest

from flows.values.words import Words
from tests.flows.values.tables import answer, rows, slot


@pytest.mark.parametrize("row", rows("number"), ids=lambda row: str(row["say"]) or "nothing")
def test_answers(row: dict[str, Any]) -> None:
    found = answer("number", row)
    assert found == row["is"]
    assert isinstance(found, bool) is isinstance(row["is"], bool)


@pytest.mark.parametrize(("value", "fits"), [(0, True), (30, True), (-1, False), (30.5, False), ("3", False)])
def test_limits(value: Any, fits: bool) -> None:
    assert (slot("number", min=0, max=30).problem(value) is None) is fits


def test_the_last_number_comes_first() -> None:
    assert [found.value for found in slot("number").find(Words.of("three or rather five"), asked=True)] == [5, 3]
