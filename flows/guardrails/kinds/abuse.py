"""`abuse`: insults and threats; who only swears is not meant."""

from flows.guardrails.found import Found
from flows.guardrails.kinds.said import said
from flows.guardrails.reading import Reading


def find(reading: Reading) -> Found | None:
    """In what is seen."""
    return said("abuse", reading.plain)
