"""Conditions read as logic."""

import pytest

from flows.checks.logic import Both, Compare, Either, Logic, Not, Opaque, comparisons, names_of, read_condition
from flows.expressions.conditions import ConditionProblem, Conditions
from flows.expressions.tree import tree_of

CONDITIONS = Conditions({"a": "dyn", "b": "dyn", "n": "double", "d": "dyn"})
NAMES = frozenset({"a", "b", "n", "d"})
A, B = Compare("a", "==", (True,)), Compare("b", "==", (True,))


def _read(text: str) -> Logic:
    try:
        tree = tree_of(CONDITIONS.expression(text))
    except ConditionProblem:
        tree = None
    return read_condition(tree, text, NAMES)


@pytest.mark.parametrize(
    ("text", "logic"),
    [
        ("a", A),
        ("not a", Not(A)),
        ("!a && b", Both(Not(A), B)),
        ("a and (b or n > 1)", Both(A, Either(B, Compare("n", ">", (1.0,))))),
        ("a || b && a", Either(A, Both(B, A))),
        ("(a) || (b)", Either(A, B)),
        ("((n == -2))", Compare("n", "==", (-2.0,))),
        ("3 < n", Compare("n", ">", (3.0,))),
        ('"x" != a', Compare("a", "!=", ("x",))),
        ("a in ['x', \"y\"]", Compare("a", "==", ("x", "y"))),
        ("a == 'b or n'", Compare("a", "==", ("b or n",))),
        ("n + 1 > 2", Opaque(frozenset({"n"}))),
        ("a == b", Opaque(frozenset({"a", "b"}))),
        ("size(a) > 0", Opaque(frozenset({"a"}))),
        ("d.b == 'x'", Opaque(frozenset({"d"}))),
        ("a ? b : n > 1", Opaque(frozenset({"a"}))),
        ("n > 1 > 2", Opaque(frozenset({"n"}))),
        ("a in [n]", Opaque(frozenset({"a", "n"}))),
        ("unknown", Opaque(frozenset())),
        ("", Opaque(frozenset())),
    ],
)
def test_read(text: str, logic: Logic) -> None:
    assert _read(text) == logic


def test_names_and_comparisons() -> None:
    logic = _read("not a and (n > 1 or n + d > 3)")
    assert names_of(logic) == {"a", "n", "d"}
    assert [compare.name for compare in comparisons(logic)] == ["a", "n"]


def test_many_brackets_are_read_no_further() -> None:
    assert names_of(_read("!" * 400 + "a")) == {"a"}
    assert names_of(_read("(" * 200 + "a || b" + ")" * 200)) == {"a", "b"}
