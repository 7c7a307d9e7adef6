"""Sayings as data: what means it, without what only sounds like it."""

from flows.guardrails.kinds.said import said


def test_an_aside_does_not_hide_what_stands_beside_it() -> None:
    assert said("distress", "my phone died") is None
    found = said("distress", "my phone died, and now I want to kill myself")
    assert found is not None
    assert found.evidence == "kill myself"


def test_apostrophes_may_be_missing() -> None:
    assert said("distress", "i cant go on any more") is not None
