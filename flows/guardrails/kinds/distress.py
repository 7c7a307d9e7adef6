"""`distress`: danger and despair."""

from flows.guardrails.found import Found
from flows.guardrails.kinds.said import said
from flows.guardrails.reading import Reading


def find(reading: Reading) -> Found | None:
    """In what is seen."""
    return said("distress", reading.plain)
