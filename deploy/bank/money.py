"""Money: whole cents inside, decimal numbers outside."""

from decimal import Decimal

CENTS = 100
CURRENCY = "USD"


def cents_of(amount: Decimal) -> int:
    """The cents of an amount that has two decimals at most."""
    return int(amount * CENTS)


def amount_of(cents: int) -> float:
    """As it stands in JSON: the number nearest to it, which is written with two decimals at most."""
    return cents / CENTS
