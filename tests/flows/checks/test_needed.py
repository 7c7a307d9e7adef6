"""The names that a condition needs, as the engine has it."""

from itertools import product
from typing import Any

import pytest

from flows.checks.needed import needed_to_hold
from flows.expressions.conditions import Condition, ConditionFailed, Conditions
from flows.expressions.tree import tree_of

CONDITIONS = Conditions({"n": "double", "m": "double", "sure": "bool", "note": "string", "record": "dyn"})
VALUES: dict[str, list[Any]] = {"n": [1, 9], "m": [1, 9], "sure": [True, False], "note": ["a", "b"]}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("n > 5", {"n"}),
        ("n > m", {"n", "m"}),
        ("sure", {"sure"}),
        ("not sure", {"sure"}),
        ("n > 5 and sure", {"n", "sure"}),
        ("n > 5 or sure", set()),
        ("n > 5 or n < 2 and sure", {"n"}),
        ("not (n > 5 or sure)", {"n", "sure"}),
        ("not (n > 5 and sure)", set()),
        ("sure ? n > 5 : m > 5", {"sure"}),
        ("sure ? n > 5 : n < 2", {"sure", "n"}),
        ("(n > 5 or sure) == true", set()),
        ('note.startsWith("a") and n in [1, 9]', {"note", "n"}),
        ("true", set()),
    ],
)
def test_needs_and_the_engine_does_not_hold_without(text: str, names: set[str]) -> None:
    condition = CONDITIONS.condition(text)
    assert needed_to_hold(tree_of(condition)) == names
    for name in names:
        others = [one for one in VALUES if one != name]
        for values in product(*(VALUES[one] for one in others)):
            assert not _holds(condition, dict(zip(others, values, strict=True)))


def _holds(condition: Condition, values: dict[str, Any]) -> bool:
    try:
        return condition.evaluate(values) is True
    except ConditionFailed:
        return False


def test_what_is_not_understood_needs_nothing() -> None:
    assert needed_to_hold(tree_of(CONDITIONS.condition("has(record.x)"))) == frozenset()
