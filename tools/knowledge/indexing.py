"""Making the index of a document: read page by page, cut, put into vectors, and only when it is whole put in the place
of the one before. A job does it in steps, each stored when it is done; whatever ends one in the middle, the next goes
on where it was."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from time import monotonic
from typing import Any

import numpy as np
import numpy.typing as npt
from django.db.models import Q
from django.utils import timezone

from tools.knowledge import in_database
from tools.knowledge.models import Chunk, Document, DocumentVersion, Page
from tools.knowledge.pages import all_read, read_page
from tools.knowledge.rows import passage_of

AT_ONCE = 16
"""Passages put into vectors and stored together: about a second."""
READING = 0.5
"""The share of reading in the progress of a sitemap; of one file or page it is next to nothing."""
Embed = Callable[[Sequence[str]], npt.NDArray[np.float32]]
Tell = Callable[[float, str], None]


class Overtaken(Exception):
    """Somebody wants an index of newer content meanwhile, the document is gone, or nobody waits for this job."""


@dataclass(frozen=True)
class Work:
    """What an index is made with. `embed` blocks; `versions`: which vectors it makes; `seconds`: how long it goes on
    before another part does; `wanted`: whether anybody waits for it, asked between two steps."""

    embed: Embed
    versions: str
    seconds: float
    tell: Tell = lambda _share, _note: None
    clock: Callable[[], float] = monotonic
    wanted: Callable[[], bool] = lambda: True


def make(document: Document, work: Work) -> bool:
    """Go on with the index of a document, in the workspace at hand; whether it is whole. At least one step is done, and
    none is begun when its time is over. Raises CannotRead, Overtaken, what `embed` raises."""
    until = work.clock() + work.seconds
    _still_wanted(document, work)
    version = _unfinished(document, work.versions) or _begun(document, work)
    if not version.content_hash:
        if not _read(document, version, work, until):
            return False
        version = _whole(document, version)
    if version.pk != document.current_id and not _embedded(document, version, work, until):
        return False
    _switch(document, version)
    return True


def failed(document: Document, problem: str) -> None:
    """Note why there is no new index; the one before stays."""
    Document.objects.filter(pk=document.pk, begun=document.begun).update(
        state=Document.State.FAILED, problem=problem[:300]
    )


def _still_wanted(document: Document, work: Work) -> None:
    if not work.wanted() or not Document.objects.filter(pk=document.pk, begun=document.begun).exists():
        raise Overtaken


def _unfinished(document: Document, versions: str) -> DocumentVersion | None:
    """What an earlier part of this job began. A version that is not in use and that belongs to this beginning; one of
    other models is begun anew."""
    found: DocumentVersion | None = document.versions.filter(number=document.begun).first()
    if found is None or found.pk == document.current_id:
        return None
    if found.made_with == versions[:300]:
        return found
    found.delete()
    return None


def _begun(document: Document, work: Work) -> DocumentVersion:
    """A version of which nothing is read yet. Those that were begun before and never were whole are let go."""
    document.state = Document.State.INDEXING
    document.save(update_fields=("state",))
    work.tell(0.0, "reading")
    never = document.versions.filter(number__lt=document.begun, given=None)
    if document.current_id is not None:
        never = never.exclude(pk=document.current_id)
    never.filter(Q(content_hash="") | Q(chunks__vector=None)).delete()
    version: DocumentVersion = DocumentVersion.objects.create(
        document=document, number=document.begun, made_with=work.versions[:300]
    )
    is_sitemap = document.kind == Document.Kind.SITEMAP
    Page.objects.create(version=version, place=0, address=document.address, lists=is_sitemap)
    return version


def _read(document: Document, version: DocumentVersion, work: Work, until: float) -> bool:
    """Read the pages that are left, as far as time allows; whether all are read. Raises CannotRead."""
    pages, stepped = Page.objects.filter(version=version), False
    while (page := pages.filter(done=False).first()) is not None:
        if stepped and work.clock() >= until:
            return False
        _still_wanted(document, work)
        read_page(document, version, page)
        stepped = True
        if document.kind == Document.Kind.SITEMAP:
            _tell(document, work, READING * pages.filter(done=True).count() / pages.count(), "reading")
    return True


def _whole(document: Document, version: DocumentVersion) -> DocumentVersion:
    """The version, whose pages are all read; or the one in use, where nothing has changed. Raises CannotRead."""
    all_read(version)
    current = document.current
    if current is None or current.content_hash != version.content_hash:
        return version
    version.delete()
    return current


def _embedded(document: Document, version: DocumentVersion, work: Work, until: float) -> bool:
    """Make the vectors that are missing, as far as time allows; whether all are there."""
    begin = READING if document.kind == Document.Kind.SITEMAP else 0.0
    left, stepped = Chunk.objects.filter(version=version, vector=None), False
    while rows := list(left[:AT_ONCE]):
        if stepped and work.clock() >= until:
            return False
        _still_wanted(document, work)
        _store(rows, work.embed)
        stepped = True
        done = version.passages - left.count()
        _tell(document, work, begin + (0.95 - begin) * done / max(1, version.passages), "making vectors")
    words = version.word_rows.filter(vectors=None)
    while (row := words.first()) is not None:
        if stepped and work.clock() >= until:
            return False
        _still_wanted(document, work)
        row.vectors = work.embed(row.words).astype("<f2").tobytes()
        row.save(update_fields=("vectors",))
        stepped = True
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
    in_database.keep(rows)


def _tell(document: Document, work: Work, share: float, note: str) -> None:
    """A sitemap that turns out to be longer takes nothing back of what was told."""
    document.progress = max(document.progress, share)
    Document.objects.filter(pk=document.pk, begun=document.begun).update(progress=document.progress)
    work.tell(document.progress, note)


def _switch(document: Document, version: DocumentVersion) -> None:
    """From now on questions are answered from this one. Raises Overtaken."""
    fields: dict[str, Any] = {"state": Document.State.READY, "progress": 1.0, "current": version}
    given = document.given if document.kind == Document.Kind.FILE else timezone.now()
    fields["given"], fields["problem"] = given, _left_out(version)
    if Document.objects.filter(pk=document.pk, begun=document.begun).update(**fields) != 1:
        raise Overtaken
    DocumentVersion.objects.filter(pk=version.pk).update(given=given)
    kept = {version.pk, document.current_id}
    DocumentVersion.objects.filter(document=document, number__lt=document.begun).exclude(pk__in=kept - {None}).delete()


def _left_out(version: DocumentVersion) -> str:
    """What whoever gave a sitemap is told of the pages that could not be read."""
    pages = version.pages.exclude(problem="")
    first = pages.first()
    if first is None:
        return ""
    return f"{pages.count()} of {version.pages.count()} pages are left out. {first.address[:100]}: {first.problem}"[
        :300
    ]
