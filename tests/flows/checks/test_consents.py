"""Branches that are taken only after a yes."""

import pytest

from flows.checks.consents import targets_with_consent
from flows.definition.edges import Branch
from flows.expressions.conditions import ConditionProblem, Conditions
from flows.expressions.tree import Name, Tree, tree_of

SLOTS = frozenset({Name("sure")}).__contains__
CONDITIONS = Conditions({"sure": "bool", "other": "bool", "amount": "double"})


def _tree(condition: str) -> Tree | None:
    try:
        return tree_of(CONDITIONS.condition(condition))
    except ConditionProblem:
        return None


@pytest.mark.parametrize(
    ("condition", "yes", "otherwise"),
    [
        ("sure", True, False),
        ("sure == true", True, False),
        ("sure && amount > 5", True, False),
        ("(sure) and amount > 5", True, False),
        ("sure != false", True, False),
        ("!sure", False, True),
        ("not sure", False, True),
        ("sure == false || amount > 5", False, True),
        ("sure || amount > 5", False, False),
        ("!sure && amount > 5", False, False),
        ("amount > 5", False, False),
        ("other", False, False),
        ("true == sure", True, False),
        ("not (sure == false)", True, False),
        ("!!sure", True, False),
        ("not (not sure or amount > 5)", True, False),
        ("sure and (amount > 5 or other)", True, False),
        ("(sure and amount > 5) or (sure and other)", True, False),
        ("(sure or other) and amount > 5", False, False),
        ("not (sure and other)", False, True),
        ("sure ? amount > 5 : false", True, False),
        ("other ? sure : amount > 5", False, False),
        ("sure and", True, True),
        ("nobody", True, True),
    ],
)
def test_which_branch_is_that_of_the_yes(condition: str, yes: bool, otherwise: bool) -> None:
    branches = (Branch(**{"if": condition, "go": "write"}), Branch(**{"else": "end"}))
    assert list(targets_with_consent(branches, SLOTS, _tree)) == [("write", yes), ("end", otherwise)]


def test_one_way_out_is_taken_after_a_no_too() -> None:
    assert list(targets_with_consent("write", SLOTS, _tree)) == [("write", False)]
