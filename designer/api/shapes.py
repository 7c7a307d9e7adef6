"""What goes in and comes out."""

from datetime import datetime
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import Field

from flows.loader.document import MAX_BYTES
from voxloom.accounts.environments import PRODUCTION

Slug = Annotated[str, Field(min_length=1, max_length=64)]


class BotOut(Schema):
    """A bot of the workspace."""

    slug: str
    name: str
    description: str
    language: str
    newest: int
    releases: dict[str, int]
    """Environment to the version that answers there."""
    origins: list[str]
    """Of the pages that may embed it."""


class TrainingOut(Schema):
    """How far a version is learned."""

    state: Literal["waiting", "running", "done", "failed"]
    progress: float
    """From 0 to 1."""


class VersionOut(Schema):
    """A version of a bot, without its text."""

    number: int
    content_hash: str
    author: str
    message: str
    created: datetime
    training: TrainingOut | None
    """None for one that was learned so long ago that nobody remembers."""


class VersionText(VersionOut):
    """… and with it."""

    text: str


class TextIn(Schema):
    """A bot as YAML text."""

    text: Annotated[str, Field(max_length=MAX_BYTES)]


class VersionIn(TextIn):
    """A new version. `after` is the one that it was made from: a newer one is not passed over."""

    message: Annotated[str, Field(max_length=2_000)] = ""
    after: Annotated[int, Field(ge=0, le=1_000_000)] | None = None


class KeptOut(Schema):
    """What became of a text."""

    slug: str
    version: int
    is_new: bool
    findings: list[dict[str, Any]]


class ReleaseIn(Schema):
    """Which version is to answer where."""

    version: Annotated[int, Field(ge=1, le=1_000_000)]
    environment: Annotated[str, Field(pattern=r"^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$")] = "production"


class OriginsIn(Schema):
    """The pages that may embed a bot."""

    origins: Annotated[list[Annotated[str, Field(max_length=300)]], Field(max_length=100)]


class ConversationOut(Schema):
    """A conversation without its lines."""

    call: str
    bot: str
    bot_version: int
    channel: str
    started: datetime
    ended: datetime | None
    end_reason: str
    last_seq: int
    summary: dict[str, Any] | None
    """What it came to, without words and values; null until a job has made it, soon after its end."""
    erased: datetime | None


class ConversationLines(ConversationOut):
    """… and with them: tokens stand in the place of personal values."""

    lines: list[dict[str, Any]]


class TryIn(Schema):
    """How a tool is called."""

    arguments: Annotated[dict[str, Any], Field(alias="with")] = {}
    """Its arguments, and slots that its request names."""
    real: bool = False
    """What it is bound to is called, and not its stub."""
    environment: Slug = PRODUCTION
    """Whose names and secrets."""
    text: Annotated[str, Field(max_length=MAX_BYTES)] | None = None
    """The bot as it is being written; left out: its newest version."""


class TriedOut(Schema):
    """What came of it: a result or an error."""

    tool: str
    arguments: Annotated[dict[str, Any], Field(alias="with")]
    result: Any = None
    error: str | None = None
    ms: int


class DocumentIn(Schema):
    """What callers hear of a document: “From TITLE: …”."""

    title: Annotated[str, Field(max_length=200)] = ""


class FileIn(DocumentIn):
    """A file. `content` is base64."""

    file_name: Annotated[str, Field(max_length=200)]
    content: Annotated[str, Field(max_length=2_400_000)]


class AddressIn(DocumentIn):
    """Where a document is read from."""

    address: Annotated[str, Field(max_length=1_000)]
    sitemap: bool = False
    """Whether the address is of a sitemap, whose pages are read."""
    every_hours: Annotated[int, Field(ge=0, le=87_600)] = 0
    """How often it is read again; 0: never."""


class DocumentOut(Schema):
    """A document, and how far its index is."""

    name: str
    title: str
    kind: Literal["file", "page", "sitemap"]
    source: str
    state: Literal["waiting", "indexing", "ready", "failed"]
    progress: float
    problem: str
    given: datetime | None
    every_hours: int
    passages: int
