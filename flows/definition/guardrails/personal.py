"""`personal`: numbers and addresses of people where they do not belong."""

from typing import ClassVar, Literal

from pydantic.dataclasses import dataclass

from flows.definition.config import CONFIG
from flows.definition.guardrails.guardrail import Guardrail

PersonalClass = Literal["card", "iban", "phone", "email", "number"]
"""What is known by its form, whether it is said in words or in figures."""


@dataclass(frozen=True, kw_only=True, config=CONFIG)
class Personal(Guardrail):
    """Cards, accounts, phones, e-mail addresses and other long numbers that nobody asked for, by their form. Names are
    not known by their form: a slot of type `person` has those. What is asked for is not found on `input`, and callers
    hear their own values on `output`."""

    example: ClassVar[str] = """
no_cards:
  type: personal
  applies_to: [input, output, tools]
  classes: [card, iban]
  action: redact
"""
    stages = {
        "input": ("redact", "refuse", "offer", "handoff", "flag"),
        "output": ("redact", "refuse", "rephrase", "handoff", "flag"),
        "tools": ("redact", "refuse", "handoff", "flag"),
    }

    type: Literal["personal"]
    classes: tuple[PersonalClass, ...] = ()
    """Which of them; left out: all."""
