"""How sentences sound: a rough guess, and what it is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.understanding.tone import FEELINGS, phrases_of, tone_of, word_set_of


@pytest.mark.parametrize(
    ("text", "emotion"),
    [
        ("What's my balance?", "calm"),
        ("this is ridiculous", "angry"),
        ("I am sick and tired of this", "angry"),
        ("that's the third time I call about the same thing", "angry"),
        ("I'm really worried about my card", "upset"),
        ("please help, I'm lost", "upset"),
        ("please", "calm"),
        ("it still doesn’t work", "upset"),
        ("that's wonderful, thank you so much", "happy"),
        ("great", "calm"),
        ("I'm not angry", "calm"),
        ("no, I am not at all upset", "calm"),  # a negation reaches three words
        ("not that I would be all that upset", "upset"),
        ("I am angry and worried", "angry"),
        ("", "calm"),
    ],
)
def test_emotions(text: str, emotion: str) -> None:
    assert tone_of(text).emotion == emotion


def test_long_sentences_of_many_clauses_are_complex() -> None:
    plain = tone_of("what's my balance").complexity
    clauses = tone_of("if the card that I lost is blocked, then I want a new one because I travel").complexity
    story = tone_of(
        "my husband called last week because the boiler which you put in makes a noise and then somebody came but he "
        "could not find it so he left and said that you would call us when the part is there but nobody did"
    ).complexity
    assert plain == 0
    assert 0 < clauses < story <= 1


def test_no_word_means_two_feelings() -> None:
    words = [word_set_of(feeling) for feeling in FEELINGS]
    assert all(one.isdisjoint(other) for at, one in enumerate(words) for other in words[at + 1 :])
    assert all(phrases_of(feeling) for feeling in FEELINGS)


@given(st.text(max_size=300))
def test_whatever_is_said_has_a_tone(text: str) -> None:
    tone = tone_of(text)
    assert 0 <= tone.complexity <= 1
    assert tone.emotion in ("calm", *FEELINGS)
