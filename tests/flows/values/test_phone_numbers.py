"""Phone numbers by the rules of their country."""

import pytest

from flows.values.phone_numbers import groups, possible_number, valid_number


@pytest.mark.parametrize(
    ("digits", "region", "valid", "possible"),
    [
        ("2125550123", "US", "+12125550123", "+12125550123"),
        ("5550123456", "US", "+15550123456", "+15550123456"),
        ("1234567890", "US", None, "+11234567890"),
        ("5550123", "US", None, None),
        ("07700900123", "GB", "+447700900123", "+447700900123"),
        ("+447700900123", "US", "+447700900123", "+447700900123"),
        ("011442079460958", "US", "+442079460958", "+442079460958"),
        ("2125550123", "XX", None, None),
        ("+", "US", None, None),
        ("", "US", None, None),
    ],
)
def test_valid_and_possible(digits: str, region: str, valid: str | None, possible: str | None) -> None:
    assert (valid_number(digits, region), possible_number(digits, region)) == (valid, possible)


@pytest.mark.parametrize(
    ("number", "region", "said"),
    [
        ("+12125550123", "US", ["212", "555", "0123"]),
        ("+12125550123", "DE", ["+1", "212", "555", "0123"]),
        ("+4915112345678", "DE", ["015", "11", "2345", "678"]),
        ("+4930123456", "DE", ["030", "123", "456"]),
        ("none", "US", ["none"]),
    ],
)
def test_groups_are_short(number: str, region: str, said: list[str]) -> None:
    assert groups(number, region) == said
