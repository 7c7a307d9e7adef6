"""Currencies: what callers call them, how an amount is written, and which one a country pays with."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal, get_args

from flows.values.language import DEFAULT_LANGUAGE, word_table

CurrencyCode = Literal[
    "USD", "GBP", "EUR", "CAD", "AUD", "NZD", "SGD", "HKD", "CHF", "SEK", "NOK", "DKK", "PLN", "CZK", "HUF", "RON",
    "JPY", "CNY", "INR", "MXN", "BRL", "ZAR", "TRY", "ILS", "KRW", "AED",
]  # fmt: skip
"""The currencies that a slot can have, by their ISO 4217 codes."""


@dataclass(frozen=True, slots=True)
class Currency:
    """One currency; `sign` is written before the amount, without one the name stands behind it."""

    code: str
    name: str
    """One of it, as it is said."""
    names: str
    """Several of it."""
    words: frozenset[str]
    """What callers call it."""
    small: frozenset[str]
    """What callers call its hundredth."""
    sign: str = ""
    nation: str = ""
    """What tells it from others of its name."""

    def written(self, amount: float) -> str:
        """`$1,250.50`, `£50`, `50 francs`; a minus stands before the sign."""
        size = f"{abs(amount):,.0f}" if float(amount).is_integer() else f"{abs(amount):,.2f}"
        minus = "-" if amount < 0 else ""
        if self.sign:
            return f"{minus}{self.sign}{size}"
        return f"{minus}{size} {self.name if abs(amount) == 1 else self.names}"

    def apart(self, other: "Currency") -> str:
        """Its name so that it is told from another currency: `US dollars`, beside Canadian ones."""
        return f"{self.nation} {self.names}" if other.names == self.names and self.nation else self.names


@dataclass(frozen=True)
class MoneyWords:
    """All tables of a language."""

    currencies: tuple[Currency, ...]
    nations: Mapping[str, str]
    nation_leads: frozenset[str]
    unit_tails: frozenset[str]
    notes: Mapping[str, int]
    note_articles: frozenset[str]
    unit_articles: frozenset[str]
    no_single_units: frozenset[str]
    cents_joints: frozenset[str]
    behind_cents: frozenset[str]
    of: str


@cache
def money_words(language: str = DEFAULT_LANGUAGE) -> MoneyWords:
    """The tables, read once."""
    return word_table(MoneyWords, "money_words", language)


CURRENCIES = {currency.code: currency for currency in money_words().currencies}
NATIONS = money_words().nations
"""Words before a unit that say which of several currencies of that name is meant: "canadian dollars"."""
SIGNS = {"$": "USD", "£": "GBP", "€": "EUR", "¥": "JPY", "₹": "INR"}
MONEY_WORDS = frozenset(word for currency in CURRENCIES.values() for word in currency.words | currency.small)
_EURO_COUNTRIES = "AT BE BG CY DE EE ES FI FR GR HR IE IT LT LU LV MT NL PT SI SK MC SM VA AD ME XK"
_BY_COUNTRY = dict.fromkeys(_EURO_COUNTRIES.split(), "EUR") | {
    "GB": "GBP", "IM": "GBP", "JE": "GBP", "GG": "GBP", "CA": "CAD", "AU": "AUD", "NZ": "NZD", "SG": "SGD",
    "HK": "HKD", "CH": "CHF", "LI": "CHF", "SE": "SEK", "NO": "NOK", "DK": "DKK", "PL": "PLN", "CZ": "CZK",
    "HU": "HUF", "RO": "RON", "JP": "JPY", "CN": "CNY", "IN": "INR", "MX": "MXN", "BR": "BRL", "ZA": "ZAR",
    "TR": "TRY", "IL": "ILS", "KR": "KRW", "AE": "AED",
}  # fmt: skip


def currency_of_region(region: str) -> CurrencyCode:
    """What people pay with in a country, by its ISO 3166 code; US dollars where it is not known."""
    code = _BY_COUNTRY.get(region.upper(), "USD")
    return next(known for known in get_args(CurrencyCode) if known == code)
