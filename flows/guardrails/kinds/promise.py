"""`promise`: what a model asserts and nothing covers."""

from collections.abc import Sequence

from flows.definition.guardrails.promise import Promise
from flows.guardrails.covered import uncovered
from flows.guardrails.found import Found, shown
from flows.guardrails.kinds.said import said
from flows.values.words import Words

ALIKE = 0.6
"""This share of the words of a commitment stands in what covers it."""
_SMALL = frozenset(
    "a an the i we you they it he she i've we've i'll we'll you'll they'll have has had will be been is are was were "
    "to of for in on at by your our my their this that and or with from it's that's already just now also all any so "
    "get receive zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand".split()
)
"""Words that say nothing by themselves, and figures, which are compared as such."""


def find(rule: Promise, text: str, evidence: Sequence[str]) -> Found | None:
    """`evidence`: the values of the call, what tools and sources say."""
    known = (*evidence, *rule.allow)
    bare = uncovered(text, known)
    if bare:
        return Found(shown(", ".join(bare)))
    found = said("promise", text)
    return found if found is not None and not _covered(found.evidence, known) else None


def _covered(commitment: str, known: Sequence[str]) -> bool:
    words = _content(commitment)
    return not words or any(len(words & _content(one)) >= ALIKE * len(words) for one in known)


def _content(text: str) -> frozenset[str]:
    return frozenset(
        token.removesuffix("s") for token in Words.of(text).tokens if token.isalpha() and token not in _SMALL
    )
