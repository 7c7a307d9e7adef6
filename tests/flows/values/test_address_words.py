"""The tables of addresses."""

import pytest

from flows.values.address_words import address_words


@pytest.mark.parametrize(
    ("token", "street"),
    [
        ("street", True),
        ("ave", True),
        ("hauptstraße", True),
        ("goethestrasse", True),
        ("straße", False),
        ("main", False),
    ],
)
def test_kinds_of_streets(token: str, street: bool) -> None:
    assert address_words().is_street(token) is street


def test_every_country_with_states_has_names_for_them() -> None:
    words = address_words()
    assert set(words.states) == set(words.state_names)
    assert len(words.states["US"]) == 51
    assert all(code.isupper() for codes in words.states.values() for code in codes)
