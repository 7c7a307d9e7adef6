"""What a model asserts, and what covers it."""

import pytest

from flows.definition.guardrails.promise import Promise
from flows.guardrails.kinds.promise import find

RULE = Promise(type="promise", allow=("Our branches are open until six.",))


@pytest.mark.parametrize(
    ("text", "evidence", "found"),
    [
        ("You'll get ninety dollars.", (), "ninety dollars"),
        ("You'll get ninety dollars.", ("The refund is 90 dollars.",), None),
        ("I've taken the late charge off your bill.", (), "I've taken the"),
        ("I've cancelled your order.", ("order cancelled",), None),
        ("The doctor will ring you back.", (), "doctor will ring"),
        ("We are open until six.", (), None),
        ("I'll put you through.", (), None),
        ("Which account do you mean?", (), None),
    ],
)
def test_a_commitment_needs_something_that_covers_it(text: str, evidence: tuple[str, ...], found: str | None) -> None:
    told = find(RULE, text, evidence)
    assert (told.evidence if told is not None else None) == found
