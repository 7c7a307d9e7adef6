"""The form for a new bot."""

import re
import unicodedata
from dataclasses import dataclass, replace

from django.http import HttpRequest

from designer.actions.begin_bot import BeginBot
from designer.drafts.files import text_of
from designer.drafts.state import MOST_BYTES
from designer.drafts.templates import EMPTY, templates
from designer.refusal import Refused

ORIGINS = ("template", "file", "empty")
_OTHER = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True)
class NewBot:
    """What somebody has filled in so far."""

    origin: str = "template"
    template: str = ""
    name: str = ""
    slug: str = ""
    file_name: str = ""
    content: bytes = b""
    problem: str = ""
    remedy: str = ""

    @classmethod
    def of(cls, request: HttpRequest) -> "NewBot":
        """As it was sent; what is left out is empty."""
        given = request.POST if request.method == "POST" else request.GET
        origin, _, template = given.get("origin_choice", "template").partition(":")
        file = request.FILES.get("file")
        content = file.read(MOST_BYTES + 1) if file is not None else b""
        return cls(
            origin if origin in ORIGINS else "template", template[:64], given.get("name", "")[:200],
            given.get("slug", "")[:64], (file.name or "")[:200] if file is not None else "", content,
        )  # fmt: skip

    def act(self) -> BeginBot:
        """What there is to do. Raises Refused."""
        slug = self.slug.strip() or slug_of(self.name)
        if self.origin == "file":
            return BeginBot(self._file(), self.slug.strip(), self.name.strip(), origin="file")
        if self.origin == "empty":
            return BeginBot(EMPTY.format(slug=slug), slug, self.name.strip(), origin="empty")
        found = templates().get(self.template)
        if found is None:
            raise Refused(422, "template.unknown", "No starter bot is chosen.", "Choose one of those that are shown.")
        return BeginBot(found.text, slug, self.name.strip(), origin=found.slug)

    def with_problem(self, problem: str, remedy: str) -> "NewBot":
        """The same, with why it could not be done."""
        return replace(self, problem=problem, remedy=remedy)

    def _file(self) -> str:
        if not self.content:
            raise Refused(422, "file.missing", "No file is chosen.", "Choose a YAML file, or a ZIP of a folder.")
        if len(self.content) > MOST_BYTES:
            message = f"The file is longer than {MOST_BYTES // 1024 // 1024} MiB."
            raise Refused(413, "file.long", message, "Take something out of it.")
        return text_of(self.file_name, self.content).text


def slug_of(name: str) -> str:
    """A short name made of a name for people.

    >>> slug_of("Café Zürich – bookings!"), slug_of("24 hours")
    ('cafe_zurich_bookings', 'bot_24_hours')
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    words = _OTHER.sub("_", plain).strip("_")
    return (words if words[:1].isalpha() or not words else f"bot_{words}")[:64].rstrip("_")
