"""What starts the flows."""

from pathlib import Path

from tests.flows.exchange.rasa.small import bot_of, findings, imported

DOMAIN = "responses: {utter_x: [{text: X.}]}"
NLU = """nlu:
- intent: pay
  examples: |
    - pay a bill
    - i want to pay
- intent: buy
  examples: |
    - pay a bill
    - buy something
"""


def test_triggers_are_those_of_the_project(tmp_path: Path) -> None:
    flows = """flows:
  paying:
    nlu_trigger: [{intent: pay}, {intent: {name: buy, confidence_threshold: 0.9}}, {intent: gone}]
    steps: [{action: utter_x}]
"""
    made = imported(tmp_path, domain=DOMAIN, nlu=NLU, flows=flows)
    bot = bot_of(made)
    assert bot["flows"]["paying"]["triggers"] == ["pay", "buy"]
    assert bot["intents"]["buy"]["examples"] == ["buy something"]
    assert any("stands for another intent too" in item.told for item in made.report)
    assert any(item.what == "intent gone" and item.outcome == "error" for item in made.report)
    assert findings(made) == ()


def test_an_intent_of_the_same_name_starts_a_flow(tmp_path: Path) -> None:
    made = bot_of(imported(tmp_path, domain=DOMAIN, nlu=NLU, flows="flows: {pay: {steps: [{action: utter_x}]}}"))
    assert made["intents"]["pay"]["examples"] == ["pay a bill", "i want to pay"]


def test_examples_are_made_where_a_model_chose(tmp_path: Path) -> None:
    made = imported(
        tmp_path, domain=DOMAIN, flows="flows: {check_balance: {name: check balance, steps: [{action: utter_x}]}}"
    )
    assert "I want to check balance" in bot_of(made)["intents"]["check_balance"]["examples"]
    assert any("A model chose it" in item.told for item in made.report)
