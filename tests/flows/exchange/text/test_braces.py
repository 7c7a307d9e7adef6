"""Entries in braces and brackets."""

from typing import Any

import pytest

from flows.exchange.text.changes import Delete
from tests.flows.exchange.text.forms import at, delete, insert, move, refusal


@pytest.mark.parametrize(
    ("text", "path", "new"),
    [
        ("x: {a: 1, b: 2, c: 3}\n", "x.a", "x: {b: 2, c: 3}\n"),
        ("x: {a: 1, b: 2, c: 3}\n", "x.b", "x: {a: 1, c: 3}\n"),
        ("x: {a: 1, b: 2, c: 3}\n", "x.c", "x: {a: 1, b: 2}\n"),
        ("x: {a: 1}\n", "x.a", "x: {}\n"),
        ("x: {a: 1, }\n", "x.a", "x: { }\n"),
        ("x: [ a , b ]\n", "x.1", "x: [ a ]\n"),
        ("x: [\n  a,  # one\n  b,\n  c,\n]\n", "x.1", "x: [\n  a,  # one\n  c,\n]\n"),
        ("x: {a: 1, b: 2,\n    c: 3}\n", "x.b", "x: {a: 1, \n    c: 3}\n"),
        ("x: {a: {b: [1, 2]}}\n", "x.a.b.0", "x: {a: {b: [2]}}\n"),
        ("x: {a: , b}\n", "x.a", "x: {b}\n"),
    ],
)
def test_without_an_entry(text: str, path: str, new: str) -> None:
    assert delete(text, path) == new


@pytest.mark.parametrize(
    ("text", "path", "value", "beside", "new"),
    [
        ("x: {a: 1}\n", "x.b", "c d", {}, "x: {a: 1, b: c d}\n"),
        ("x: {a: 1, }\n", "x.b", 2, {}, "x: {a: 1, b: 2, }\n"),
        ("x: {a: 1,\n    c: 3  # why\n}\n", "x.b", 2, {}, "x: {a: 1,\n    c: 3, b: 2  # why\n}\n"),
        ("x: {a: 1, c: 3}\n", "x.b", 2, {"before": "c"}, "x: {a: 1, b: 2, c: 3}\n"),
        ("x: {a: 1, c: 3}\n", "x.b", 2, {"after": "a"}, "x: {a: 1, b: 2, c: 3}\n"),
        ("x: {y: {}}\n", "x.y.b", "p: q", {}, 'x: {y: {b: "p: q"}}\n'),
        ("x: {a}\n", "x.b", 2, {}, "x: {a, b: 2}\n"),
        ("x: {a: }\n", "x.b", 2, {}, "x: {a: , b: 2 }\n"),
        ("x: [a, b]\n", "x.1", "n", {}, "x: [a, n, b]\n"),
        ("x: [a, b]\n", "x.2", ["n"], {}, "x: [a, b, [n]]\n"),
    ],
)
def test_a_new_entry(text: str, path: str, value: Any, beside: dict[str, Any], new: str) -> None:
    assert insert(text, path, value, **beside) == new


def test_an_entry_moves() -> None:
    assert move("x: {a: 1, b: 'two', c: 3}\n", "x.b", "a") == "x: {b: 'two', a: 1, c: 3}\n"
    assert move("x: {a: 1, b: 'two', c: 3}\n", "x.a") == "x: {b: 'two', c: 3, a: 1}\n"


@pytest.mark.parametrize(
    ("text", "path", "code"),
    [
        ("x: {? a : 1, b: 2}\n", "x.b", "edit.key"),
        ("x: [a: 1, b]\n", "x.0.a", "edit.form"),
        ("x: &k {a: 1, b: 2}\n", "x.b", "edit.anchor"),
    ],
)
def test_refused(text: str, path: str, code: str) -> None:
    assert refusal(text, Delete(at(path))).code == code
