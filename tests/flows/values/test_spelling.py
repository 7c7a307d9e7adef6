"""Readings of words along a pattern."""

import pytest

from flows.values.safe_pattern import safe_pattern
from flows.values.spelling import parts, readings, spliced
from flows.values.words import Words


def texts(said: str, pattern: str, **options: bool) -> list[str]:
    """The readings of a whole sentence."""
    words = Words.of(said)
    return [reading.text for reading in readings(words, safe_pattern(pattern), (0, len(words)), **options)]


@pytest.mark.parametrize(
    ("said", "pattern", "first"),
    [
        ("oh oh", "[A-Z][0-9]", "O0"),
        ("oh oh", "[0-9][A-Z]", "0O"),
        ("a b one two", "[A-Z]{2}-[0-9]{2}", "AB-12"),
        ("b c", "[a-z]{2}", "bc"),
        ("twenty one", "[0-9]{3}", "201"),
        ("twenty one", "[0-9]{2,3}", "21"),
        ("to you b", "[0-9][A-Z]{2}", "2UB"),
        ("five please five", "[0-9]", "5"),
    ],
)
def test_the_pattern_decides(said: str, pattern: str, first: str) -> None:
    assert texts(said, pattern)[0] == first


def test_a_value_does_not_begin_amid_plain_characters() -> None:
    assert texts("one two three four", "[0-9]{3}") == []
    assert texts("a b one two three", "[0-9]{3}") == ["123"]


def test_each_text_comes_once_and_the_cheapest_first() -> None:
    found = readings(words := Words.of("oh one oh"), safe_pattern("[A-Z0-9]{3}"), (0, len(words)))
    assert len({reading.text for reading in found}) == len(found)
    assert [reading.cost for reading in found] == sorted(reading.cost for reading in found)
    assert found[0].text == "010"


def test_words_left_out_are_counted() -> None:
    words = Words.of("well my secret is b seven")
    best = readings(words, safe_pattern("[A-Z][0-9]"), (0, len(words)))[0]
    assert (best.text, best.start, best.end, best.skipped, best.plain) == ("B7", 4, 6, 1, True)


def test_without_leniency_only_plain_characters_count() -> None:
    assert texts("to b", "[0-9][A-Z]", lenient=False) == []
    assert texts("two b", "[0-9][A-Z]", lenient=False) == ["2B"]


def test_long_sentences_are_bounded() -> None:
    words = Words.of("oh " * 400)
    assert all(len(reading.text) <= 150 for reading in readings(words, safe_pattern("[A-Z0-9]*"), (0, len(words))))


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("a b no wait c d", [(4, 6), (0, 2)]),
        ("a b", [(0, 2)]),
        ("no a b", [(1, 3)]),
        ("a b sorry", [(0, 2)]),
        ("one no two scratch that three", [(5, 6), (2, 3), (0, 1)]),
        ("", []),
    ],
)
def test_corrections_cut_a_sentence(said: str, expected: list[tuple[int, int]]) -> None:
    assert parts(Words.of(said)) == expected


def test_a_correction_replaces_the_end() -> None:
    assert next(spliced("1234", "5")) == "1235"
    assert list(spliced("12", "9")) == ["19", "9"]
    assert list(spliced("", "9")) == []
