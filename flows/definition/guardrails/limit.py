"""`limit`: calls that go on for too long."""

from typing import ClassVar, Literal

from pydantic import Field
from pydantic.dataclasses import dataclass

from flows.definition.config import CONFIG, Milliseconds
from flows.definition.guardrails.guardrail import Guardrail
from flows.definition.route import MOST_DOLLARS


@dataclass(frozen=True, kw_only=True, config=CONFIG)
class Limit(Guardrail):
    """How long a call may go on: in turns of the caller, in time, or in what language models have cost. It is looked at
    when the caller has spoken; what a single answer may cost is said by `budget` of a route, before it is asked for."""

    example: ClassVar[str] = """
not_for_ever:
  type: limit
  turns: 60
  time: 30m
  max_spend: 0.5
  action: handoff
"""
    stages = {"input": ("handoff", "offer", "flag")}

    type: Literal["limit"]
    turns: int | None = Field(default=None, ge=1, le=200)
    """Turns of the caller."""
    time: Milliseconds | None = None
    """Since the call began."""
    max_spend: float | None = Field(default=None, gt=0, le=MOST_DOLLARS)
    """Dollars that the models of the call may have cost."""
