"""Slots of the bot: their types, the words for their options, and better types."""

from typing import Any

import pytest

from flows.exchange.rasa.slots import better_type, make_slots
from tests.flows.exchange.rasa.small import maker, told

DOMAIN = """
slots:
  account: {type: categorical, values: [savings, Checking], mappings: [{type: from_entity, entity: acc}]}
  amount: {type: float, min_value: 1, max_value: 10.5}
  phone: {type: text}
  sure: {type: bool}
  unused: {type: text}
  age: {type: float, min_value: 9, max_value: 1}
"""


def _made() -> tuple[dict[str, Any], list[str]]:
    known = maker(DOMAIN, asked=("account", "amount", "phone", "sure", "age"))
    known.kept.add("phone")
    known.meanings["amount"] = "the amount of money"
    known.synonyms["account"] = {"savings": ["The Saver", "checking"]}
    known.project.words["acc"] = {"savings": ["savings", "saving account"], "Checking": ["the saver", "current"]}
    known.project.synonyms["checking"] = ["everyday"]
    return make_slots(known), told(known.report)


def test_types_limits_and_meanings() -> None:
    slots, lines = _made()
    assert slots["amount"] == {"type": "money", "min": 1, "max": 10.5, "description": "the amount of money"}
    assert slots["phone"] == {"type": "text", "keep": True, "description": "the phone"}
    assert slots["sure"] == {"type": "yes_no"}
    assert slots["age"] == {"type": "number", "description": "the age"}
    assert any("slot phone" in line and "type: phone" in line for line in lines)
    assert any("slot unused: No flow speaks of it" in line for line in lines)


def test_no_word_stands_for_two_options() -> None:
    slots, _ = _made()
    assert slots["account"]["choices"] == {
        "savings": ["the saver", "saving account"],
        "Checking": ["current", "everyday"],
    }


@pytest.mark.parametrize(
    ("name", "kind", "better"),
    [("contact_phone", "text", "phone"), ("payee_account", "text", "digits"), ("amount", "number", "money"),
     ("message", "text", None), ("phone", "number", None), ("appointment_day", "text", "date")],
)  # fmt: skip
def test_better_types(name: str, kind: str, better: str | None) -> None:
    assert better_type(name, kind) == better
