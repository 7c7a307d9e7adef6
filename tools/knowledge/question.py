"""A question as it is searched for: its words, those that mean about the same, and those that were misheard."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from rapidfuzz import fuzz, process

from tools.knowledge.index import Index
from tools.knowledge.kinds import Kind, kind_of
from tools.knowledge.vectors import Vectors
from tools.knowledge.words import STOP, in_one_word, term_of, words

MOST_TERMS = 24
"""Of a caller who tells a story before the question."""
MOST_NEW_WORDS = 7
"""That a base does not have, and of which vectors are made: with the question itself they are what is embedded before
what others wait for (`runtime.speech.service`)."""
MOST_ALIKE, LEAST_ALIKE = 6, 0.65
"""Words that mean about the same as one of the caller's: cosines of single words are above it for "swimsuit" and
"swimwear" (0.8), below it for words of one field ("doctor" and "hospital", 0.5)."""
THEMSELVES = frozenset(
    term_of(word)
    for word in (
        "monday tuesday wednesday thursday friday saturday sunday january february march april june july august "
        "september "
        "october november december red green blue black white left right first second third"
    ).split()
)
"""Words whose vectors are alike and that mean each something else; numbers are too."""
LEAST_HEARD = 84
"""Of 100: how alike a word and a misheard one are written; "anesthetic" and "aesthetic" are 95."""
_ACT = re.compile(
    r"\b(?:do|does|did|can|could|may|might|shall|should|will|would|must)\s+(?:you|i|we|they|one|my \w+)\s+(.+)"
)
_ASKS_WHAT = re.compile(r"\b(?:how|what|where|when|why|who|whom|whose|which)\b")
LIGHT = frozenset(
    term_of(word) for word in "take bring put come go use make keep leave find see try let start stop stay look".split()
)
"""Acts of which documents speak in other words: "take my bike on the plane" is "bicycles travel"."""
SHORTEST_HEARD = 5
"""Of shorter words too many are alike."""


@dataclass(frozen=True)
class Question:
    """What is asked for, before anything is known of its vectors. `new`: words that the base does not have."""

    text: str
    terms: tuple[str, ...]
    kind: Kind | None
    new: tuple[str, ...] = ()
    heard: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    """Terms that the base does not have, with those that may have been meant."""
    act: str = ""
    """The term of what somebody does, of a question that is answered by yes or no: "sell" of "do you sell bicycles"."""

    @property
    def to_embed(self) -> tuple[str, ...]:
        """What vectors are needed of: the question, then the words in `new`."""
        return self.text, *self.new


def question_of(text: str, index: Index) -> Question:
    """A question to a base."""
    said = words(text)
    terms = list(dict.fromkeys(term_of(word) for word in said if word not in STOP))[:MOST_TERMS]
    heard, new = dict[str, Mapping[str, float]](), dict[str, None]()
    for at, word in enumerate(said):
        term = term_of(word)
        if word in STOP or term in index.bm25 or term not in terms:
            continue
        joined = [term_of(pair) for pair in _pairs(said, at) if term_of(pair) in index.bm25]
        heard[term] = dict.fromkeys(joined, 1.0) if joined else _heard_as(term, index)
        if not word[0].isdigit():
            new.setdefault(word)
    return Question(in_one_word(text), tuple(terms), kind_of(text), tuple(new)[:MOST_NEW_WORDS], heard, act_of(text))


def act_of(text: str) -> str:
    """What somebody does, of a question that is answered by yes or no; empty for another one, and where it says
    little: "do you have a piano"."""
    asked = _ACT.search(text.lower()) if kind_of(text) is None else None
    said = words(asked[1]) if asked is not None and not _ASKS_WHAT.search(text.lower()[: asked.start()]) else []
    return act if said and said[0] not in STOP and (act := term_of(said[0])) not in LIGHT else ""


def _pairs(said: list[str], at: int) -> list[str]:
    """A word with the one before and the one behind it: "play room" is written as one word."""
    before = [said[at - 1] + said[at]] if at else []
    return before + ([said[at] + said[at + 1]] if at + 1 < len(said) else [])


def _heard_as(term: str, index: Index) -> Mapping[str, float]:
    if len(term) < SHORTEST_HEARD or term[0].isdigit():
        return {}
    near = process.extract(term, index.by_letter.get(term[0], ()), scorer=fuzz.ratio, limit=2, score_cutoff=LEAST_HEARD)
    return {found: score / 100 for found, score, _ in near if len(found) >= SHORTEST_HEARD}


@dataclass(frozen=True)
class Meant:
    """The question with its vectors worked in."""

    question: Question
    vector: Vectors
    alike: Mapping[str, Mapping[str, float]]
    """For each term those that stand for it, itself included, each with how well."""
    weights: Mapping[str, float]
    """How much each term tells."""

    def covered(self, terms: frozenset[str]) -> float:
        """The share of what is asked that some terms speak of, from 0 to 1."""
        whole = sum(self.weights.values())
        if not whole:
            return 0.0
        found = sum(weight * self.best(term, terms) for term, weight in self.weights.items())
        return found / whole

    def lost(self, act: float = 0.0) -> tuple[float, ...]:
        """For each term the share of what is asked that it is, as far as the base has no word for it: "mortgage" in
        what interest a mortgage has. Together at most 1; at least one figure. `act`: how far the document at hand has
        none for the act that is asked for, whatever the others of the base do."""
        whole = sum(self.weights.values())
        if not whole:
            return (1.0,)
        return tuple(weight / whole * self._lost(term, act) for term, weight in self.weights.items())

    def _lost(self, term: str, act: float) -> float:
        lost = 1 - max(self.alike[term].values(), default=0.0)
        return max(lost, act) if term == self.question.act else lost

    def best(self, term: str, terms: frozenset[str]) -> float:
        """How well some terms stand for one of the question."""
        return max((share for other, share in self.alike[term].items() if other in terms), default=0.0)


def meant(question: Question, vectors: Vectors, index: Index) -> Meant:
    """`vectors`: of what is to be embedded, one row each."""
    by_word = {term_of(word): row for word, row in zip(question.new, vectors[1:], strict=True)}
    given = {
        term: None if _is_itself(term) else by_word[term] if term in by_word else index.word_vector(term)
        for term in question.terms
    }
    rows = [vector for vector in given.values() if vector is not None]
    found = iter(index.alike(np.stack(rows), MOST_ALIKE, LEAST_ALIKE)) if rows else iter(())
    alike: dict[str, Mapping[str, float]] = {}
    for term, vector in given.items():
        known = {term: 1.0} if term in index.bm25 else {}
        near = _others(next(found)) if vector is not None else {}
        alike[term] = {**near, **question.heard.get(term, {}), **known}
    weights = {term: index.bm25.rarity(term) for term in question.terms}
    return Meant(question, vectors[0], alike, weights)


def _is_itself(term: str) -> bool:
    return term in THEMSELVES or term[0].isdigit()


def _others(near: Mapping[str, float]) -> dict[str, float]:
    return {term: share for term, share in near.items() if term not in THEMSELVES}
