"""Currencies: what callers call them, how an amount is written, and which one a country pays with."""

from dataclasses import dataclass
from typing import Literal, get_args

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

    def written(self, amount: float) -> str:
        """`$1,250.50`, `£50`, `50 francs`; a minus stands before the sign."""
        size = f"{abs(amount):,.0f}" if float(amount).is_integer() else f"{abs(amount):,.2f}"
        minus = "-" if amount < 0 else ""
        if self.sign:
            return f"{minus}{self.sign}{size}"
        return f"{minus}{size} {self.name if abs(amount) == 1 else self.names}"

    def apart(self, other: "Currency") -> str:
        """Its name so that it is told from another currency: `US dollars`, beside Canadian ones."""
        return f"{_OF[self.code]} {self.names}" if other.names == self.names and self.code in _OF else self.names


_OF = {
    "USD": "US", "CAD": "Canadian", "AUD": "Australian", "NZD": "New Zealand", "SGD": "Singapore", "HKD": "Hong Kong",
    "NOK": "Norwegian", "DKK": "Danish",
}  # fmt: skip
_TABLE = """
USD|dollar|dollars|dollar dollars buck bucks usd|cent cents penny pennies|$
GBP|pound|pounds|pound pounds quid sterling gbp|p pence penny pennies|£
EUR|euro|euros|euro euros eur|cent cents|€
CAD|dollar|dollars|dollar dollars buck bucks cad|cent cents|$
AUD|dollar|dollars|dollar dollars buck bucks aud|cent cents|$
NZD|dollar|dollars|dollar dollars buck bucks nzd|cent cents|$
SGD|dollar|dollars|dollar dollars buck bucks sgd|cent cents|$
HKD|dollar|dollars|dollar dollars buck bucks hkd|cent cents|$
CHF|franc|francs|franc francs chf|rappen centime centimes|
SEK|krona|kronor|krona kronor kronas sek|öre|
NOK|krone|kroner|krone kroner nok|øre|
DKK|krone|kroner|krone kroner dkk|øre|
PLN|zloty|zlotys|zloty zlotys zlotych pln|grosz groszy|
CZK|koruna|korunas|koruna korunas crown crowns czk|haler|
HUF|forint|forints|forint forints huf||
RON|leu|lei|leu lei ron|ban bani|
JPY|yen|yen|yen jpy||
CNY|yuan|yuan|yuan renminbi rmb cny|fen|
INR|rupee|rupees|rupee rupees inr|paisa paise|
MXN|peso|pesos|peso pesos mxn|centavo centavos|
BRL|real|reais|real reais reals brl|centavo centavos|
ZAR|rand|rand|rand rands zar|cent cents|
TRY|lira|lira|lira liras|kurus|
ILS|shekel|shekels|shekel shekels ils|agora agorot|
KRW|won|won|krw||
AED|dirham|dirhams|dirham dirhams aed|fils|
"""


def _read(line: str) -> Currency:
    code, name, names, words, small, sign = line.split("|")
    return Currency(code, name, names, frozenset(words.split()), frozenset(small.split()), sign)


CURRENCIES = {line[:3]: _read(line) for line in _TABLE.strip().splitlines()}
NATIONS = {
    "us": "USD", "american": "USD", "british": "GBP", "uk": "GBP", "canadian": "CAD", "australian": "AUD",
    "aussie": "AUD", "zealand": "NZD", "singapore": "SGD", "kong": "HKD", "swiss": "CHF", "swedish": "SEK",
    "norwegian": "NOK", "danish": "DKK", "mexican": "MXN", "indian": "INR",
}  # fmt: skip
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
