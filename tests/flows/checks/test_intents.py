"""Intents have examples of their own and start something."""

import pytest

from tests.flows.checks.small import MAIN, codes, told

TRIGGERED = MAIN.replace("    nodes:", "    triggers: [i]\n    nodes:")


@pytest.mark.parametrize(
    ("intents", "flows", "found"),
    [
        ("{i: {examples: [one, two]}}", TRIGGERED, []),
        ("{i: {examples: []}}", TRIGGERED, ["intent.no_examples"]),
        ("{i: {examples: [one]}}", MAIN, ["intent.unused"]),
        ("{i: {examples: ['  ']}}", TRIGGERED, ["schema.value"]),
        ("{i: {examples: [one]}, k: {examples: [ONE]}}", TRIGGERED, ["intent.unused", "intent.duplicate"]),
        ("{i: {examples: [one, one]}}", TRIGGERED, []),
    ],
)
def test_intents(intents: str, flows: str, found: list[str]) -> None:
    assert codes(f"intents: {intents}\n{flows}") == found


def test_a_trigger_written_wrong_is_told_of_once() -> None:
    flows = TRIGGERED.replace("[i]", "[balanc]")
    found = told(f"intents: {{balance: {{examples: [x]}}}}\n{flows}")
    assert found == [("name.unknown", "flows.main.triggers.0")]


@pytest.mark.parametrize("broken", ["triggers: 5", "triggers: i", "triggers: [[]]"])
def test_triggers_that_could_not_be_read_may_be_meant(broken: str) -> None:
    found = codes(
        f"intents: {{i: {{examples: [x]}}}}\n{MAIN.replace('    nodes:', f'    {broken}{chr(10)}    nodes:')}"
    )
    assert found == ["schema.type"]


def test_examples_that_could_not_be_read_are_some() -> None:
    assert codes(f"intents: {{i: {{examples: x}}}}\n{TRIGGERED}") == ["schema.type"]
