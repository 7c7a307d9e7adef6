"""Phrases as data against the words of a sentence."""

from collections.abc import Iterator

import pytest
import yaml

from flows.values.language import language_data
from flows.values.patterns import Either, Sentence, Slot, Word, named, parse_phrase, rules_of
from flows.values.words import Words

NUMBERS = named({1: ["one"], 2: ["two"], 21: ["twenty one"], 20: ["twenty"]})


def ends(phrase: str, text: str) -> list[tuple[int, dict[str, object]]]:
    rules = rules_of({"any": [{"say": phrase}]})
    return [(match.end, dict(match.read)) for match in Sentence(Words.of(text), {"n": NUMBERS}).matches(rules, 0)]


@pytest.mark.parametrize(
    ("phrase", "text", "found"),
    [
        ("half past {n}", "half past two", [(3, {"n": 2})]),
        ("half [past] {n}", "half two", [(2, {"n": 2})]),
        ("(a|the) [big [red]] {n}", "the big red one", [(4, {"n": 1})]),
        ("(a|the) [big [red]] {n}", "the red one", []),
        ("a | b c", "b c", [(2, {})]),
        ("{n}", "twenty one", [(2, {"n": 21}), (1, {"n": 20})]),
        ("{n} one", "twenty one", [(2, {"n": 20})]),
        ("[a] [b]", "a b", [(2, {}), (1, {})]),
        ("{n}", "", []),
        ("at {n}", "at", []),
    ],
)
def test_matches(phrase: str, text: str, found: list[tuple[int, dict[str, object]]]) -> None:
    assert (ends(phrase, text) if text else found) == found


def test_the_longest_wins_and_of_those_alike_the_first() -> None:
    rules = rules_of({"x": [{"say": "a"}, {"say": "a b"}], "y": [{"say": "a b", "more": 1}]})
    match = Sentence(Words.of("a b c"), {}).longest(rules, 0)
    assert match is not None
    assert (match.end, match.rule.kind) == (2, "x")
    assert Sentence(Words.of("c"), {}).longest(rules, 0) is None


def test_a_reader_is_asked_once_a_token() -> None:
    asked: list[int] = []

    def reader(_words: Words, at: int) -> Iterator[tuple[int, int]]:
        asked.append(at)
        yield at + 1, at

    rules = rules_of({"x": [{"say": "{n} a"}, {"say": "{n} b"}, {"say": "[c] {n} d"}]})
    Sentence(Words.of("x d"), {"n": reader}).longest(rules, 0)
    assert asked == [0]


def test_rules_know_how_they_begin() -> None:
    [rule] = rules_of({"x": [{"say": "[on] ({n}|the) day"}]})
    assert rule.words == {"on", "the"}
    assert rule.readers == {"n"}


def test_phrases_are_parsed() -> None:
    assert parse_phrase("at {n} [now]") == (Word("at"), Slot("n"), Either(((Word("now"),), ())))


@pytest.mark.parametrize("phrase", ["(a", "a)", "[a", "(a]"])
def test_brackets_must_close(phrase: str) -> None:
    with pytest.raises(ValueError, match="bracket"):
        parse_phrase(phrase)


@pytest.mark.parametrize("name", ["calendar_words", "clock_words", "duration_words"])
def test_the_tables_hold_texts_and_no_yes_or_no(name: str) -> None:
    """YAML reads a bare `no` and `on` as booleans."""
    found = list(_words_of({key: value for key, value in language_data(name, "en").items() if key != "rules"}))
    assert found
    assert all(isinstance(entry, str) for entry in found)


def _words_of(data: object) -> Iterator[object]:
    match data:
        case dict():
            for entry in data.values():
                yield from _words_of(entry)
        case list():
            for entry in data:
                yield from _words_of(entry) if not isinstance(entry, int) or isinstance(entry, bool) else ()
        case _:
            yield data


def test_the_words_of_all_rules_can_be_tokens() -> None:
    for name in ("calendar_words", "clock_words"):
        for entries in language_data(name, "en")["rules"].values():
            for entry in entries:
                words = {word for word in yaml.safe_dump(entry["say"]).replace("'", "").split() if word.isalpha()}
                assert all(Words.of(word).tokens == (word,) for word in words), entry
