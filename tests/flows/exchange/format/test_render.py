"""A tree to text."""

import pytest

from flows.exchange.format.read import read_tree
from flows.exchange.format.render import MAX_LINE_CHARACTERS, render


def _laid_out(text: str) -> str:
    return render(read_tree(text))


def test_two_spaces_a_step_and_lists_within_their_key() -> None:
    assert _laid_out("a:\n    b:\n    - 1\n    -   c:   2\n        d : 3\n") == (
        "a:\n  b:\n    - 1\n    - c: 2\n      d: 3\n"
    )


def test_braces_over_lines_become_one_line_where_they_fit() -> None:
    assert _laid_out("a: { b: 1,\n     c: [ 1,2, ], 'd':\n  {}, }\n") == "a: {b: 1, c: [1, 2], 'd': {}}\n"


def test_braces_that_do_not_fit_are_written_line_by_line_but_texts_are_never_cut() -> None:
    long = "x" * (MAX_LINE_CHARACTERS - len("a: {b: , c: 1}") + 1)
    assert _laid_out(f"a: {{b: {long}, c: 1}}  # why\n") == f"a:  # why\n  b: {long}\n  c: 1\n"
    assert _laid_out(f"a: {{b: {long[1:]}, c: 1}}  # why\n") == f"a: {{b: {long[1:]}, c: 1}}  # why\n"
    assert _laid_out(f"a: {long * 2}\n") == f"a: {long * 2}\n"
    assert _laid_out(f"a:\n- {{b: {long}, c: 1}}  # why\n") == f"a:\n  - b: {long}\n    c: 1  # why\n"


def test_a_line_whose_warnings_are_answered_stays_one_line() -> None:
    text = f"a: {{b: {'x' * MAX_LINE_CHARACTERS}, c: 1}}  # lint ok ask.no_way_out: it is short\n"
    assert _laid_out(text) == text


def test_braces_with_comments_within_keep_their_lines() -> None:
    assert _laid_out("ab:   {b: 1, # one\n       c: 2,   # two\n   }\n") == (
        "ab: {b: 1, # one\n     c: 2,   # two\n }\n"
    )


def test_blank_lines_between_long_fields_and_long_flows_only() -> None:
    text = (
        "a: 1\nb: 2\n\n\nc:\n\n  d: 1\n\n\n  e: 2\nflows:\n  f:\n    nodes:\n      a: 1\n  g:\n    nodes: {}\n  h: 1\n"
    )
    assert _laid_out(text) == (
        "a: 1\nb: 2\n\nc:\n  d: 1\n\n  e: 2\n\nflows:\n  f:\n    nodes:\n      a: 1\n\n  g:\n    nodes: {}\n  h: 1\n"
    )


def test_no_blank_line_becomes_part_of_a_text() -> None:
    text = "flows:\n  f:\n    nodes:\n      a: |+\n        x\n\n  g:\n    nodes:\n      a: 1\nd: 1\n"
    assert _laid_out(text) == text.replace("\nd: 1", "\n\nd: 1")


@pytest.mark.parametrize("value", ["{}", "[]", "''", "|-\n  x", "[{a: 1}, b]", "{a: , b}"])
def test_nothing_is_changed_in_what_is_as_it_should_be(value: str) -> None:
    assert _laid_out(f"a: {value}\n") == f"a: {value}\n"
