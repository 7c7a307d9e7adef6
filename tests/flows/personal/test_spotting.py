"""Texts that may hold somebody's value."""

import pytest

from flows.personal.spotting import literal, may_be_personal, plainly


def test_figures_and_their_words_are_the_same() -> None:
    assert plainly("5 5 5-01") == plainly("five five five oh one") == "55501"
    assert plainly("Ann's") == "anns"


@pytest.mark.parametrize(
    ("text", "may_be"),
    [
        ("212 555 0123", True),
        ("double five and one two three four five", True),
        ("ann@example.com", True),
        ("it is ann at example dot com", True),
        ("DE89 3704 0044 0532 0130 00", True),
        ("at seven thirty on the fifth", False),
        ("1250.50", True),
        ("in 2026", False),
        ("I was at the dotted line", False),
    ],
)
def test_rows_of_figures_addresses_and_accounts(text: str, may_be: bool) -> None:
    assert may_be_personal(text) is may_be


def test_values_are_not_found_inside_of_words() -> None:
    assert literal("Ann").findall("ann, Anna and ANN's") == ["ann", "ANN"]
