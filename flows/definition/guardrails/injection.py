"""`injection`: words that are meant to take over a language model."""

from typing import ClassVar, Literal

from pydantic.dataclasses import dataclass

from flows.definition.config import CONFIG
from flows.definition.guardrails.guardrail import Guardrail


@dataclass(frozen=True, kw_only=True, config=CONFIG)
class Injection(Guardrail):
    """Attempts to give a language model other instructions, another role or somebody else's authority, or to have it
    tell its own: in what callers say, and in what tools give. Hidden characters, letters that only look alike, spelled
    and encoded words are read through. Every bot with a language model has this rule, called `injection`."""

    example: ClassVar[str] = """
injection:
  type: injection
  action: refuse
  say: I can only help you with your account.
"""
    stages = {
        "input": ("refuse", "offer", "handoff", "flag"),
        "tools": ("redact", "refuse", "handoff", "flag"),
    }

    type: Literal["injection"]
