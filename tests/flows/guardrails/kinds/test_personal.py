"""Numbers and addresses of people, said or written."""

import pytest

from flows.definition.guardrails.personal import Personal
from flows.guardrails.kinds.personal import find
from flows.personal.spotting import plainly


@pytest.mark.parametrize(
    ("text", "classes"),
    [
        ("My card is 4242 4242 4242 4242.", "card"),
        ("four two four two four two four two four two four two four two four two", "card"),
        ("Send it to GB82 WEST 1234 5698 7654 32, please", "iban"),
        ("I am john dot smith at gmail dot com", "email"),
        ("call 415 555 2671", "phone"),
        ("the number is 88112233", "number"),
        ("I'd like 1250 dollars on the 25th of May 2026", None),
    ],
)
def test_they_are_known_by_their_form(text: str, classes: str | None) -> None:
    found = find(Personal(type="personal"), text)
    assert (found.evidence if found is not None else None) == classes


def test_only_the_classes_of_the_rule_are_found_and_nothing_that_is_the_callers_own() -> None:
    card = "4242424242424242"
    assert find(Personal(type="personal", classes=("iban",)), f"My card is {card}.") is None
    assert find(Personal(type="personal"), f"Your card {card} is blocked.", frozenset({plainly(card)})) is None
