"""A question is answered from an index: found, judged, and cut to the sentences that answer. Pure; for a thread."""

from collections.abc import Sequence
from dataclasses import dataclass

from tools.knowledge.confidence import confidence, features
from tools.knowledge.extracts import Extract, extract_of, whole
from tools.knowledge.index import Index
from tools.knowledge.question import Question, meant
from tools.knowledge.search import Hit, search
from tools.knowledge.vectors import Vectors

SHOWN = 3
"""Passages that a model is shown, and that are told of."""


@dataclass(frozen=True)
class Answer:
    """What was found."""

    confidence: float
    extract: Extract
    hits: tuple[Hit, ...]
    """The passages, the best first."""
    passages: tuple[Extract, ...]
    """The same, each as a whole."""
    features: tuple[float, ...] = ()


def answered(question: Question, vectors: Vectors, index: Index, names: Sequence[str]) -> Answer | None:
    """The best answer out of the documents with these names; None where there is nothing at all.

    `vectors`: of `question.to_embed`, one row each.
    """
    if not question.terms:
        return None
    understood = meant(question, vectors, index)
    hits = search(understood, index, index.of(names))
    if not hits:
        return None
    judged = features(hits[0], understood)
    return Answer(
        confidence(judged), extract_of(hits[0], index), tuple(hits), tuple(whole(hit, index) for hit in hits[:SHOWN]),
        judged,
    )  # fmt: skip
