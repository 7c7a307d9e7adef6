"""What is done with the documents from which bots answer: given, indexed again, taken away."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, TypeVar

from designer.actions.act import Act, Actor
from designer.refusal import Refused
from tools.knowledge.keeping import NotThat, PutFile, Upload, add_address, index, keep_file, put, remove
from tools.knowledge.models import Document
from voxloom.accounts.roles import Action
from voxloom.shared.files import FilesUnavailable

P = TypeVar("P")
R = TypeVar("R")


@dataclass(frozen=True)
class _WithDocument(Act[P, R]):
    """Documents belong to the workspace, and all of its bots may answer from them."""

    needed: ClassVar[Action] = Action.PUBLISH

    name: str

    @property
    def bot(self) -> None:
        """Of no one bot."""

    def target(self, result: R) -> str:  # noqa: ARG002 - by what it is called
        """What bots call it."""
        return self.name

    def unknown(self) -> Refused:
        """There is no such document."""
        message = f"There is no document called {self.name[:64]}."
        return Refused(404, "document.unknown", message, "Look at /api/v1/documents.")


@dataclass(frozen=True)
class _Kept(_WithDocument[P, Document]):
    """A document is kept in the place of what had its name; a job makes its index."""

    entry: ClassVar[str] = "document.keep"

    def details(self, result: Document) -> Mapping[str, Any] | None:  # noqa: ARG002 - of all kinds alike
        """It is written down where it is kept."""
        return None


@dataclass(frozen=True)
class GiveFile(_Kept[PutFile]):
    """A file. `content` is base64."""

    file_name: str
    content: str
    title: str = ""

    def plan(self) -> PutFile:
        """Put the file where files are; a slow store holds nobody up. Raises Refused."""
        try:
            return put(self.name, Upload(self.file_name, base64.b64decode(self.content, validate=True)))
        except NotThat as problem:
            raise _malformed(str(problem)) from None
        except ValueError:
            raise _malformed("The content is no base64.") from None
        except FilesUnavailable:
            raise Refused(503, "files.away", "Files cannot be kept now.", "Try again in a moment.") from None

    def write(self, plan: PutFile, by: Actor) -> Document:  # noqa: ARG002 - whoever may publish
        """Keep it under its name."""
        return keep_file(plan, title=self.title)


@dataclass(frozen=True)
class GiveAddress(_Kept[None]):
    """A page or a sitemap, read by a job, and again after so many hours."""

    address: str
    title: str = ""
    sitemap: bool = False
    every_hours: int = 0

    def plan(self) -> None:
        """There is nothing to work out."""

    def write(self, plan: None, by: Actor) -> Document:  # noqa: ARG002 - as above
        """Raises Refused for what is no address, and no name."""
        try:
            return add_address(
                self.name, self.address, title=self.title, sitemap=self.sitemap, every_hours=self.every_hours
            )
        except NotThat as problem:
            raise _malformed(str(problem)) from None


@dataclass(frozen=True)
class IndexDocument(_WithDocument[Document, Document]):
    """A document is read again, and its index made anew."""

    entry: ClassVar[str] = "document.index"

    def plan(self) -> Document:
        """Raises Refused where there is none of that name."""
        rows = Document.objects.select_related("current").filter(name=self.name)
        found: Document | None = rows.first() if self.name.isprintable() else None
        if found is None:
            raise self.unknown()
        return found

    def write(self, plan: Document, by: Actor) -> Document:  # noqa: ARG002 - as above
        """Have a job do it."""
        index(plan)
        return plan


@dataclass(frozen=True)
class DropDocument(_WithDocument[None, None]):
    """A document is taken away, with its file and its index."""

    entry: ClassVar[str] = "document.drop"

    def plan(self) -> None:
        """There is nothing to work out."""

    def write(self, plan: None, by: Actor) -> None:  # noqa: ARG002 - as above
        """Raises Refused where there is none of that name."""
        if not self.name.isprintable() or not remove(self.name):
            raise self.unknown()

    def details(self, result: None) -> Mapping[str, Any] | None:  # noqa: ARG002 - there is none
        """It is written down where it is done."""
        return None


def _malformed(problem: str) -> Refused:
    return Refused(422, "document.malformed", problem, "Mend what is told.")
