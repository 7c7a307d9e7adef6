"""Questions of `collect` steps."""

from typing import Any

import pytest

from flows.exchange.rasa.asks import meaning, question
from tests.flows.exchange.rasa.small import maker, part, told

DOMAIN = """
slots:
  account: {type: categorical, values: [savings, checking]}
  sure: {type: bool}
  amount: {type: float, validation: {rejections: [{if: slots.amount > 99, utter: utter_large}]}}
  city: {type: text}
responses:
  utter_ask_account:
    - text: Which one?
      buttons:
        - {title: The saver, payload: "/SetSlots(account=savings)"}
        - {title: Checking, payload: '/inform{"account": "checking"}'}
        - {title: Other, payload: "/SetSlots(account=gone)"}
    - text: Tell me which.
  utter_ask_sure: [{text: Sure?, buttons: [{title: Yes, payload: /affirm}, {title: No, payload: /deny}]}]
  utter_ask_amount: [{text: How much?}]
  utter_ask_city: [{text: Which city?, buttons: [{title: Roma, payload: "/SetSlots(city=rome)"}]}]
  utter_large: [{text: Too much.}]
"""


def _ask(slot: str, step: str = "{}") -> tuple[dict[str, Any], list[str], Any]:
    known = maker(DOMAIN, asked=("account", "sure", "amount", "city"))
    return question(known, slot, part(step)), told(known.report), known


def test_buttons_are_words_and_keys() -> None:
    node, lines, known = _ask("account")
    assert node["dtmf"] == {1: "savings", 2: "checking"}
    assert known.synonyms == {"account": {"savings": ["The saver"], "checking": ["Checking"]}}
    assert node["reprompts"] == [
        "Tell me which.", "Please say the saver or checking.", "Say the saver, or press 1. Say checking, or press 2.",
    ]  # fmt: skip
    assert any("button Other" in line for line in lines)


def test_yes_and_no() -> None:
    node, _, _ = _ask("sure", "{ask_before_filling: true}")
    assert node["dtmf"] == {1: True, 2: False}
    assert node["reprompts"] == ["Please say yes or no."]
    assert node["ask_again"] is True


def test_rejections_of_the_step_and_of_the_slot_refuse() -> None:
    node, lines, _ = _ask("amount", "{rejections: [{if: slots.amount < 1}, {if: context.x, utter: utter_large}]}")
    assert node["validate"] == [
        {"if": "amount < 1", "say": "I can't take that for the amount."},
        {"if": "amount > 99", "say": "Too much."},
    ]
    assert any("no counterpart" in line for line in lines)


def test_a_text_keeps_its_keys_and_the_difference_is_told() -> None:
    node, lines, _ = _ask("city")
    assert node["dtmf"] == {1: "rome"}
    assert any("Make the slot a choice" in line for line in lines)


def test_a_question_without_text_is_made() -> None:
    node, lines, _ = _ask("account", "{utter: utter_gone}")
    assert node["say"] == "What is the account?"
    assert any("utter_gone" in line for line in lines)


@pytest.mark.parametrize(
    ("text", "said"),
    [("The name of the payee.", "the name of the payee"), ("accepts True or False", ""), ("a {slot}", ""), ("", ""),
     ("IBAN of the payee", "IBAN of the payee"), ("x" * 80, "")],
)  # fmt: skip
def test_meanings_can_be_said(text: str, said: str) -> None:
    assert meaning(text) == said
