"""`limit`: calls that go on for too long."""

from typing import ClassVar, Literal

from pydantic import Field
from pydantic.dataclasses import dataclass

from flows.definition.config import CONFIG, Milliseconds
from flows.definition.guardrails.guardrail import Guardrail


@dataclass(frozen=True, kw_only=True, config=CONFIG)
class Limit(Guardrail):
    """How long a call may go on, in turns of the caller or in time. What may be spent on language models is said by
    `budget` of a route."""

    example: ClassVar[str] = """
not_for_ever:
  type: limit
  turns: 60
  time: 30m
  action: handoff
"""
    stages = {"input": ("handoff", "offer", "flag")}

    type: Literal["limit"]
    turns: int | None = Field(default=None, ge=1, le=200)
    """Turns of the caller."""
    time: Milliseconds | None = None
    """Since the call began."""
