"""The index of a knowledge base: passages, their vectors and their words, in memory. It never changes; a new version of
a document makes a new index."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from tools.knowledge.bm25 import Bm25
from tools.knowledge.chunking import Passage
from tools.knowledge.vectors import Halves, InMemory, PassageVectors, Vectors
from tools.knowledge.words import STOP, term_of, terms, words


@dataclass(frozen=True)
class Document:
    """One document as it was indexed. One row of `vectors` a passage, of `sentence_vectors` one a sentence of all
    passages in their order (none of both where they stay in the database), of `word_vectors` one a word of
    `vocabulary`."""

    name: str
    passages: tuple[Passage, ...]
    vectors: Vectors | None
    sentence_vectors: Halves | None
    vocabulary: tuple[str, ...] = ()
    word_vectors: Halves = field(default_factory=lambda: np.zeros((0, 0), np.float16))
    kept: Any = None
    """Where the vectors stay that are none here; of whoever keeps them."""


@dataclass(frozen=True)
class Place:
    """Where a passage comes from: its document, and which of its passages it is."""

    document: str
    passage: Passage


class Index:
    """Of some documents."""

    def __init__(self, documents: Sequence[Document], vectors: PassageVectors | None = None) -> None:
        """`vectors`: those of the passages; without, they are in memory."""
        self.vectors: PassageVectors = vectors if vectors is not None else InMemory(documents)
        self.places = tuple(Place(document.name, passage) for document in documents for passage in document.passages)
        self.terms = tuple(terms_of(place.passage) for place in self.places)
        self.bm25 = Bm25([[*of.heading, *of.text] for of in self.terms])
        names = [document.name for document in documents for _ in document.passages]
        self._of_document = {name: np.array([each == name for each in names]) for name in dict.fromkeys(names)}
        self._words = self._words_of(documents)
        _ = self._word_places, self.by_letter  # not while the first caller waits

    def __len__(self) -> int:
        return len(self.places)

    @property
    def names(self) -> tuple[str, ...]:
        """Its documents that have passages."""
        return tuple(self._of_document)

    def of(self, names: Sequence[str]) -> npt.NDArray[np.bool_]:
        """Which passages belong to these documents."""
        among = np.zeros(len(self.places), np.bool_)
        for name in names:
            if name in self._of_document:
                among |= self._of_document[name]
        return among

    def speaks_of(self, place: int, term: str) -> bool:
        """Whether the document of a passage has a term."""
        return bool(self._of_document[self.places[place].document][self.bm25.places(term)].any())

    def _words_of(self, documents: Sequence[Document]) -> tuple[tuple[str, ...], Vectors]:
        """The terms of all documents with the vectors of a word each, those alone that passages have."""
        known: dict[str, npt.NDArray[np.float16]] = {}
        for document in documents:
            for word, vector in zip(document.vocabulary, document.word_vectors, strict=True):
                known.setdefault(term_of(word), vector)
        kept = {term: vector for term, vector in known.items() if term in self.bm25}
        if not kept:
            return (), np.zeros((0, 0), np.float32)
        return tuple(kept), np.stack(list(kept.values())).astype(np.float32)

    def word_vector(self, term: str) -> Vectors | None:
        """Of a word that stands for a term; None where there is none."""
        at = self._word_places.get(term)
        return self._words[1][at] if at is not None else None

    @cached_property
    def _word_places(self) -> Mapping[str, int]:
        return {term: at for at, term in enumerate(self._words[0])}

    def alike(self, vectors: Vectors, most: int, at_least: float) -> list[Mapping[str, float]]:
        """For each row the terms whose words mean about the same as the word with that vector, each with how much."""
        known, rows = self._words
        if not known or not len(vectors):
            return [{} for _ in vectors]
        return [_nearest(known, column, most, at_least) for column in (rows @ vectors.T).T]

    @cached_property
    def by_letter(self) -> Mapping[str, tuple[str, ...]]:
        """The terms by their first letter, for words that were misheard."""
        found: dict[str, list[str]] = {}
        for term in self.bm25.vocabulary:
            found.setdefault(term[0], []).append(term)
        return {letter: tuple(of) for letter, of in found.items()}


@dataclass(frozen=True)
class Terms:
    """The terms of a passage: of the headings above it, and of each sentence."""

    heading: tuple[str, ...]
    sentences: tuple[tuple[str, ...], ...]

    @property
    def text(self) -> list[str]:
        """Those of all sentences."""
        return [term for sentence in self.sentences for term in sentence]


def terms_of(passage: Passage) -> Terms:
    """As they are compared."""
    heading = tuple(term for text in passage.headings for term in terms(text))
    return Terms(heading, tuple(tuple(terms(sentence.text)) for sentence in passage.sentences))


def vocabulary(passages: Sequence[Passage]) -> list[str]:
    """One word for each term of a document, as it is written, without numbers."""
    found: dict[str, str] = {}
    for passage in passages:
        for text in (*passage.headings, passage.text):
            for word in words(text):
                if word not in STOP and not word[0].isdigit() and len(word) > 2:
                    found.setdefault(term_of(word), word)
    return list(found.values())


def _nearest(known: Sequence[str], likeness: Vectors, most: int, at_least: float) -> Mapping[str, float]:
    near = np.flatnonzero(likeness >= at_least)
    order = near[np.argsort(-likeness[near])][:most]
    return {known[at]: float(likeness[at]) for at in order}
