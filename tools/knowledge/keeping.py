"""Documents of the workspace at hand: given, shown, indexed again, taken away. All of it blocks."""

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from flows.vectors.versions import versions
from tools.knowledge.addresses import checked_address
from tools.knowledge.ages import stale
from tools.knowledge.models import Document
from tools.knowledge.reading.blocks import CannotRead, cleaned
from tools.knowledge.reading.read import MOST_BYTES
from voxloom import jobs
from voxloom.accounts.isolation import current_workspace, everywhere, within
from voxloom.audit.actor import note
from voxloom.jobs.models import Job
from voxloom.jobs.outbox import RUNNABLE
from voxloom.shared.backing import files

INDEX = "knowledge.index"
"""The job that makes an index of a document; registered by whoever has the models for it."""
_NAME = re.compile(r"[a-z][a-z0-9_-]{0,63}\Z")
RETRY_H = 1
"""After which what has failed is tried again: a page that is gone is not asked for every few minutes."""
_LOST = "Its index was not made to the end. It is tried again; if this stays, the log of the server says why."
FOLDER = "knowledge"
"""Of the files; what is below it cannot be made again, and nothing but `remove` lets it go."""


class NotThat(ValueError):
    """A document cannot be kept so; the message is one line that says what would fit."""

    logs_its_words = True


@dataclass(frozen=True)
class Upload:
    """A file as it was given."""

    name: str
    data: bytes


@dataclass(frozen=True)
class PutFile:
    """A file that is where files are, and the document that it is to be."""

    document: str
    key: str
    name: str
    """What it was called by who gave it."""


def digest(data: bytes) -> str:
    """By which a file is called."""
    return hashlib.sha256(data).hexdigest()


def checked_name(name: str) -> str:
    """The name itself. Raises NotThat."""
    if not _NAME.match(name):
        raise NotThat("A document is called by a small letter, then up to 63 small letters, digits, `_` and `-`.")
    return name


def add_file(name: str, upload: Upload, *, title: str = "") -> Document:
    """Keep a file under a name, in the place of what was there; a job makes its index. Raises NotThat."""
    return keep_file(put(name, upload), title=title)


def put(name: str, upload: Upload) -> PutFile:
    """Put a file where files are, outside of a transaction: it may take long. Raises NotThat, FilesUnavailable."""
    checked_name(name)
    if not upload.data:
        raise NotThat("The file is empty.")
    if len(upload.data) > MOST_BYTES:
        raise NotThat(f"The file has more than {MOST_BYTES // 1_000_000} MB; split it.")
    key = f"{FOLDER}/{current_workspace().pk}/{digest(upload.data)}"
    files().put(key, upload.data)
    return PutFile(name, key, cleaned(upload.name)[-200:])


def keep_file(file: PutFile, *, title: str = "") -> Document:
    """Keep a file that was put as the document of its name; a job makes its index."""
    fields = {
        "kind": Document.Kind.FILE, "address": "", "file_key": file.key, "file_name": file.name,
        "every_hours": 0, "given": timezone.now(),
    }  # fmt: skip
    return _kept(file.document, title, fields)


def add_address(name: str, address: str, *, title: str = "", sitemap: bool = False, every_hours: int = 0) -> Document:
    """Read a page, or the pages of a sitemap; a job does it, and again after so many hours. Raises NotThat."""
    checked_name(name)
    try:
        checked_address(address)
    except CannotRead as problem:
        raise NotThat(str(problem)) from None
    kind = Document.Kind.SITEMAP if sitemap else Document.Kind.PAGE
    fields = {"kind": kind, "address": address, "file_key": "", "file_name": "", "every_hours": every_hours}
    return _kept(name, title, fields)


@transaction.atomic
def _kept(name: str, title: str, fields: dict[str, object]) -> Document:
    before = Document.objects.filter(name=name).first()
    if title or before is None:
        fields["title"] = cleaned(title)[:200]
    document: Document = Document.objects.update_or_create(name=name, defaults=fields)[0]
    if before is not None and before.file_key != document.file_key:
        _let_go(before.file_key)
    note("document.keep", name, kind=str(document.kind))
    index(document)
    return document


def index(document: Document) -> None:
    """Have a job make its index anew; until that is whole, questions are answered from the one before."""
    document.begun += 1
    document.asked = timezone.now()
    document.state, document.progress, document.problem = Document.State.WAITING, 0.0, ""
    document.save(update_fields=("begun", "asked", "state", "progress", "problem"))
    begin_job(document)


def begin_job(document: Document, part: int = 0) -> Job | None:
    """The job, or the next one where one was not enough."""
    key = f"{INDEX}:{document.pk}:{document.begun}:{part}"
    return jobs.start(
        INDEX, key=key, workspace=document.workspace_id,
        document=document.pk, of=document.workspace_id, begun=document.begun, part=part,
    )  # fmt: skip


def remove(name: str) -> bool:
    """Take a document away with all that was made of it; whether it was there."""
    document = Document.objects.filter(name=name).first()
    if document is None:
        return False
    key = document.file_key
    document.delete()
    _let_go(key)
    note("document.drop", name)
    return True


def _let_go(key: str) -> None:
    """A file that no document of the workspace has any more."""
    if key and not Document.objects.filter(file_key=key).exists():
        transaction.on_commit(lambda: files().delete(key))


def read_again(now: datetime | None = None) -> int:
    """Begin with the pages that are due to be read again, and with what other models made vectors of; how many."""
    moment, begun, made_with = now or timezone.now(), 0, versions()[:300]
    with everywhere("pages are read again"):
        note_lost(moment - timedelta(hours=RETRY_H))
        tried = Q(state=Document.State.FAILED) & ~Q(asked__gt=moment - timedelta(hours=RETRY_H))
        found = list(Document.objects.select_related("current").filter(Q(state=Document.State.READY) | tried))
    for document in found:
        due = stale(document.given, document.every_hours or None, moment)
        if due or (document.current is not None and document.current.made_with != made_with):
            with within(document.workspace_id):
                index(document)
            begun += 1
    return begun


def note_lost(before: datetime) -> None:
    """What was asked for before then, is not whole, and has no job any more that works on it, has failed."""
    jobs_left = Job.objects.filter(name=INDEX, state__in=RUNNABLE)
    at_work = [number for job in jobs_left if (number := job.arguments.get("document")) is not None]
    begun = Document.objects.filter(state__in=(Document.State.WAITING, Document.State.INDEXING), asked__lte=before)
    begun.exclude(pk__in=at_work).update(state=Document.State.FAILED, problem=_LOST)
