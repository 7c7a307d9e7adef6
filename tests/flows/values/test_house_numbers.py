"""Numbers in addresses."""

import pytest

from flows.values.house_numbers import number_at, position_at
from flows.values.words import Words


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("twelve oh four oak avenue", ("1204", 3)),
        ("one twenty three main", ("123", 3)),
        ("two hundred and five west", ("205", 4)),
        ("twenty one hundred lake", ("2100", 3)),
        ("two thousand five hundred lake", ("2500", 4)),
        ("two thousand and five lake", ("2005", 4)),
        ("7 seven oaks", ("7", 1)),
        ("five forty second street", ("5", 1)),
        ("1204", ("1204", 1)),
        ("oh lake", None),
        ("5th avenue", None),
        ("main", None),
    ],
)
def test_house_numbers(said: str, number: tuple[str, int] | None) -> None:
    assert number_at(Words.of(said), 0) == number


@pytest.mark.parametrize(
    ("said", "position"),
    [
        ("forty second street", ("42nd", 2)),
        ("twenty first", ("21st", 2)),
        ("5th", ("5th", 1)),
        ("fifth", None),
        ("forty", None),
    ],
)
def test_positions(said: str, position: tuple[str, int] | None) -> None:
    assert position_at(Words.of(said), 0) == position
