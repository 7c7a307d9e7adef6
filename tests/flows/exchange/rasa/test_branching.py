"""Branches mean the same here and there, whichever slots have values."""

from itertools import product
from typing import Any

import pytest

from flows.exchange.rasa.branching import Branch, branch
from flows.exchange.rasa.cel import Value, Writer
from flows.exchange.rasa.predicate import Always, And, Compare, IsSet, Not, Or, Predicate, Truth
from flows.exchange.rasa.predicate_text import read_predicate
from flows.expressions.conditions import ConditionFailed, Conditions

WRITER = Writer({"a": Value("a", "boolean"), "b": Value("b", "boolean"), "n": Value("n", "number")})
CONDITIONS = Conditions({"a": "bool", "b": "bool", "n": "double"})


def _meant(tree: Predicate, values: dict[str, Any]) -> bool:
    """As pypred works it out: what has no value is not true, and is larger than nothing."""
    match tree:
        case Truth(slot):
            return bool(values[slot.name])
        case IsSet(slot):
            return values[slot.name] is not None
        case Compare(left, ">", float() as right):
            return values[left.name] is not None and values[left.name] > right
        case Not(part):
            return not _meant(part, values)
        case And(one, other):
            return _meant(one, values) and _meant(other, values)
        case Or(one, other):
            return _meant(one, values) or _meant(other, values)
        case Always(holds):
            return holds
    raise AssertionError(tree)


def _goes(branches: list[Branch], more: dict[str, list[Branch]], values: dict[str, Any]) -> str:
    for one in branches:
        target = one.get("go") or one["else"]
        if "else" in one or _holds(one["if"], values):
            return _goes(more[target], more, values) if target in more else target
    raise AssertionError("no else")


def _holds(text: str, values: dict[str, Any]) -> bool:
    try:
        return CONDITIONS.condition(text).evaluate(values) is True
    except ConditionFailed:
        return False


@pytest.mark.parametrize(
    "texts",
    [
        ["not slots.a"],
        ["slots.n is null", "slots.a"],
        ["not slots.a and slots.n > 3", "slots.b"],
        ["slots.a and not slots.b", "not slots.a or slots.n > 3"],
        ["not (slots.a or slots.b)", "not (slots.a and slots.n > 3)", "slots.b"],
        ["slots.n is not null and not slots.a"],
        ["False", "not slots.b", "True"],
        ["not slots.a or not slots.b or slots.n is null"],
    ],
)
def test_every_way_is_taken_as_meant(texts: list[str]) -> None:
    ways = [(read_predicate(text), f"way{at}") for at, text in enumerate(texts)]
    more: dict[str, list[Branch]] = {}

    def helper(rest: list[Branch]) -> str:
        more[f"more{len(more)}"] = rest
        return f"more{len(more) - 1}"

    branches = branch(ways, "otherwise", WRITER, helper)
    for a, b, n in product((None, True, False), (None, True, False), (None, 1, 5)):
        values = {"a": a, "b": b, "n": n}
        meant = next((target for tree, target in ways if _meant(tree, values)), "otherwise")
        assert _goes(branches, more, values) == meant, values
