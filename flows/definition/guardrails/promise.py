"""`promise`: what a model asserts and nothing covers."""

from typing import ClassVar, Literal

from pydantic import Field
from pydantic.dataclasses import dataclass

from flows.definition.config import CONFIG, Names
from flows.definition.guardrails.guardrail import Guardrail


@dataclass(frozen=True, kw_only=True, config=CONFIG)
class Promise(Guardrail):
    """What a language model promises, or asserts as a fact, though neither the values of the call, nor what tools gave,
    nor a source says so: figures, amounts, days and times, and commitments such as a refund."""

    example: ClassVar[str] = """
no_promises:
  type: promise
  allow: [our branches are open on weekdays]
  action: rephrase
"""
    stages = {"output": ("rephrase", "refuse", "handoff", "flag")}

    type: Literal["promise"]
    allow: Names = Field(default=())
    """What may be said besides, in the bot's own words."""
