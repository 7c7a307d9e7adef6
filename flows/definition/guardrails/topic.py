"""`topic`: what may not be talked about, or alone, by meaning."""

from typing import ClassVar, Literal

from pydantic import Field
from pydantic.dataclasses import dataclass

from flows.definition.config import CONFIG, Names
from flows.definition.guardrails.guardrail import Guardrail


@dataclass(frozen=True, kw_only=True, config=CONFIG)
class Topic(Guardrail):
    """What the bot does not talk about, told by sentences that mean it; other words for the same are found too. With
    `only: true` it is the other way round: what a model says must be about one of them."""

    example: ClassVar[str] = """
no_investments:
  type: topic
  examples: [which shares should I buy, is gold a good investment now, where do I get the best return]
  but_not: [what is the interest on my savings account, how do I open an investment account]
  action: refuse
  say: I can't advise you on investments. Our advisers can, in every branch.
"""
    stages = {
        "input": ("refuse", "offer", "handoff", "flag"),
        "output": ("refuse", "rephrase", "handoff", "flag"),
    }

    type: Literal["topic"]
    examples: Names = Field(min_length=1)
    """Sentences about it."""
    but_not: Names = ()
    """Sentences close to it that are all right."""
    only: bool = False
    """On `output`: what is not about one of the examples is what it finds."""
