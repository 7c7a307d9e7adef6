"""`distress`: callers in danger or despair."""

from typing import ClassVar, Literal

from pydantic.dataclasses import dataclass

from flows.definition.config import CONFIG
from flows.definition.guardrails.guardrail import Guardrail


@dataclass(frozen=True, kw_only=True, config=CONFIG)
class Distress(Guardrail):
    """Callers who speak of taking their life, of violence, or of an emergency. Every bot has this rule, called
    `distress`: it names the emergency number and offers a person."""

    example: ClassVar[str] = """
distress:
  type: distress
  action: handoff
  say: I am glad that you told me. I'll put you through to somebody right away.
"""
    stages = {"input": ("offer", "handoff", "refuse", "flag")}

    type: Literal["distress"]
