"""`injection`: words that are meant to take over a language model."""

from flows.guardrails.found import Found
from flows.guardrails.kinds.said import said
from flows.guardrails.reading import Reading

HIDDEN_TAGS = "hidden characters"


def find(reading: Reading) -> Found | None:
    """In any way in which it can be read."""
    for at, view in enumerate(reading.views):
        if (found := said("injection", view)) is not None:
            return found if at else Found(found.evidence, found.score, found.spans)
    return None
