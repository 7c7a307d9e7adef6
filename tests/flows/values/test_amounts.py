"""Amounts of money in a sentence: where they begin and end, and in which currency."""

import pytest

from flows.values.amounts import amounts
from flows.values.currencies import CURRENCIES
from flows.values.words import Words


@pytest.mark.parametrize(
    ("said", "currency", "found"),
    [
        ("send fifty dollars to anna", "USD", [(50, 1, 3, True, "")]),
        ("send fifty to anna", "USD", [(50, 1, 2, False, "")]),
        ("12 dollars and 30 cents please", "USD", [(12.3, 0, 5, True, "")]),
        ("a pound and fifty p", "GBP", [(1.5, 0, 5, True, "")]),
        ("a euro fifty", "USD", [(1.5, 0, 3, True, "EUR")]),
        ("fifty at 3 p m", "GBP", [(50, 0, 1, False, ""), (3, 2, 3, False, "")]),
        ("fifty canadian dollars", "CAD", [(50, 0, 3, True, "")]),
        ("fifty new zealand dollars", "USD", [(50, 0, 4, True, "NZD")]),
        ("50€", "USD", [(50, 0, 1, True, "EUR")]),
        ("eur 50", "EUR", [(50, 0, 2, True, "")]),
        ("ten pounds sterling", "GBP", [(10, 0, 3, True, "")]),
        ("20 dollars, 30 cents off", "USD", [(20, 0, 2, True, ""), (0.3, 2, 4, True, "")]),
        ("1.250 kronor", "SEK", [(1250, 0, 2, True, "")]),
        ("minus fifty dollars", "USD", [(-50, 0, 3, True, "")]),
        ("a couple of cents", "USD", [(0.02, 1, 4, True, "")]),
        ("a fiver", "GBP", [(5, 0, 2, True, "")]),
        ("nothing", "USD", []),
    ],
)
def test_amounts(said: str, currency: str, found: list[tuple[float, int, int, bool, str]]) -> None:
    told = amounts(Words.of(said), CURRENCIES[currency])
    assert [(item.value, item.start, item.end, item.named, item.foreign) for item in told] == found


def test_two_readings() -> None:
    [amount] = amounts(Words.of("two fifty"), CURRENCIES["USD"])
    assert (amount.value, amount.other) == (2.5, 250)


@pytest.mark.parametrize(("text", "value"), [("$45.50 cents", 45.5), ("$50 cents", 0.5)])
def test_a_sign_and_cents(text: str, value: float) -> None:
    assert [amount.value for amount in amounts(Words.of(text), CURRENCIES["USD"])] == [value]
