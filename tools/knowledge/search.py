"""The search: BM25 and vectors together find passages, and the sentences of the best ones decide."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tools.knowledge.bm25 import K1
from tools.knowledge.index import Index
from tools.knowledge.kinds import has
from tools.knowledge.question import Meant
from tools.knowledge.vectors import Vectors, weighed

UNIVERSAL = 0.4
"""The share of the Universal Sentence Encoder in the likeness of a passage; of sentences MiniLM tells alone."""
LIKENESS, WORDS = 0.65, 0.35
"""What the vectors and the words of a passage count; the figures of both lie between 0 and 1."""
LEAST_SPREAD = 0.05
"""Of the likeness of passages to a question; a document of two passages has hardly any."""
BY_WORDS = 50
"""Passages with the most words of the question, which are looked at however little they are alike."""
OTHER_WORD = 0.7
"""What a word counts that only means about the same as the caller's."""
CANDIDATES = 12
"""Passages whose sentences are looked at: the right one is among the first twelve where it is found at all."""
SENTENCE_LIKENESS, SENTENCE_WORDS, OF_THE_KIND = 0.55, 0.25, 0.2
"""What counts for a sentence: what it means, the words that it shares, and that it tells what was asked for."""
OF_SENTENCE, OF_PASSAGE = 0.5, 0.5
"""What the best sentence and the passage around it count in the order of passages."""


@dataclass(frozen=True)
class Hit:
    """A passage that was found. Figures lie between 0 and 1, but for `stands_out`."""

    place: int
    score: float
    likeness: float
    """The cosine of the passage."""
    words: float
    """BM25, as a share of what a passage with all words would have."""
    covered: float
    """How much of what is asked the passage and the headings above it speak of."""
    sentence: int
    """Its best sentence."""
    sentence_likeness: float
    """By MiniLM, which was trained on questions and answers."""
    stands_out: float
    """By how many standard deviations that is more than the likeness of the document's passages."""
    sentence_covered: float
    of_the_kind: bool
    """Whether the passage tells something of the kind that was asked for; true where anything does."""
    other_act: float = 0.0
    """How little it speaks of what a question of yes or no asks to be done."""
    act_unknown: float = 0.0
    """The same of its whole document."""


def search(meant: Meant, index: Index, among: npt.NDArray[np.bool_], most: int = 5) -> list[Hit]:
    """The passages that answer best, the best first; `among`: those that may be used."""
    if not among.any():
        return []
    ideal = (K1 + 1) * sum(meant.weights.values()) or 1.0
    by_words = np.minimum(index.bm25.scores(_shares(meant)) / np.float32(ideal), 1.0)
    near = index.vectors.near(weighed(meant.vector, UNIVERSAL), among, _largest(np.where(among, by_words, 0), BY_WORDS))
    score = LIKENESS * near.likeness + WORDS * by_words[near.places]
    first = np.argsort(-score, kind="stable")[:CANDIDATES]
    places = [int(place) for place in near.places[first]]
    sentences = index.vectors.sentences(places)
    hits = [
        _hit(meant, index, place, (float(near.likeness[at]), float(by_words[place])), rows)
        for at, place, rows in zip(first, places, sentences, strict=True)
        if len(rows)
    ]
    return sorted(hits, key=lambda hit: (-hit.score, hit.place))[:most]


def _largest(scores: npt.NDArray[np.float32], most: int) -> npt.NDArray[np.int64]:
    """The places of the largest scores above 0."""
    at = np.argpartition(-scores, most)[:most] if len(scores) > most else np.arange(len(scores))
    return at[scores[at] > 0]


def _shares(meant: Meant) -> dict[str, float]:
    """What each term counts: one that stands for several of the question the most that it does for one."""
    shares: dict[str, float] = {}
    for term, others in meant.alike.items():
        for other, how in others.items():
            share = 1.0 if other == term else how * OTHER_WORD
            shares[other] = max(shares.get(other, 0.0), share)
    return shares


def _hit(meant: Meant, index: Index, place: int, scores: tuple[float, float], rows: Vectors) -> Hit:
    likeness, by_words = scores
    of, passage = index.terms[place], index.places[place].passage
    plain = weighed(meant.vector, 0.0)
    cosines = rows @ plain
    usual = index.vectors.usual(index.places[place].document, plain)
    stands_out = (float(cosines.max()) - float(usual.mean())) / max(float(usual.std()), LEAST_SPREAD)
    heading = frozenset(of.heading)
    kind, best, at_best, covered_there = meant.question.kind, -1.0, 0, 0.0
    for at, sentence in enumerate(passage.sentences):
        covered = meant.covered(heading | frozenset(of.sentences[at]))
        of_the_kind = kind is None or has(kind, sentence.text)
        worth = SENTENCE_LIKENESS * float(cosines[at]) + SENTENCE_WORDS * covered + OF_THE_KIND * of_the_kind
        if worth > best:
            best, at_best, covered_there = worth, at, covered
    there = heading | frozenset(of.text)
    score = OF_SENTENCE * best + OF_PASSAGE * (LIKENESS * likeness + WORDS * by_words)
    of_the_kind, act = kind is None or has(kind, passage.text), meant.question.act
    other_act = 1 - meant.best(act, there) if act in meant.alike else 0.0
    spoken_of = (share for term, share in meant.alike.get(act, {}).items() if index.speaks_of(place, term))
    act_unknown = 1 - max(spoken_of, default=0.0) if act in meant.alike else 0.0
    return Hit(
        place, score, likeness, by_words, meant.covered(there), at_best, float(cosines.max()), stands_out,
        covered_there, of_the_kind, other_act, act_unknown,
    )  # fmt: skip
