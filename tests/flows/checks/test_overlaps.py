"""Branches that overlap, with a value that fits both."""

import pytest

from tests.flows.checks.test_taken import messages

PART = "Part the two so that no value fits both, or put a narrower one first."


@pytest.mark.parametrize(
    ("conditions", "message"),
    [
        (
            ["amount < 100", "amount > 50"],
            "`amount > 50` also holds for values that `amount < 100` above it takes, such as 75.",
        ),
        (
            ["amount < 2", "amount > 1"],
            "`amount > 1` also holds for values that `amount < 2` above it takes, such as 1.5.",
        ),
        (
            ["amount < 10", "amount > 20", "amount >= 5 and amount < 20 and sure", "amount > 5"],
            "`amount > 5` also holds for values that `amount < 10` above it takes, such as 8.",
        ),
    ],
)
def test_names_a_value_that_fits_both(conditions: list[str], message: str) -> None:
    assert messages(*conditions) == [(message, PART)]


@pytest.mark.parametrize(
    "conditions",
    [
        ["amount < 50", "amount < 100"],  # the narrow one first
        ["amount < 100", "amount < 50 or amount > 200 or sure"],
        ["amount == 100", "amount <= 100", "amount >= 100"],  # the value in both has a branch of its own
        ["amount < 100", "sure", "amount > 50"],  # both lead to the same node
    ],
)
def test_leaves_what_is_meant_so(conditions: list[str]) -> None:
    assert messages(*conditions) == []
