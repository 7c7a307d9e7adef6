"""What the database knows of documents, as calls need it. Blocks; for threads, in the workspace at hand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
import numpy.typing as npt

from tools.knowledge import in_database
from tools.knowledge.chunking import Passage
from tools.knowledge.index import Document as Indexed
from tools.knowledge.models import Chunk, Document, DocumentVersion
from tools.knowledge.rows import passage_of

ROWS_AT_ONCE = 500


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
    for row in Document.objects.select_related("current"):
        fits = row.current is not None and row.current.made_with == made_with[:300]
        version = row.current_id if fits else None
        given = row.given if row.current is None else row.current.given or row.given
        found[row.name] = Standing(row.name, row.called or row.name, version, given, row.state, row.problem)
    return found


def loaded(wanted: Sequence[tuple[str, int]]) -> list[Indexed]:
    """Documents by name and version; one that is gone meanwhile is left out. Where they are large together and the
    database searches vectors, those of the passages stay there."""
    stay = in_database.searches([version for _, version in wanted])
    return [document for name, version in wanted if (document := _loaded(name, version, stay)) is not None]


def _loaded(name: str, number: int, stay: bool) -> Indexed | None:
    version = DocumentVersion.objects.filter(pk=number).first()
    rows = Chunk.objects.filter(version=number).exclude(vector=None).order_by("place")
    if version is None or not rows.exists():
        return None
    words, word_vectors = _words(version)
    if stay:
        there, kept = in_database.loaded(number, rows)
        return Indexed(name, there, None, None, words, word_vectors, kept)
    passages, vectors, of_sentences = list[Passage](), bytearray(), bytearray()
    for row in rows.iterator(ROWS_AT_ONCE):  # never all rows and all vectors in memory
        passages.append(passage_of(row))
        vectors += row.vector
        of_sentences += row.sentence_vectors
    made = np.frombuffer(vectors, "<f4").reshape(len(passages), -1)
    told = np.frombuffer(of_sentences, "<f2").reshape(-1, made.shape[1])
    return Indexed(name, tuple(passages), made, told, words, word_vectors)


def _words(version: DocumentVersion) -> tuple[tuple[str, ...], npt.NDArray[np.float16]]:
    """The words that have vectors, with these."""
    rows = [row for row in version.word_rows.exclude(vectors=None) if row.words]
    words = tuple(word for row in rows for word in row.words)
    vectors = np.frombuffer(b"".join(row.vectors or b"" for row in rows), "<f2")
    return words, vectors.reshape(len(words), -1) if words else np.zeros((0, 0), np.float16)
