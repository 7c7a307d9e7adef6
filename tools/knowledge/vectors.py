"""The vectors of the passages of an index: which of them are near to a question, wherever they are kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from flows.vectors.versions import UNIVERSAL_VALUES

Vectors = npt.NDArray[np.float32]
Halves = npt.NDArray[np.float16]
"""Vectors as they are kept: half as long, and no ranking is another one for it."""
Places = npt.NDArray[np.int64]
SAMPLE = 256
"""Passages of a document, at even distances, by which the usual likeness to a question is known: that of all within a
twentieth of its spread."""


@dataclass(frozen=True)
class Near:
    """Some passages of an index with how alike each is to a question; each once, in any order."""

    places: Places
    likeness: Vectors


class PassageVectors(Protocol):
    """Vectors of the passages of some documents, which do not change. May block."""

    asks_database: bool
    """Whether it does so in a database: then it is to be asked in a thread that may use it."""

    def near(self, vector: Vectors, among: npt.NDArray[np.bool_], also: Places) -> Near:
        """The passages with the largest products, those that may be used alone; `also`: some that are to be among
        them."""

    def usual(self, document: str, vector: Vectors) -> Vectors:
        """The products of a document's sample."""

    def sentences(self, places: Sequence[int]) -> list[Vectors]:
        """For each passage one row a sentence; none where it is gone."""


class InMemory:
    """All of them in two matrices."""

    asks_database = False

    def __init__(self, documents: Sequence[Any]) -> None:
        """`documents`: as `tools.knowledge.index.Document`."""
        self.all: Vectors = stacked([document.vectors for document in documents], np.float32)
        self._sentences: Halves = stacked([document.sentence_vectors for document in documents], np.float16)
        counts = [len(passage.sentences) for document in documents for passage in document.passages]
        self._begins = np.concatenate([[0], np.cumsum(counts, dtype=np.int64)])
        self._samples = dict[str, slice]()
        begin = 0
        for document in documents:
            end = begin + len(document.passages)
            self._samples[document.name] = slice(begin, end, step_of(end - begin))
            begin = end

    def near(self, vector: Vectors, among: npt.NDArray[np.bool_], also: Places) -> Near:  # noqa: ARG002 - all are near
        """Every passage that may be used."""
        places = np.flatnonzero(among)
        return Near(places, (self.all @ vector)[places])

    def usual(self, document: str, vector: Vectors) -> Vectors:
        """Of the rows themselves."""
        products: Vectors = self.all[self._samples[document]] @ vector
        return products

    def sentences(self, places: Sequence[int]) -> list[Vectors]:
        """One row a sentence."""
        return [self._sentences[self._begins[at] : self._begins[at + 1]].astype(np.float32) for at in places]


def step_of(count: int) -> int:
    """How far the passages of a sample are from each other."""
    return max(1, -(-count // SAMPLE))


def weighed(vector: Vectors, universal: float) -> Vectors:
    """A vector whose products are the mean of both encoders' cosines, the Universal Sentence Encoder's with this share
    of it, MiniLM's with the rest."""
    if len(vector) <= UNIVERSAL_VALUES:
        return vector
    weights = np.full(len(vector), 2 * (1 - universal), np.float32)
    weights[:UNIVERSAL_VALUES] = 2 * universal
    return vector * weights


def stacked(parts: Sequence[npt.NDArray[np.floating]], kind: type[np.floating]) -> npt.NDArray[np.floating]:
    """One matrix below the other; those without rows may have no width."""
    full = [part for part in parts if len(part)]
    if len(full) == 1:
        return full[0].astype(kind, copy=False)
    return np.concatenate(full).astype(kind, copy=False) if full else np.zeros((0, 0), kind)
