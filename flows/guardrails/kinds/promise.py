"""`promise`: what a model asserts and nothing covers."""

from collections.abc import Sequence

from flows.definition.guardrails.promise import Promise
from flows.guardrails.covered import uncovered
from flows.guardrails.found import Found, shown


def find(rule: Promise, text: str, evidence: Sequence[str]) -> Found | None:
    """`evidence`: the values of the call, what tools and sources say."""
    bare = uncovered(text, (*evidence, *rule.allow))
    return Found(shown(", ".join(bare))) if bare else None
