"""The rules that bots have without writing them; a rule of the same name takes the place of one, or switches it off."""

from functools import cache

from flows.definition.guardrails.distress import Distress
from flows.definition.guardrails.guardrail import Guardrail
from flows.definition.guardrails.injection import Injection

EMERGENCY = (
    "That sounds serious, and I am only a machine. If anybody is in danger, please hang up and call the emergency "
    "number now. Would you like to speak to a person here?"
)


@cache
def shipped() -> dict[str, Guardrail]:
    """Those of every bot."""
    return {"distress": Distress(type="distress", say=EMERGENCY)}


@cache
def shipped_with_models() -> dict[str, Guardrail]:
    """Those of bots that ask a language model or a knowledge base."""
    return {"injection": Injection(type="injection")}
