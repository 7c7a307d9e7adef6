"""Another value in every form in which one can stand."""

from typing import Any

import pytest

from flows.exchange.text.changes import Put
from tests.flows.exchange.text.forms import put, refusal


@pytest.mark.parametrize(
    ("text", "value", "new"),
    [
        ("a: one\n", "two", "a: two\n"),
        ("a: one\n", "it: two", 'a: "it: two"\n'),
        ("a: one\n", 'it: "two"', "a: 'it: \"two\"'\n"),
        ("a: one\n", "yes", 'a: "yes"\n'),
        ("a: one\n", "12:30", 'a: "12:30"\n'),
        ("a: one\n", 'x\n"y"', 'a: "x\\n\\"y\\""\n'),
        ("a: one\n", 5, "a: 5\n"),
        ("a: one\n", None, "a: null\n"),
        ("a: one # why\n", "two", "a: two # why\n"),
        ('a: "one"   # why\n', "two", 'a: "two"   # why\n'),
        ("a: 'one'\n", "it's", "a: 'it''s'\n"),
        ("a: 'one'\n", "x\ny", 'a: "x\\ny"\n'),
        ("a: 'one'\n", 5, "a: 5\n"),
        ('a: "\\u00e9\n  b"\nc: 1\n', "two", 'a: "two"\nc: 1\n'),
        ("a: plain\n  and more\nc: 1\n", "two", "a: two\nc: 1\n"),
        ("a:\nc: 1\n", "two", "a: two\nc: 1\n"),
        ("a:   # why\nc: 1\n", "two", "a: two   # why\nc: 1\n"),
        ("a: {b: one, c: 1}\n", "x, y", None),
        ("a: one", "two", "a: two"),
    ],
)
def test_a_single_value(text: str, value: Any, new: str | None) -> None:
    if new is None:
        assert put(text, "a.b", value) == 'a: {b: "x, y", c: 1}\n'
    else:
        assert put(text, "a", value) == new


@pytest.mark.parametrize(
    ("text", "value", "new"),
    [
        ("a: |\n  one\n  two\n# c\nb: 1\n", "x\ny\n", "a: |\n  x\n  y\n# c\nb: 1\n"),
        ("a: | # why\n    one\nb: 1\n", "x", "a: |- # why\n    x\nb: 1\n"),
        ("a: |-\n  one\n\n\nb: 1\n", "x\n", "a: |\n  x\n\n\nb: 1\n"),
        ("a: |+\n  one\n\n\nb: 1\n", "x\n\n", "a: |+\n  x\n\nb: 1\n"),
        ("a: |+\n  one\n\n\nb: 1\n", "x", "a: |-\n  x\nb: 1\n"),
        ("a: |\n  one\nb: 1\n", "x\n\n", "a: |+\n  x\n\nb: 1\n"),
        ("a: |\n  one\n\nb: 1\n", "x\n\n", 'a: "x\\n\\n"\n\nb: 1\n'),
        ("a: >-\n  one\n  two\nb: 1\n", "x\ny", "a: >-\n  x\n\n  y\nb: 1\n"),
        ("a: |\n  one\nb: 1\n", " x", 'a: " x"\nb: 1\n'),
        ("a: |2\n  one\nb: 1\n", "x\n", 'a: "x\\n"\nb: 1\n'),
        ("a: |\n  one\nb: 1\n", "", 'a: ""\nb: 1\n'),
        ("a: |\n  one\nb: 1\n", 5, "a: 5\nb: 1\n"),
        ("a: |+\n  one\n\nb: 1\n", 5, "a: 5\nb: 1\n"),
        ("a: |-\n  one", "x\n", 'a: "x\\n"'),
    ],
)
def test_a_block_scalar_keeps_its_kind_where_it_can(text: str, value: Any, new: str) -> None:
    assert put(text, "a", value) == new


def test_a_long_folded_text_is_broken_into_lines() -> None:
    new = put("a: >-\n  one\nb: 1\n", "a", "word " * 40 + "end")
    assert new.startswith("a: >-\n  word word")
    assert new.endswith("\nb: 1\n")
    assert max(map(len, new.splitlines())) <= 120
    assert new.count("\n") == 4


BRANCHES = [{"if": "x > 1", "go": "b"}, {"else": "c"}]


@pytest.mark.parametrize(
    ("text", "path", "value", "new"),
    [
        (
            "a:\n  n: b  # why\n  c: 1\n",
            "a.n",
            BRANCHES,
            "a:\n  n:  # why\n    - {if: x > 1, go: b}\n    - {else: c}\n  c: 1\n",
        ),
        ("a:\n  n: b", "a.n", BRANCHES, "a:\n  n:\n    - {if: x > 1, go: b}\n    - {else: c}"),
        ("a:\n  n:\n  - x\n  - y\n  c: 1\n", "a.n", "b", "a:\n  n: b\n  c: 1\n"),
        (
            "a:\n  # above\n  n:\n    # of x\n    - x\n  c: 1\n",
            "a.n",
            "b",
            "a:\n  # above\n  n: b\n    # of x\n  c: 1\n",
        ),
        ("a: {n: b}\n", "a.n", BRANCHES, "a: {n: [{if: x > 1, go: b}, {else: c}]}\n"),
        ("a: [x, y]\n", "a", ["z"], "a: [z]\n"),
        ("a: b\nc: 1\n", "a", {"x": {"y": 1}}, "a:\n  x: {y: 1}\nc: 1\n"),
        ("a: b\n", "a", ["x", "y"], "a: [x, y]\n"),
        ("a: |+\n  x\n\nc: 1\n", "a", BRANCHES, "a:\n  - {if: x > 1, go: b}\n  - {else: c}\nc: 1\n"),
        ("a:\n- x: 1\n  y: 2\n- z\n", "a.0", "q", "a:\n- q\n- z\n"),
        ("a:\n- x\n-\n- z\n", "a.1", "q", "a:\n- x\n- q\n- z\n"),
        ("a:\n- x\n", "a.0", {"b": 1}, "a:\n- {b: 1}\n"),
        ("a:\n- x\n", "a.0", {"b": "w" * 90, "c": "v" * 40}, f"a:\n- b: {'w' * 90}\n  c: {'v' * 40}\n"),
        ("a:\n   b:\n      c: 1\n", "a.b", {"d": {"e": {"f": 1}}}, "a:\n   b:\n      d:\n         e: {f: 1}\n"),
    ],
)
def test_maps_and_lists(text: str, path: str, value: Any, new: str) -> None:
    assert put(text, path, value) == new


def test_an_alias_is_replaced_and_the_anchor_stays() -> None:
    assert put("a: &x one\nb: *x\n", "b", "two") == "a: &x one\nb: two\n"


@pytest.mark.parametrize(
    ("text", "path", "code", "line"),
    [
        ("b: 1\na: &x one\nc: *x\n", ("a",), "edit.anchor", 2),
        ("a:\n  k: {v: &x one}\nc: *x\n", ("a",), "edit.anchor", 2),
        ("a: &x {k: 1}\nb: *x\n", ("b", "k"), "edit.path", 1),
        ("x: &x {k: 1}\na:\n  <<: *x\n  b: 1\n", ("a", "b"), "edit.merge", 3),
        ("a: b\n", (), "edit.path", 1),
        ("a: b\n", ("c",), "edit.path", 1),
    ],
)
def test_refused(text: str, path: tuple[str, ...], code: str, line: int) -> None:
    refused = refusal(text, Put(path, "new"))
    assert (refused.code, refused.line) == (code, line)
