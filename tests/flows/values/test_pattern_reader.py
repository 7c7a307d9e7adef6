"""What a pattern of a slot may be made of, and what its author is told of all else."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.values.pattern_reader import Chars, Either, PatternProblem, PatternReader, Repeat, Row


def test_reads_a_row_of_counted_sets() -> None:
    tree = PatternReader("^[A-C]{2}(?:-|x)\\d+$").read()
    assert tree == Row(
        (
            Repeat(Chars(frozenset("ABC")), 2, 2),
            Either((Chars(frozenset("-")), Chars(frozenset("x")))),
            Repeat(Chars(frozenset("0123456789")), 1, None),
        )
    )


@pytest.mark.parametrize(
    ("pattern", "why"),
    [
        ("[A-Z", "`[` is not closed"),
        ("(ab", "a bracket is not closed"),
        ("ab)", "a bracket closes that was not opened"),
        ("*a", "`*` counts nothing"),
        ("a{2", "a count is written {4}, {2,4} or {2,}"),
        ("a{4,2}", "a count goes from the smaller number to the larger, 100 at most"),
        ("a{1000}", "a count goes from the smaller number to the larger, 100 at most"),
        ("a++", "two counts stand one behind the other"),
        ("(?=a)b", "groups that look ahead or back, have names or flags cannot be used"),
        ("(a)\\1", "`\\1` cannot be used"),
        ("\\bword", "`\\b` cannot be used"),
        ("[Z-A]", "a range goes from a character to a later one, such as [A-F]"),
        ("a b", "it holds a character that is no letter, digit or sign of ASCII; values have no spaces"),
        ("é", "it holds a character that is no letter, digit or sign of ASCII; values have no spaces"),
        ("a$b", "`^` and `$` can only stand at its ends"),
        ("a\\", "a `\\` stands at its end"),
        ("x" * 201, "it has 201 characters, and 200 are the limit"),
        ("(" * 30 + ")" * 30, "its brackets are nested too deeply"),
    ],
)
def test_says_what_cannot_be_used(pattern: str, why: str) -> None:
    with pytest.raises(PatternProblem) as caught:
        PatternReader(pattern).read()
    assert str(caught.value) == why


@given(st.text(alphabet="ab[]()-|?*+{}0,9\\d^$.é", max_size=30))
def test_any_text_is_read_or_refused(pattern: str) -> None:
    with suppress(PatternProblem):
        PatternReader(pattern).read()
