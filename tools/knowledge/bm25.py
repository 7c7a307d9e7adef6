"""BM25 (Robertson and Zaragoza, *The Probabilistic Relevance Framework*, 2009): how much the words of a passage and of
a question are the same, where rare words count most."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

K1, B = 1.2, 0.6
"""How soon more of one word counts no more, and how much a long passage is held against it. K1 as in the paper; B below
its 0.75, since passages are cut to about one length."""
Scores = npt.NDArray[np.float32]


class Bm25:
    """Of some passages, which do not change."""

    def __init__(self, documents: Sequence[Sequence[str]]) -> None:
        """`documents`: the terms of each passage."""
        self.count = len(documents)
        lengths = np.array([len(terms) for terms in documents], np.float32)
        mean = float(lengths.mean()) if self.count and lengths.any() else 1.0
        places: dict[str, list[int]] = {}
        times: dict[str, list[int]] = {}
        for place, terms in enumerate(documents):
            for term, often in Counter(terms).items():
                places.setdefault(term, []).append(place)
                times.setdefault(term, []).append(often)
        self._postings: dict[str, tuple[npt.NDArray[np.int32], Scores]] = {}
        for term, where in places.items():
            at, often_there = np.array(where, np.int32), np.array(times[term], np.float32)
            weight = often_there * (K1 + 1) / (often_there + K1 * (1 - B + B * lengths[at] / mean))
            self._postings[term] = at, weight.astype(np.float32)

    def __contains__(self, term: str) -> bool:
        return term in self._postings

    @property
    def vocabulary(self) -> list[str]:
        """Every term."""
        return list(self._postings)

    def rarity(self, term: str) -> float:
        """How much a term tells: that of one that stands nowhere is the largest."""
        often = len(self._postings[term][0]) if term in self._postings else 0
        return math.log(1 + (self.count - often + 0.5) / (often + 0.5))

    def places(self, term: str) -> npt.NDArray[np.int32]:
        """The passages that have a term."""
        return self._postings[term][0] if term in self._postings else np.zeros(0, np.int32)

    def scores(self, wanted: Mapping[str, float]) -> Scores:
        """One score a passage, 0 and more. `wanted`: terms, each with how much it counts, 1 for a word of the
        caller."""
        scores = np.zeros(self.count, np.float32)
        for term, share in wanted.items():
            if term in self._postings:
                at, weight = self._postings[term]
                scores[at] += weight * np.float32(self.rarity(term) * share)
        return scores
