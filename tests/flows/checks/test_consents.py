"""Branches that are taken only after a yes."""

import pytest

from flows.checks.consents import targets_with_consent
from flows.definition.edges import Branch

SLOTS = frozenset({"sure"}).__contains__


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
    ],
)
def test_which_branch_is_that_of_the_yes(condition: str, yes: bool, otherwise: bool) -> None:
    branches = (Branch(**{"if": condition, "go": "write"}), Branch(**{"else": "end"}))
    assert list(targets_with_consent(branches, SLOTS)) == [("write", yes), ("end", otherwise)]


def test_one_way_out_is_taken_after_a_no_too() -> None:
    assert list(targets_with_consent("write", SLOTS)) == [("write", False)]
