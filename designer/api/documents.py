"""The documents from which bots of the workspace answer."""

from typing import Any

from django.http import HttpRequest
from ninja import Router, Status

from designer.actions.act import perform
from designer.actions.documents import DropDocument, GiveAddress, GiveFile, IndexDocument
from designer.api.caller import caller_of
from designer.api.shapes import AddressIn, DocumentOut, FileIn, Slug
from tools.knowledge.models import Document
from voxloom.accounts.roles import Action

router = Router(tags=["documents"])


@router.get("/documents", response=list[DocumentOut])
def list_documents(request: HttpRequest) -> list[dict[str, Any]]:
    """All of them, with how far their indexes are."""
    caller_of(request).needs(Action.SEE)
    return [_shown(row) for row in Document.objects.select_related("current")]


@router.post("/documents/{name}/file", response={202: DocumentOut})
def give_file(request: HttpRequest, name: Slug, given: FileIn) -> Status[Any]:
    """Keep a file under a name, in the place of what was there; a job makes its index."""
    act = GiveFile(name, given.file_name, given.content, given.title)
    return Status(202, _shown(perform(act, caller_of(request))))


@router.post("/documents/{name}/address", response={202: DocumentOut})
def give_address(request: HttpRequest, name: Slug, given: AddressIn) -> Status[Any]:
    """Read a page or a sitemap under a name; a job does it."""
    act = GiveAddress(name, given.address, given.title, given.sitemap, given.every_hours)
    return Status(202, _shown(perform(act, caller_of(request))))


@router.post("/documents/{name}/index", response={202: DocumentOut})
def index_again(request: HttpRequest, name: Slug) -> Status[Any]:
    """Read it again and make its index anew."""
    return Status(202, _shown(perform(IndexDocument(name), caller_of(request))))


@router.delete("/documents/{name}", response={204: None})
def take_away(request: HttpRequest, name: Slug) -> Status[Any]:
    """Take a document away, with its file and its index."""
    perform(DropDocument(name), caller_of(request))
    return Status(204, None)


def _shown(row: Document) -> dict[str, Any]:
    return {
        "name": row.name, "title": row.called, "kind": row.kind, "source": row.address or row.file_name,
        "state": row.state, "progress": row.progress, "problem": row.problem, "given": row.given,
        "every_hours": row.every_hours, "passages": row.current.passages if row.current is not None else 0,
    }  # fmt: skip
