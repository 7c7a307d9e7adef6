"""Names at many places at once."""

import pytest

from flows.exchange.text.changes import Rewrite
from flows.exchange.text.rewrite import in_place
from tests.flows.exchange.text.forms import after


def test_keys_keep_their_quotes_and_values_theirs() -> None:
    text = "\"a\": 'a'\n'b': \"a\" # a\nc: {a : a}\n"
    change = Rewrite(
        ((("a",), "n"), (("b",), "n"), (("c", "a"), "n")), ((("a",), "n"), (("b",), "m"), (("c", "a"), "n")), "a", "n"
    )
    assert after(text, change) == "\"n\": 'n'\n'm': \"n\" # a\nc: {n : n}\n"


def test_a_name_that_needs_quotes_gets_them() -> None:
    assert after("a: b\n", Rewrite(((("a",), "yes"),), ((("a",), "on"),))) == '"on": "yes"\n'


def test_texts_of_several_lines_keep_their_lines() -> None:
    text = 'a: >-\n  You have {{ x }},\n  of x, {{ x }}\n  in all.\nb: "{{ x }}\n  and x"\n'
    change = Rewrite(((("a",), "You have {{ yy }}, of x, {{ yy }} in all."), (("b",), "{{ yy }} and x")), (), "x", "yy")
    assert after(text, change) == 'a: >-\n  You have {{ yy }},\n  of x, {{ yy }}\n  in all.\nb: "{{ yy }}\n  and x"\n'


def test_what_is_anchored_changes_where_it_stands() -> None:
    change = Rewrite(((("a",), "n"), (("b",), "n")), (), "x", "n")
    assert after("a: &k x\nb: *k\n", change) == "a: &k n\nb: *k\n"


@pytest.mark.parametrize(
    ("raw", "before", "after_it", "new"),
    [
        ("x and\n  x", "x and x", "x and y", "x and\n  y"),
        ("x x", "x x", "xx x", "xx x"),
        ('"\\x78 x"', "x x", "y y", None),
    ],
)
def test_in_place(raw: str, before: str, after_it: str, new: str | None) -> None:
    word = "xx" if "xx" in after_it else "y"
    assert in_place(raw, before, after_it, "x", word) == new
