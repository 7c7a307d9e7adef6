"""One rule, read as a bot's is."""

import json
from typing import Any

from pydantic import TypeAdapter, ValidationError

from flows.definition.guardrails.guardrail import Guardrail
from flows.definition.guardrails.types import AnyGuardrail

_ADAPTER: TypeAdapter[Any] = TypeAdapter(AnyGuardrail)


def rule_of(written: dict[str, Any]) -> Guardrail:
    """The rule."""
    rule: Guardrail = _ADAPTER.validate_json(json.dumps(written))
    return rule


def refused(written: dict[str, Any]) -> bool:
    """Whether it is none."""
    try:
        rule_of(written)
    except ValidationError:
        return True
    return False
