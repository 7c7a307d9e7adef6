"""`abuse`: insults and threats."""

from typing import ClassVar, Literal

from pydantic.dataclasses import dataclass

from flows.definition.config import CONFIG
from flows.definition.guardrails.guardrail import Guardrail


@dataclass(frozen=True, kw_only=True, config=CONFIG)
class Abuse(Guardrail):
    """Callers who insult or threaten, not those who only swear: "where is my bloody parcel" is a question. Beside an
    answer or a request it is only told of, and the call goes on."""

    example: ClassVar[str] = """
abuse:
  type: abuse
  action: refuse
  say: I would like to help you. Please tell me what you need.
"""
    stages = {"input": ("flag", "refuse", "offer", "handoff")}

    type: Literal["abuse"]
