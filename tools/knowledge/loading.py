"""What the database knows of documents, as calls need it. Blocks; for threads, in the workspace at hand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from tools.knowledge.chunking import Passage, Sentence
from tools.knowledge.index import Document as Indexed
from tools.knowledge.models import Chunk, Document, DocumentVersion


@dataclass(frozen=True)
class Standing:
    """One document: what callers hear of it, which version questions are answered from, and how old its content is."""

    name: str
    title: str
    version: int | None
    given: datetime | None
    state: str = ""
    problem: str = ""


def standings(made_with: str) -> Mapping[str, Standing]:
    """Every document of the workspace by its name; a version whose vectors other models made is none."""
    found: dict[str, Standing] = {}
    for row in Document.objects.select_related("current").defer("current__words", "current__word_vectors"):
        fits = row.current is not None and row.current.made_with == made_with[:300]
        version = row.current_id if fits else None
        given = row.given if row.current is None else row.current.given or row.given
        found[row.name] = Standing(row.name, row.title or row.name, version, given, row.state, row.problem)
    return found


def loaded(wanted: Sequence[tuple[str, int]]) -> list[Indexed]:
    """Documents by name and version; one that is gone meanwhile is left out."""
    return [document for name, version in wanted if (document := _loaded(name, version)) is not None]


def _loaded(name: str, number: int) -> Indexed | None:
    version = DocumentVersion.objects.filter(pk=number).first()
    if version is None:
        return None
    rows = [row for row in Chunk.objects.filter(version=number).order_by("place") if row.vector is not None]
    if not rows:
        return None
    vectors = np.stack([np.frombuffer(bytes(row.vector), "<f4") for row in rows])
    width = vectors.shape[1]
    sentence_vectors = np.frombuffer(b"".join(bytes(row.sentence_vectors) for row in rows), "<f2").reshape(-1, width)
    passages = tuple(passage_of(row) for row in rows)
    words = tuple(version.words)
    word_vectors = np.frombuffer(bytes(version.word_vectors or b""), "<f2").reshape(-1, width)
    if len(word_vectors) != len(words):
        words, word_vectors = (), np.zeros((0, width), np.float16)
    return Indexed(name, passages, vectors.astype(np.float32), sentence_vectors, words, word_vectors)


def passage_of(row: Chunk) -> Passage:
    """The passage that a row holds."""
    told = tuple(Sentence(text, part) for text, part in row.sentences)
    return Passage(told, tuple(row.headings), row.page)
