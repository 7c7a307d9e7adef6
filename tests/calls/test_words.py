"""Word error rate."""

import pytest

from runtime.caller.words import word_error_rate


@pytest.mark.parametrize(
    ("said", "heard", "rate"),
    [
        ("", "", 0),
        ("What's my balance?", "what’s my balance", 0),
        ("one two three four", "one three four", 0.25),
        ("one two three four", "one two too three four", 0.25),
        ("savings", "see thanks", 2),
        ("send fifty", "", 1),
        ("send fifty dollars", "Send $50.", 0),
        ("from nine to five", "from 9-5", 0),
        ("in 2026", "in 2026", 0),
        ("twelve thirty", "12:30", 0),
    ],
)
def test_errors_for_each_word_said(said: str, heard: str, rate: float) -> None:
    assert word_error_rate(said, heard) == rate
