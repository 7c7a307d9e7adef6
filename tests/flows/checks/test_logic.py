"""Conditions read as logic."""

import pytest

from flows.checks.logic import Both, Compare, Either, Logic, Not, Opaque, comparisons, names_of, read_condition

NAMES = frozenset({"a", "b", "n", "d"})
A, B = Compare("a", "==", (True,)), Compare("b", "==", (True,))


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
        ("n + 1 > 2", Opaque(frozenset({"n"}), "n + 1 > 2")),
        ("a == b", Opaque(frozenset({"a", "b"}), "a == b")),
        ("size(a) > 0", Opaque(frozenset({"a"}), "size ( a ) > 0")),
        ("d.b == 'x'", Opaque(frozenset({"d"}), "d . b == 'x'")),
        ("a ? b : n > 1", Opaque(frozenset({"a"}), "a ? b : n > 1")),
        ("n > 1 > 2", Opaque(frozenset({"n"}), "n > 1 > 2")),
        ("a in [n]", Opaque(frozenset({"a", "n"}), "a in [ n ]")),
        ("unknown", Opaque(frozenset(), "unknown")),
        ("", Opaque(frozenset(), "")),
    ],
)
def test_read(text: str, logic: Logic) -> None:
    assert read_condition(text, NAMES) == logic


def test_names_and_comparisons() -> None:
    logic = read_condition("not a and (n > 1 or n + d > 3)", NAMES)
    assert names_of(logic) == {"a", "n", "d"}
    assert [compare.name for compare in comparisons(logic)] == ["a", "n"]


def test_many_brackets_are_read_no_further() -> None:
    assert names_of(read_condition("!" * 400 + "a", NAMES)) == {"a"}
    assert names_of(read_condition("(" * 200 + "a || b" + ")" * 200, NAMES)) == {"a", "b"}
