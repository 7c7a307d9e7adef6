"""Flows: guards, triggers, and the results of actions."""

from pathlib import Path

from tests.flows.exchange.rasa.small import bot_of, findings, imported

DOMAIN = """
slots: {vip: {type: bool}, age: {type: float}, found: {type: bool}, name: {type: text}}
responses: {utter_x: [{text: X.}], utter_ask_name: [{text: Name?}]}
"""


def _guarded(folder: Path, guard: str) -> list[dict[str, str]]:
    flows = f"flows: {{a_flow: {{if: {guard}, steps: [{{action: utter_x}}]}}}}"
    made = imported(folder, domain=DOMAIN, flows=flows)
    assert not any(finding.severity == "error" for finding in findings(made))
    branches: list[dict[str, str]] = bot_of(made)["flows"]["a_flow"]["nodes"]["may_start"]["next"]
    return branches


def test_guards_are_the_first_node(tmp_path: Path) -> None:
    assert _guarded(tmp_path, "slots.vip") == [{"if": "vip", "go": "x"}, {"else": "on_cannot_help"}]
    assert _guarded(tmp_path, "not slots.vip") == [{"if": "vip", "go": "on_cannot_help"}, {"else": "x"}]


def test_a_flow_that_never_starts_has_no_trigger(tmp_path: Path) -> None:
    flows = "flows: {a_flow: {if: False, steps: [{action: utter_x}]}, b_flow: {steps: [{call: a_flow}]}}"
    made = bot_of(imported(tmp_path, domain=DOMAIN, flows=flows))["flows"]
    assert "triggers" not in made["a_flow"]
    assert made["b_flow"]["triggers"] == ["b_flow"]


def test_what_is_spoken_of_behind_an_action_is_its_result(tmp_path: Path) -> None:
    flows = """flows:
  look_up:
    steps:
      - collect: name
      - action: action_find
        next: [{if: slots.found, then: [{action: utter_x, next: END}]}, {else: END}]
"""
    made = bot_of(imported(tmp_path, domain=DOMAIN, flows=flows))
    assert made["tools"]["find"]["returns"] == {"found": "boolean"}
    assert made["flows"]["look_up"]["nodes"]["find"]["save"] == {"found": "result.found"}


def test_persisted_slots_are_kept(tmp_path: Path) -> None:
    flows = "flows: {a_flow: {persisted_slots: [name], steps: [{collect: name}]}}"
    made = bot_of(imported(tmp_path, domain=DOMAIN, flows=flows))
    assert made["slots"]["name"]["keep"] is True
