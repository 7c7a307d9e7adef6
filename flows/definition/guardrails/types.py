"""All types of guardrails as one union; the word in `type:` picks the class."""

from typing import Annotated

from pydantic import Field

from flows.definition.guardrails.abuse import Abuse
from flows.definition.guardrails.distress import Distress
from flows.definition.guardrails.guardrail import Guardrail
from flows.definition.guardrails.injection import Injection
from flows.definition.guardrails.length import Length
from flows.definition.guardrails.limit import Limit
from flows.definition.guardrails.pattern import Pattern
from flows.definition.guardrails.personal import Personal
from flows.definition.guardrails.promise import Promise
from flows.definition.guardrails.topic import Topic

GUARDRAIL_TYPES: dict[str, type[Guardrail]] = {
    "topic": Topic,
    "pattern": Pattern,
    "personal": Personal,
    "injection": Injection,
    "promise": Promise,
    "abuse": Abuse,
    "distress": Distress,
    "length": Length,
    "limit": Limit,
}
AnyGuardrail = Annotated[
    Topic | Pattern | Personal | Injection | Promise | Abuse | Distress | Length | Limit, Field(discriminator="type")
]
"""One rule."""
