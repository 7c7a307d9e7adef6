"""Patterns followed one character at a time: they agree with Python's, and nothing takes long."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.values.pattern_reader import PatternProblem
from flows.values.safe_pattern import SafePattern, safe_pattern

_ONE = st.sampled_from(["a", "b", "[ab]", "[^a]", "\\d", "\\w", ".", "0", "\\."])
_TREES = st.recursive(
    _ONE,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map("".join),
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: f"({'|'.join(parts)})"),
        st.tuples(inner, st.sampled_from(["?", "*", "+", "{2}", "{1,2}", "{2,}", "*?"])).map(
            lambda pair: f"({pair[0]}){pair[1]}"
        ),
    ),
    max_leaves=6,
)


@given(_TREES, st.lists(st.text(alphabet="ab0.", max_size=6), max_size=20))
def test_agrees_with_pythons_own(pattern: str, texts: list[str]) -> None:
    safe = safe_pattern(pattern)
    for text in texts:
        assert safe.matches(text) is (re.fullmatch(pattern, text, re.ASCII) is not None)


def test_a_pattern_made_to_hang_does_not() -> None:
    assert not safe_pattern("(a+)+(a|a)*b").matches("a" * 5_000)


def test_too_many_states_are_refused() -> None:
    with pytest.raises(PatternProblem, match="multiply"):
        safe_pattern("((a{50}){50}){50}")


def test_what_has_been_followed_is_not_kept_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flows.values.safe_pattern.MAX_KNOWN_STEPS", 3)
    pattern = SafePattern("[a-z]{9}")
    assert pattern.matches("abcdefghi")
    assert len(pattern._known) <= 3


def test_what_is_kept_is_bounded_by_its_size_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flows.values.safe_pattern.MAX_KNOWN_STATES", 100)
    pattern = SafePattern("(A|B)*A(A|B){19}")
    assert pattern.matches("AB" * 40)
    kept = [len(states) + len(after) for (states, _), after in pattern._known.items()]
    assert sum(kept[:-1]) < 100


@pytest.mark.parametrize(
    ("pattern", "lengths"),
    [
        ("[A-Z]{2}[0-9]", [3]), ("a?b?", [0, 1, 2]), ("(ab)+", [2, 4, 6]), ("a{9}", []), ("x*", [0, 1, 2, 3, 4, 5, 6]),
        ("%", [1]), ("[^!-~]", []),
    ],
)  # fmt: skip
def test_how_long_what_fits_can_be(pattern: str, lengths: list[int]) -> None:
    assert safe_pattern(pattern).lengths(6) == lengths


def test_how_long_it_can_be_of_some_characters() -> None:
    assert safe_pattern("[a%]{2}|%{4}").lengths(6, frozenset("a")) == [2]


def test_tells_what_can_stand_next() -> None:
    pattern = safe_pattern("[A-Z]{2}[0-9]")
    after_two = pattern.step(pattern.step(pattern.start, "A"), "B")
    assert pattern.step(after_two, "0")
    assert not pattern.step(after_two, "O")
    assert not pattern.accepts(after_two)


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("[A-Z]{2}[0-9]{4}", "2 letters and 4 digits"),
        ("[A-Z][A-Z]\\d{6}[A-D]", "2 letters, 6 digits and 1 letter"),
        ("[0-9]", "1 digit"),
        ("[A-Z]+", None),
        ("[A-Z]{2}-[0-9]{2}", None),
        ("(AB|CD)", None),
        ("", None),
    ],
)
def test_simple_patterns_in_words(pattern: str, words: str | None) -> None:
    assert safe_pattern(pattern).in_words() == words
