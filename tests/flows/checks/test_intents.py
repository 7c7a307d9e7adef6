"""Intents have examples of their own and start something."""

import pytest

from tests.flows.checks.small import MAIN, codes, told

TRIGGERED = MAIN.replace("    nodes:", "    triggers: [i]\n    nodes:")


@pytest.mark.parametrize(
    ("intents", "flows", "found"),
    [
        ("{i: {examples: [one, two], description: x}}", TRIGGERED, []),
        ("{i: {examples: []}}", TRIGGERED, ["intent.no_examples"]),
        ("{i: {examples: [one]}}", MAIN, ["intent.unused"]),
        ("{i: {examples: ['  '], description: x}}", TRIGGERED, ["schema.value"]),
        (
            "{i: {examples: [one], description: x}, k: {examples: [ONE]}}",
            TRIGGERED,
            ["intent.unused", "intent.duplicate"],
        ),
        ("{i: {examples: [one, one], description: x}}", TRIGGERED, []),
    ],
)
def test_intents(intents: str, flows: str, found: list[str]) -> None:
    assert codes(f"intents: {intents}\n{flows}") == found


def test_a_trigger_written_wrong_is_told_of_once() -> None:
    flows = TRIGGERED.replace("[i]", "[balanc]")
    found = told(f"intents: {{balance: {{examples: [x]}}}}\n{flows}")
    assert found == [("name.unknown", "flows.main.triggers.0")]


@pytest.mark.parametrize(
    ("intent", "path"),
    [
        ("examples: [one]", None),
        ("examples: [one], description: Tells the time.", "intents.i.description"),
        ("examples: [one], description: check_balance", "intents.i.description"),
        ('examples: [one], description: "your {{ account }}"', "intents.i.description"),
        ("examples: [one], description: your balance", None),
        ("examples: [one], description: what we cook", None),
    ],
)
def test_what_starts_a_flow_can_be_said_to_callers(intent: str, path: str | None) -> None:
    found = told(f"intents: {{i: {{{intent}}}}}\n{TRIGGERED}")
    assert found == ([("intent.description", path)] if path else [])


@pytest.mark.parametrize(("name", "found"), [("check_balance", False), ("xfr", True), ("say_it2", True)])
def test_a_name_that_can_be_said_needs_no_description(name: str, found: bool) -> None:
    flows = f"{MAIN}  {name}:\n    triggers: [i]\n    nodes: {{x: {{type: say, say: Well., next: end}}}}\n"
    assert codes(f"intents: {{i: {{examples: [x]}}}}\n{flows}") == (["intent.description"] if found else [])


def test_one_description_is_enough_for_a_flow() -> None:
    flows = TRIGGERED.replace("[i]", "[i, k]")
    assert codes(f"intents: {{i: {{examples: [x]}}, k: {{examples: [y], description: your parcel}}}}\n{flows}") == []


def test_a_repair_flow_is_offered_to_nobody() -> None:
    flows = f"{MAIN}  on_help:\n    triggers: [i]\n    nodes: {{x: {{type: say, say: Well., next: end}}}}\n"
    assert codes(f"intents: {{i: {{examples: [x]}}}}\n{flows}") == []


@pytest.mark.parametrize("broken", ["triggers: 5", "triggers: i", "triggers: [[]]"])
def test_triggers_that_could_not_be_read_may_be_meant(broken: str) -> None:
    found = codes(
        f"intents: {{i: {{examples: [x]}}}}\n{MAIN.replace('    nodes:', f'    {broken}{chr(10)}    nodes:')}"
    )
    assert found == ["schema.type"]


def test_examples_that_could_not_be_read_are_some() -> None:
    assert codes(f"intents: {{i: {{examples: x}}}}\n{TRIGGERED}") == ["schema.type"]
