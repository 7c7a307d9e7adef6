"""`length`: too many words."""

from flows.definition.guardrails.length import Length
from flows.guardrails.found import Found


def find(rule: Length, text: str, before: int = 0) -> Found | None:
    """`before`: words of the same turn that stood before the text."""
    words = before + len(text.split())
    return Found(f"{words} words") if words > rule.words else None
