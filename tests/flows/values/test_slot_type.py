"""What slot types share."""

import pytest

from flows.values.slot_type import LEAD_INS, without_lead_in
from flows.values.words import Words


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("um it's the blue one please", "blue one"),
        ("I'd like tea, thank you", "tea"),
        ("yes", "yes"),
        ("please", "please"),
        ("", ""),
    ],
)
def test_what_stands_around_an_answer_is_taken_away(said: str, kept: str) -> None:
    words = Words.of(said)
    assert words.original(*without_lead_in(words, LEAD_INS)) == kept
