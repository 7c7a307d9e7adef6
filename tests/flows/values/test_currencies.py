"""Currencies: names, signs, countries."""

from typing import get_args

import pytest

from flows.values.currencies import CURRENCIES, NATIONS, SIGNS, CurrencyCode, currency_of_region


def test_every_code_has_its_currency() -> None:
    assert set(CURRENCIES) == set(get_args(CurrencyCode))
    assert {*NATIONS.values(), *SIGNS.values()} <= set(CURRENCIES)
    assert all(currency.name in currency.words | {"won"} for currency in CURRENCIES.values())


@pytest.mark.parametrize(
    ("region", "code"),
    [("US", "USD"), ("GB", "GBP"), ("DE", "EUR"), ("fr", "EUR"), ("CH", "CHF"), ("XX", "USD"), ("", "USD")],
)
def test_what_a_country_pays_with(region: str, code: str) -> None:
    assert currency_of_region(region) == code


@pytest.mark.parametrize(
    ("code", "amount", "text"),
    [
        ("USD", 1, "$1"), ("USD", -2.5, "-$2.50"), ("GBP", 1000000, "£1,000,000"), ("CHF", 1, "1 franc"),
        ("CHF", 0.5, "0.50 francs"), ("ZAR", 20, "20 rand"),
    ],
)  # fmt: skip
def test_amounts_are_written_as_they_are_read_aloud(code: str, amount: float, text: str) -> None:
    assert CURRENCIES[code].written(amount) == text


def test_currencies_of_one_name_are_told_apart() -> None:
    assert CURRENCIES["USD"].apart(CURRENCIES["CAD"]) == "US dollars"
    assert CURRENCIES["USD"].apart(CURRENCIES["EUR"]) == "dollars"
