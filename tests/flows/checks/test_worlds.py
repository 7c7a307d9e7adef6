"""What comes of conditions in worlds; the same as the engine makes of them."""

from itertools import product

import pytest

from flows.checks.cells import OTHER, lay_out
from flows.checks.logic import Both, Compare, Either, Logic, Not, Opaque, Present, Truthy, read_condition
from flows.checks.worlds import MAX_PARTS, Scope, bounded, outcomes
from flows.expressions.conditions import ConditionFailed, Conditions
from flows.expressions.tree import tree_of

FIELDS = lay_out({"a": (True, False), "b": (True, False), "n": (OTHER,)})
SCOPE = Scope({}, FIELDS)
BITS = {None: "unset", True: "yes", False: "no"}


def _world(**values: bool | None) -> int:
    return sum(FIELDS[name].unset if value is None else FIELDS[name].of(value) for name, value in values.items())


@pytest.mark.parametrize("text", ["a", "!a", "a && b", "a || b", "!(a && !b)", "a == false || !b", "a != b"])
def test_as_the_engine(text: str) -> None:
    """Every value and none for two names."""
    condition = Conditions({"a": "bool", "b": "bool"}).condition(text)
    logic = read_condition(tree_of(condition), text, frozenset({"a", "b"}))
    for a, b in product((None, True, False), repeat=2):
        found = outcomes(logic, _world(a=a, b=b), SCOPE)
        try:
            expected = condition.evaluate({"a": a, "b": b})
        except ConditionFailed:
            assert found.failed
            assert not found.true or isinstance(logic, Opaque)
            continue
        assert found.true if expected else found.false
        assert not found.failed


@pytest.mark.parametrize(
    ("logic", "true", "false", "failed"),
    [
        (Truthy("a"), False, True, False),
        (Present("a"), False, True, False),
        (Not(Present("a")), True, False, False),
        (Compare("a", "==", (True,)), False, True, False),
        (Compare("a", "!=", (True,)), True, False, False),
        (Compare("n", ">", (1.0,)), False, False, True),
        (Both(Truthy("a"), Compare("n", ">", (1.0,))), False, True, False),
        (Either(Not(Truthy("a")), Compare("n", ">", (1.0,))), True, False, False),
        (Both(Compare("n", ">", (1.0,)), Truthy("a")), False, False, True),
    ],
)
def test_in_texts_nothing_equals_nothing(logic: Logic, true: bool, false: bool, failed: bool) -> None:
    found = outcomes(logic, _world(a=None, b=None, n=None), SCOPE, text=True)
    assert (bool(found.true), bool(found.false), bool(found.failed)) == (true, false, failed)


def test_a_flows_own_name_comes_first() -> None:
    own = lay_out({"x": (True, False), "a": (True, False)})
    scope = Scope({"a": own["a"]}, {"a": own["x"]})
    both = own["a"].of(True) | own["x"].of(False)
    assert outcomes(Compare("a", "==", (True,)), both, scope).true == [both]
    shared = own["a"].unset | own["x"].of(False)
    assert outcomes(Compare("a", "==", (True,)), shared, scope).false == [shared]
    assert scope.without_value(own["a"].unset | own["x"].all, "a") == own["a"].unset | own["x"].unset


def test_names_that_are_not_followed_have_values() -> None:
    found = outcomes(Compare("now", "==", ("x",)), 5, SCOPE)
    assert (found.true, found.false, found.failed) == ([5], [5], [])
    assert outcomes(Opaque(frozenset({"now"})), 5, SCOPE).true == [5]


def test_missing_names_are_told() -> None:
    text = "a && n > 1"
    tree = tree_of(Conditions({"a": "bool", "n": "double"}).condition(text))
    logic = read_condition(tree, text, frozenset({"a", "n"}))
    assert outcomes(logic, _world(a=None, b=None, n=None), SCOPE).missing == {"a", "n"}
    assert outcomes(logic, _world(a=False, b=None, n=None), SCOPE).missing == set()


def test_many_parts_are_joined() -> None:
    assert bounded([1, 2, 1]) == [1, 2]
    assert bounded([1 << at for at in range(MAX_PARTS + 1)]) == [(1 << MAX_PARTS + 1) - 1]
