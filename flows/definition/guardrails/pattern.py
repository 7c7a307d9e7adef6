"""`pattern`: words and codes that are found as they are written."""

from typing import ClassVar, Literal

from pydantic import Field
from pydantic.dataclasses import dataclass

from flows.definition.config import CONFIG, Names
from flows.definition.guardrails.guardrail import Guardrail


@dataclass(frozen=True, kw_only=True, config=CONFIG)
class Pattern(Guardrail):
    """Words that are found wherever they stand, in small and capital letters: `(a|b)` is one of several, `[a]` may be
    missing, `..` stands for one to six words, and a `*` at the end of a word for all its endings."""

    example: ClassVar[str] = """
no_rivals:
  type: pattern
  applies_to: output
  phrases: ["acme [bank]", "(switch|change) to another bank"]
  codes: ["INT-[0-9]{4}"]
  action: rephrase
"""
    stages = {
        "input": ("refuse", "redact", "offer", "handoff", "flag"),
        "output": ("refuse", "rephrase", "redact", "handoff", "flag"),
        "tools": ("refuse", "redact", "handoff", "flag"),
    }

    type: Literal["pattern"]
    phrases: Names = ()
    """Words."""
    codes: Names = Field(default=())
    """Patterns that a single word fits as a whole, such as `INT-[0-9]{4}`."""
