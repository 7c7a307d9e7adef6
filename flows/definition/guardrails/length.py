"""`length`: more words than a caller can take in, or than anybody means to say."""

from typing import ClassVar, Literal

from pydantic import Field
from pydantic.dataclasses import dataclass

from flows.definition.config import CONFIG
from flows.definition.guardrails.guardrail import Guardrail

DEFAULT_WORDS = 60
"""Half a minute of speech: nobody keeps more in mind."""


@dataclass(frozen=True, kw_only=True, config=CONFIG)
class Length(Guardrail):
    """More words in one turn than allowed: what a model says is ended before the clause that is too much."""

    example: ClassVar[str] = """
in_short:
  type: length
  applies_to: output
  words: 40
"""
    stages = {"output": ("redact", "refuse", "rephrase", "flag"), "input": ("flag", "refuse", "offer", "handoff")}

    type: Literal["length"]
    words: int = Field(default=DEFAULT_WORDS, ge=1, le=1_000)
    """At most."""
