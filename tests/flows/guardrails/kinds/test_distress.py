"""Danger and despair; phones may die."""

import pytest

from flows.guardrails.kinds.distress import find
from flows.guardrails.reading import read


@pytest.mark.parametrize(("text", "found"), [
    ("I want to kill myself", True),
    ("my baby is not breathing", True),
    ("he has a knife and he's hitting me", True),
    ("my phone died in the middle of the call", False),
    ("I want to cancel my late husband's account, he died last year", False),
    ("the wait is killing me", False),
])  # fmt: skip
def test_it_is_told_from_what_sounds_like_it(text: str, found: bool) -> None:
    assert (find(read(text)) is not None) is found
