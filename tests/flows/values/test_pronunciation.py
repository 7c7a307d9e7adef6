"""Letters to sounds: good enough to tell which words sound alike."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.values.language import language_data
from flows.values.pronunciation import MAX_WAYS, Rule, sounds_of

ARPABET = set(
    "AA AE AH AO AW AX AY B CH D DH EH ER EY F G HH IH IY JH K L M N NG OW OY P R S SH T TH UH UW V W Y Z ZH".split()
)


@pytest.mark.parametrize(
    ("phrase", "sounds"),
    [
        ("hannah", "HH AE N AX"), ("John", "JH AA N"), ("knight", "N AY T"), ("phone", "F OW N"),
        ("checking", "CH EH K IH NG"),
        ("billing", "B IH L IH NG"), ("station", "S T EY SH AX N"), ("cage", "K EY JH"), ("stuck", "S T AH K"),
        ("plan b", "P L AE N B IY"), ("it's", "IH T S"), ("42", "F AO R T IY T UW"), ("7", "S EH V AX N"),
        ("105", "W AH N Z IY R OW F AY V"), ("05", "Z IY R OW F AY V"), ("gate-5", "G EY T F AY V"),
    ],
)  # fmt: skip
def test_how_it_sounds(phrase: str, sounds: str) -> None:
    assert sounds_of(phrase)[0] == tuple(sounds.split())


def test_some_words_are_said_in_two_ways() -> None:
    assert sounds_of("red") == (("R", "EH", "D"),)
    assert sounds_of("read") == (("R", "IY", "D"), ("R", "EH", "D"))


def test_a_phrase_of_many_such_words_is_told_in_a_few_ways() -> None:
    assert len(sounds_of("read live wind route " * 5)) == MAX_WAYS


@pytest.mark.parametrize("nothing", ["", " ", "…", "名前"])
def test_nothing_to_say(nothing: str) -> None:
    assert sounds_of(nothing) == ()


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz' 0123456789", max_size=60))
def test_any_phrase_has_sounds(phrase: str) -> None:
    assert all(set(way) <= ARPABET for way in sounds_of(phrase))


def test_the_data_has_sounds_only_and_rules_for_every_letter() -> None:
    data = language_data("pronunciation", "en")
    rules = [Rule.of(text) for texts in data["rules"].values() for text in texts]
    assert set(data["rules"]) == set("abcdefghijklmnopqrstuvwxyz")
    assert {sound for rule in rules for sound in rule.sounds} <= ARPABET
    assert all(rule.letters[0] == letter for letter, texts in data["rules"].items() for rule in map(Rule.of, texts))
    ways = [way for said in data["words"].values() for way in said.split(",")] + list(data["letters"].values())
    assert {sound for way in ways for sound in way.split()} <= ARPABET


def test_a_rule_that_cannot_be_read_is_refused() -> None:
    with pytest.raises(ValueError, match="no rule"):
        Rule.of("a=AX")
