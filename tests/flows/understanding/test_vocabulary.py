"""Words that name things."""

import pytest

from flows.understanding.vocabulary import Vocabulary, Weights, content, parts, plain, stem


@pytest.mark.parametrize(("word", "left"), [("guests", "guest"), ("guest's", "guest"), ("parties", "party")])
def test_stems(word: str, left: str) -> None:
    assert stem(word) == left


def test_texts_and_names() -> None:
    assert plain("a {{ b }}  c") == "a c"
    assert "guest" in content("How many guests are {{ x }}?")
    assert "are" not in content("How many guests are {{ x }}?")
    assert parts("party_size") == ["party", "size"]


def test_the_thing_that_is_named() -> None:
    weights = Weights()
    weights.add(["day"], 1.0)
    weights.add(["day"], 0.2)
    assert weights.words == {"day": 1.0}
    words = Vocabulary({"day": {"day": 1.0}, "hour": {"hour": 1.0, "time": 1.0}})
    assert words.named(["days"], ["day", "hour"]) == "day"
    assert words.named(["day", "hour"], ["day", "hour"]) is None
    assert words.tells("hour", "time") == 1.0
    assert words.tells("nothing", "time") == 0.0
