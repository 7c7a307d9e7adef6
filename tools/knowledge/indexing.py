"""Making the index of a document: read, cut, put into vectors, and only when it is whole put in the place of the one
before. A job does it in parts; whatever ends one in the middle, the next goes on where it was."""

import hashlib
import json
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from django.db import transaction
from django.utils import timezone

from tools.knowledge import chunking
from tools.knowledge.chunking import Passage, passages
from tools.knowledge.fetching import MayAsk, fetch, pages_of
from tools.knowledge.index import vocabulary
from tools.knowledge.loading import passage_of
from tools.knowledge.models import Chunk, Document, DocumentVersion
from tools.knowledge.reading.blocks import CannotRead, Reading
from tools.knowledge.reading.read import kind_of, read
from voxloom.given.keeping import everything
from voxloom.shared.backing import files
from voxloom.shared.files import FilesUnavailable

MOST_PASSAGES = 20_000
"""Of one document: a thousand pages have some three thousand."""
AT_ONCE = 16
"""Passages put into vectors and stored together: about a second."""
WORDS_AT_ONCE = 200
MOST_WORDS = 20_000
"""Whose vectors are kept, of one document; a book has ten thousand."""
Embed = Callable[[Sequence[str]], npt.NDArray[np.float32]]
Tell = Callable[[float, str], None]


class Overtaken(Exception):
    """Somebody wants an index of newer content meanwhile, or the document is gone."""


@dataclass(frozen=True)
class Work:
    """What an index is made with. `embed` blocks; `versions`: which vectors it makes; `seconds`: how long vectors are
    made before another part goes on."""

    embed: Embed
    versions: str
    seconds: float
    tell: Tell = lambda _share, _note: None
    clock: Callable[[], float] = time.monotonic


def make(document: Document, work: Work) -> bool:
    """Go on with the index of a document, in the workspace at hand; whether it is whole. Raises CannotRead, Overtaken,
    what `embed` raises."""
    _still_wanted(document)
    version = _unfinished(document)
    if version is None:
        document.state = Document.State.INDEXING
        document.save(update_fields=("state",))
        work.tell(0.0, "reading")
        version = _begun(document, work.versions)
    if not _embedded(document, version, work):
        return False
    _switch(document, version)
    return True


def failed(document: Document, problem: str) -> None:
    """Note why there is no new index; the one before stays."""
    Document.objects.filter(pk=document.pk, begun=document.begun).update(
        state=Document.State.FAILED, problem=problem[:300]
    )


def _still_wanted(document: Document) -> None:
    if not Document.objects.filter(pk=document.pk, begun=document.begun).exists():
        raise Overtaken


def _unfinished(document: Document) -> DocumentVersion | None:
    """What an earlier part of this job began. A version that is not in use and that belongs to this beginning."""
    found: DocumentVersion | None = document.versions.filter(number=document.begun).first()
    return found if found is not None and found.pk != document.current_id else None


def _begun(document: Document, versions: str) -> DocumentVersion:
    """Read the document and store its passages, without vectors; or the version in use, where nothing has changed."""
    readings = list(_readings(document))
    pairs = [(reading.address, passage) for reading in readings for passage in passages(reading.blocks)]
    if not pairs:
        raise CannotRead("There are no words in it.")
    if len(pairs) > MOST_PASSAGES:
        raise CannotRead(f"It has {len(pairs):,} passages; {MOST_PASSAGES:,} can be searched. Split it.")
    digest = _hash(pairs, versions)
    current = document.current
    if current is not None and current.content_hash == digest:
        return current
    title = readings[0].title if len(readings) == 1 else ""
    with transaction.atomic():
        version: DocumentVersion = DocumentVersion.objects.create(
            document=document, number=document.begun, content_hash=digest, made_with=versions[:300],
            title=title[:200], passages=len(pairs),
            words=vocabulary([passage for _, passage in pairs])[:MOST_WORDS],
        )  # fmt: skip
        Chunk.objects.bulk_create(_rows(version, pairs), batch_size=500)
    return version


def _rows(version: DocumentVersion, pairs: Sequence[tuple[str, Passage]]) -> Iterator[Chunk]:
    for place, (address, passage) in enumerate(pairs):
        told = [[sentence.text, sentence.part] for sentence in passage.sentences]
        yield Chunk(
            version=version, place=place, headings=list(passage.headings), sentences=told, page=passage.page,
            address=address[:1000],
        )  # fmt: skip


def _hash(pairs: Sequence[tuple[str, Passage]], versions: str) -> str:
    told = [
        [address, passage.headings, [[each.text, each.part] for each in passage.sentences]]
        for address, passage in pairs
    ]
    return hashlib.sha256(json.dumps([chunking.VERSION, versions, told]).encode()).hexdigest()


def _readings(document: Document) -> Iterator[Reading]:
    """The document, or each page of a sitemap that can be read; a page that cannot is left out."""
    if document.kind == Document.Kind.FILE:
        yield read_file(document)
        return
    may_ask = everything().may_ask
    if document.kind == Document.Kind.PAGE:
        yield _page(document.address, may_ask)
        return
    pages, problem = 0, CannotRead("None of the pages can be read.")
    for address in pages_of(document.address, may_ask):
        try:
            yield _page(address, may_ask)
            pages += 1
        except CannotRead as told:
            problem = told
    if not pages:
        raise problem


def read_file(document: Document) -> Reading:
    """A file that was given. Raises CannotRead."""
    try:
        data = files().get(document.file_key)
    except FilesUnavailable:
        raise CannotRead("The files of this server cannot be read now. Try again later.") from None
    if data is None:
        raise CannotRead("Its file is gone. Add it again.")
    return read(data, kind_of(document.file_name, data))


def _page(address: str, may_ask: MayAsk) -> Reading:
    fetched = fetch(address, may_ask)
    name = fetched.address.partition("?")[0].rpartition("/")[2]
    reading = read(fetched.data, kind_of(name, fetched.data, fetched.content_type))
    return Reading(reading.title, reading.blocks, fetched.address)


def _embedded(document: Document, version: DocumentVersion, work: Work) -> bool:
    """Make the vectors that are missing, as far as time allows; whether all are there."""
    if version.pk == document.current_id:
        return True
    left = Chunk.objects.filter(version=version, vector=None)
    until = work.clock() + work.seconds
    while rows := list(left[:AT_ONCE]):
        if work.clock() >= until:
            return False
        _still_wanted(document)
        _store(rows, work.embed)
        done = version.passages - left.count()
        _tell(document, work, 0.9 * done / max(1, version.passages))
    if version.word_vectors is None:
        made = [
            work.embed(version.words[start : start + WORDS_AT_ONCE]).astype("<f2")
            for start in range(0, len(version.words), WORDS_AT_ONCE)
        ]
        version.word_vectors = b"".join(part.tobytes() for part in made)
        version.save(update_fields=("word_vectors",))
    return True


def _store(rows: Sequence[Chunk], embed: Embed) -> None:
    texts: list[str] = []
    for row in rows:
        passage = passage_of(row)
        texts += [passage.meant, *(passage.meant_by(sentence) for sentence in passage.sentences)]
    vectors, at = embed(texts), 0
    for row in rows:
        count = len(row.sentences)
        row.vector = vectors[at].astype("<f4").tobytes()
        row.sentence_vectors = vectors[at + 1 : at + 1 + count].astype("<f2").tobytes()
        at += 1 + count
    Chunk.objects.bulk_update(rows, ("vector", "sentence_vectors"))


def _tell(document: Document, work: Work, share: float) -> None:
    Document.objects.filter(pk=document.pk, begun=document.begun).update(progress=share)
    work.tell(share, "making vectors")


def _switch(document: Document, version: DocumentVersion) -> None:
    """From now on questions are answered from this one. Raises Overtaken."""
    fields: dict[str, Any] = {"state": Document.State.READY, "progress": 1.0, "problem": "", "current": version}
    given = document.given if document.kind == Document.Kind.FILE else timezone.now()
    fields["given"] = given
    if not document.title:
        fields["title"] = version.title
    if Document.objects.filter(pk=document.pk, begun=document.begun).update(**fields) != 1:
        raise Overtaken
    DocumentVersion.objects.filter(pk=version.pk).update(given=given)
    kept = {version.pk, document.current_id}
    DocumentVersion.objects.filter(document=document, number__lt=document.begun).exclude(pk__in=kept - {None}).delete()
