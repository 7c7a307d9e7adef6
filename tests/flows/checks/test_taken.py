"""What branches take from those below them, in words."""

import json

import pytest

from flows.checks.never import possible_branches
from flows.checks.taken import MAX_SHOWN_CHARACTERS, short
from tests.flows.checks.small import look, nodes

HEAD = "slots: {amount: {type: money}, sure: {type: yes_no}}\n"


def messages(*conditions: str) -> list[tuple[str, str]]:
    """Message and remedy of what is told of branches that lead to two nodes in turn."""
    branches = [f"{{if: {json.dumps(text)}, go: {'cd'[at % 2]}}}" for at, text in enumerate(conditions)]
    fork = f"a: {{type: decide, next: [{', '.join(branches)}, {{else: end}}]}}"
    text = HEAD + nodes(fork, "c: {type: say, say: C.}", "d: {type: say, say: D., next: end}")
    return [(finding.message, finding.remedy) for finding in possible_branches(look(text))]


@pytest.mark.parametrize(
    ("conditions", "message", "remedy"),
    [
        (
            ["amount > 50", "amount > 100"],
            "This branch is never taken: `amount > 50` above it holds whenever `amount > 100` does.",
            "Move it above that one, or correct one of the two conditions.",
        ),
        (
            ["sure", "sure == true"],
            "This branch is never taken: `sure` above it holds for the same values.",
            "Delete one of the two, or correct a condition.",
        ),
        (
            ["amount > 50", "amount <= 50", "amount != 3"],
            "This branch is never taken: the branches above it take everything for which `amount != 3` holds.",
            "Move it above them, or correct one of the conditions.",
        ),
    ],
)
def test_says_what_takes_it(conditions: list[str], message: str, remedy: str) -> None:
    assert messages(*conditions) == [(message, remedy)]


def test_refusals_are_said_and_not_taken() -> None:
    refusals = "[{if: amount > 5, say: Much.}, {if: amount < 5, say: Little.}, {if: amount > 7, say: More.}]"
    ask = f"a: {{type: ask, slot: amount, say: How much?, validate: {refusals}, next: end}}"
    (finding,) = possible_branches(look(HEAD + nodes(ask)))
    assert finding.message == "This refusal is never said: `amount > 5` above it holds whenever `amount > 7` does."


def test_long_conditions_are_cut() -> None:
    assert short("a\n  b") == "a b"
    assert len(short("x" * 100)) == MAX_SHOWN_CHARACTERS
