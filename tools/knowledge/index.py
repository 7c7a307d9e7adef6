"""The index of a knowledge base: passages, their vectors and their words, in memory. It never changes; a new version of
a document makes a new index."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt

from flows.vectors.versions import UNIVERSAL_VALUES
from tools.knowledge.bm25 import Bm25
from tools.knowledge.chunking import Passage
from tools.knowledge.words import STOP, term_of, terms, words

Vectors = npt.NDArray[np.float32]
Halves = npt.NDArray[np.float16]
"""Vectors as they are kept: half as long, and no ranking is another one for it."""


@dataclass(frozen=True)
class Document:
    """One document as it was indexed. One row of `vectors` a passage, of `sentence_vectors` one a sentence of all
    passages in their order, of `word_vectors` one a word of `vocabulary`."""

    name: str
    passages: tuple[Passage, ...]
    vectors: Vectors
    sentence_vectors: Halves
    vocabulary: tuple[str, ...] = ()
    word_vectors: Halves = field(default_factory=lambda: np.zeros((0, 0), np.float16))


@dataclass(frozen=True)
class Place:
    """Where a passage comes from: its document, and which of its passages it is."""

    document: str
    passage: Passage


class Index:
    """Of some documents."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self.places = tuple(Place(document.name, passage) for document in documents for passage in document.passages)
        self.vectors: Vectors = _stacked([document.vectors for document in documents], np.float32)
        self._sentence_vectors: Halves = _stacked([document.sentence_vectors for document in documents], np.float16)
        counts = [len(place.passage.sentences) for place in self.places]
        self._begins = np.concatenate([[0], np.cumsum(counts, dtype=np.int64)])
        self.terms = tuple(terms_of(place.passage) for place in self.places)
        self.bm25 = Bm25([[*of.heading, *of.text] for of in self.terms])
        self._documents = tuple(documents)
        names = [document.name for document in documents for _ in document.passages]
        self._of_document = {name: np.array([each == name for each in names]) for name in dict.fromkeys(names)}
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

    def weighed(self, vector: Vectors, universal: float) -> Vectors:
        """A vector whose products are the mean of both encoders' cosines, the Universal Sentence Encoder's with this
        share of it, MiniLM's with the rest."""
        if len(vector) <= UNIVERSAL_VALUES:
            return vector
        weights = np.full(len(vector), 2 * (1 - universal), np.float32)
        weights[:UNIVERSAL_VALUES] = 2 * universal
        return vector * weights

    def likeness(self, vector: Vectors, universal: tuple[float, ...]) -> tuple[Vectors, ...]:
        """Of every passage to a question, once for each share of the Universal Sentence Encoder."""
        if not len(self):
            return tuple(np.zeros(0, np.float32) for _ in universal)
        return tuple((self.vectors @ np.stack([self.weighed(vector, share) for share in universal], axis=1)).T)

    def sentence_vectors(self, place: int) -> Vectors:
        """One row a sentence of a passage."""
        return self._sentence_vectors[self._begins[place] : self._begins[place + 1]].astype(np.float32)

    @cached_property
    def _words(self) -> tuple[tuple[str, ...], Vectors]:
        """The terms of all documents with the vectors of a word each, those alone that passages have."""
        known: dict[str, npt.NDArray[np.float16]] = {}
        for document in self._documents:
            for word, vector in zip(document.vocabulary, document.word_vectors, strict=True):
                known.setdefault(term_of(word), vector)
        kept = {term: vector for term, vector in known.items() if term in self.bm25}
        if not kept:
            return (), np.zeros((0, self.vectors.shape[1]), np.float32)
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


def _stacked(parts: Sequence[npt.NDArray[np.floating]], kind: type[np.floating]) -> npt.NDArray[np.floating]:
    """One matrix below the other; those without rows may have no width."""
    full = [part for part in parts if len(part)]
    return np.concatenate(full).astype(kind, copy=False) if full else np.zeros((0, 0), kind)
