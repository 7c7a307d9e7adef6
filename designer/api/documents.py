"""The documents from which bots of the workspace answer."""

import base64
from typing import Any

from django.http import HttpRequest
from ninja import Router, Status

from designer.api.caller import Refused, caller_of
from designer.api.shapes import AddressIn, DocumentOut, FileIn, Slug
from tools.knowledge.keeping import NotThat, Upload, add_address, add_file, index, remove
from tools.knowledge.models import Document
from voxloom.accounts.roles import Action
from voxloom.shared.files import FilesUnavailable

router = Router(tags=["documents"])


@router.get("/documents", response=list[DocumentOut])
def list_documents(request: HttpRequest) -> list[dict[str, Any]]:
    """All of them, with how far their indexes are."""
    caller_of(request).needs(Action.SEE)
    return [_shown(row) for row in Document.objects.select_related("current")]


@router.post("/documents/{name}/file", response={202: DocumentOut})
def give_file(request: HttpRequest, name: Slug, given: FileIn) -> Status[Any]:
    """Keep a file under a name, in the place of what was there; a job makes its index."""
    caller_of(request).needs(Action.PUBLISH)
    try:
        data = base64.b64decode(given.content, validate=True)
    except ValueError:
        raise _malformed("The content is no base64.") from None
    try:
        document = add_file(name, Upload(given.file_name, data), title=given.title)
    except NotThat as problem:
        raise _malformed(str(problem)) from None
    except FilesUnavailable:
        raise Refused(503, "files.away", "Files cannot be kept now.", "Try again in a moment.") from None
    return Status(202, _shown(document))


@router.post("/documents/{name}/address", response={202: DocumentOut})
def give_address(request: HttpRequest, name: Slug, given: AddressIn) -> Status[Any]:
    """Read a page or a sitemap under a name; a job does it."""
    caller_of(request).needs(Action.PUBLISH)
    try:
        document = add_address(
            name, given.address, title=given.title, sitemap=given.sitemap, every_hours=given.every_hours
        )
    except NotThat as problem:
        raise _malformed(str(problem)) from None
    return Status(202, _shown(document))


@router.post("/documents/{name}/index", response={202: DocumentOut})
def index_again(request: HttpRequest, name: Slug) -> Status[Any]:
    """Read it again and make its index anew."""
    caller_of(request).needs(Action.PUBLISH)
    document = Document.objects.select_related("current").filter(name=name).first() if name.isprintable() else None
    if document is None:
        raise _unknown(name)
    index(document)
    return Status(202, _shown(document))


@router.delete("/documents/{name}", response={204: None})
def take_away(request: HttpRequest, name: Slug) -> Status[Any]:
    """Take a document away, with its file and its index."""
    caller_of(request).needs(Action.PUBLISH)
    if not name.isprintable() or not remove(name):
        raise _unknown(name)
    return Status(204, None)


def _unknown(name: str) -> Refused:
    return Refused(404, "document.unknown", f"There is no document called {name[:64]}.", "Look at /api/v1/documents.")


def _malformed(problem: str) -> Refused:
    return Refused(422, "document.malformed", problem, "Mend what is told.")


def _shown(row: Document) -> dict[str, Any]:
    return {
        "name": row.name, "title": row.called, "kind": row.kind, "source": row.address or row.file_name,
        "state": row.state, "progress": row.progress, "problem": row.problem, "given": row.given,
        "every_hours": row.every_hours, "passages": row.current.passages if row.current is not None else 0,
    }  # fmt: skip
