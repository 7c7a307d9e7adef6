"""Which words were heard."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runtime.turns.heard import heard_clauses, heard_words

CLAUSES = [("Your balance", 1200), ("is ten dollars.", 1600)]


@pytest.mark.parametrize(
    ("played_ms", "words", "whole"),
    [
        (0, "", 0),
        (450, "", 0),
        (500, "Your", 0),
        (1199, "Your", 0),
        (1200, "Your balance", 1),
        (1200 + 300, "Your balance is", 1),
        (1200 + 1599, "Your balance is ten", 1),
        (2800, "Your balance is ten dollars.", 2),
        (9999, "Your balance is ten dollars.", 2),
    ],
)
def test_a_word_counts_when_it_was_played_to_its_end(played_ms: int, words: str, whole: int) -> None:
    assert heard_words(CLAUSES, played_ms) == words
    assert heard_clauses(CLAUSES, played_ms) == whole


def test_nothing_was_said() -> None:
    assert heard_words([], 1000) == ""
    assert heard_words([("", 0), ("yes", 100)], 50) == ""


@given(st.lists(st.tuples(st.text("ab ", max_size=20), st.integers(0, 3000)), max_size=5), st.integers(0, 20_000))
def test_heard_is_a_beginning_of_what_was_said_and_grows(clauses: list[tuple[str, int]], played_ms: int) -> None:
    said = " ".join(text for text, _ in clauses).split()
    heard = heard_words(clauses, played_ms).split()
    assert heard == said[: len(heard)]
    assert len(heard_words(clauses, played_ms + 100).split()) >= len(heard)
