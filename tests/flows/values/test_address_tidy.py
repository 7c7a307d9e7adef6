"""Spoken addresses in the form of an envelope."""

import pytest

from flows.values.address_tidy import tidied
from flows.values.words import Words


@pytest.mark.parametrize(
    ("said", "region", "text", "is_address"),
    [
        ("12 main street springfield", "US", "12 Main Street, Springfield", True),
        ("12 north main street", "US", "12 North Main Street", True),
        ("5 e main st", "US", "5 E Main St", True),
        ("5 e main st", "GB", "5E Main St", True),
        ("12 st james street", "GB", "12 St James Street", True),
        ("10 oak avenue indianapolis in 46201", "US", "10 Oak Avenue, Indianapolis, IN 46201", True),
        ("10 oak avenue in portland", "US", "10 Oak Avenue, Portland", True),
        ("unit b 12 high street", "GB", "Unit B, 12 High Street", True),
        ("main street", "US", "Main Street", False),
        ("seven", "US", "7", False),
        ("10 downing", "US", "10 Downing", False),
        ("10 martin luther king", "US", "10 Martin Luther King", True),
    ],
)
def test_tidies(said: str, region: str, text: str, is_address: bool) -> None:
    words = Words.of(said)
    line = tidied(words, 0, len(words), region)
    assert line is not None
    assert (line.text, line.is_address) == (text, is_address)


@pytest.mark.parametrize("said", ["", "i want two pizzas", "what about 12 main street"])
def test_sentences_are_no_addresses(said: str) -> None:
    words = Words.of(said)
    assert tidied(words, 0, len(words), "US") is None
