"""Sentences as their vectors are made."""

import pytest

from flows.understanding.normal import normal


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Hi, um, what's my balance please?", "what's my balance"),
        ("Good morning", "good morning"),
        ("um", "um"),
        ("", ""),
        ("sorry yeah I need a table, thank you.", "i need a table"),
        ("a table please for two", "a table please for two"),
    ],
)
def test_nothing_polite_at_the_ends(text: str, kept: str) -> None:
    assert normal(text) == kept
