"""Conditions that ask whether a name has a value before they use it."""

import pytest

from flows.checks.logic import Logic, read_condition
from flows.checks.presence import asks_first
from flows.expressions.conditions import Conditions
from flows.expressions.tree import tree_of

CONDITIONS = Conditions({"n": "double", "w": "string", "b": "bool", "o": "bool"})
NAMES = frozenset("nwbo")


def _logic(text: str) -> Logic:
    return read_condition(tree_of(CONDITIONS.condition(text)), text, NAMES)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("n", "n == n"), ("b", "b == b"), ("w", "w == w"), ("n", "!(n != n)"), ("n", "not not (n == n)"),
        ("w", "size(w) > 0"), ("w", "size(w) != 0"), ("w", "size(w) >= 1"), ("w", "0 < size(w)"), ("w", "1 <= size(w)"),
        ("w", "!(size(w) == 0)"), ("w", "not (0 >= size(w))"), ("w", "!(size(w) < 1)"), ("w", 'w != ""'),
        ("w", '"" != w'), ("w", '!(w == "")'), ("n", "n == n && n > 3"), ("n", "n > 3 and n == n"),
        ("n", "b && (n == n && !(n > 3))"), ("w", 'size(w) > 0 and w.contains("x")'),
        ("n", "n == n || b"), ("n", "(n == n && n > 3) || b"), ("n", "!(n != n || n > 3)"),
        ("n", "n == n && (b || n > 3)"), ("n", "((n == n && b) || (n == n && o)) && n > 3"), ("n", "b"),
    ],
)  # fmt: skip
def test_it_is_asked_first(name: str, text: str) -> None:
    assert asks_first(_logic(text), name, brought=False)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("n", "n > 0"), ("n", "n != 0"), ("n", "n != n"), ("n", "!(n == n)"), ("w", 'w == ""'), ("w", '!(w != "")'),
        ("w", "size(w) > 3"), ("w", "size(w) == 0"), ("w", "!(size(w) > 0)"), ("w", "size(w) >= 0"),
        ("n", "n == n || n > 3"), ("n", "(n == n || b) && n > 3"), ("n", "!(n == n && n > 3)"), ("n", "n == n + 0"),
        ("b", "b"), ("b", "!b"), ("b", "b and n == n"), ("n", "n == n ? n > 3 : true"),
    ],
)  # fmt: skip
def test_it_is_not(name: str, text: str) -> None:
    assert not asks_first(_logic(text), name, brought=False)


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("b", True),
        ("n == 1", True),
        ("!b", False),
        ("n > 1", False),
        ("b || n > 1", False),
        ("b || n == 1", True),
        ("size(w) == 7", True),
        ("size(w) == 0", False),
        ("size(w) > 3", False),
        ("!(size(w) == 7)", False),
    ],
)
def test_what_may_come_with_the_caller_is_asked_for_by_comparing_it(text: str, asks: bool) -> None:
    assert all(asks_first(_logic(text), name, brought=True) for name in "bnw") is asks
