"""What goes in and comes out of drafts."""

from datetime import datetime
from typing import Annotated, Any

from ninja import Schema
from pydantic import Field

from designer.drafts.state import MOST_BYTES

MOST_OPERATIONS = 200
"""At once: what somebody pastes, or moves on the canvas."""
MOST_EDITS = 5_000
Rev = Annotated[int, Field(ge=0, le=2_000_000_000)]
Place = Annotated[int, Field(ge=0, le=2 * MOST_BYTES)]
Text = Annotated[str, Field(max_length=2 * MOST_BYTES)]
"""What is too long for a draft is told in words of its own."""


class RevIn(Schema):
    """The draft as it was seen: its `rev`."""

    rev: Rev


class DraftText(RevIn):
    """What is to be its text."""

    text: Text


class DraftOperations(RevIn):
    """What is drawn in it."""

    ops: Annotated[list[Any], Field(min_length=1, max_length=MOST_OPERATIONS)]


class DraftUndo(RevIn):
    """`[from, to, insert]` in UTF-16 units of its text."""

    edits: Annotated[list[tuple[Place, Place, Text]], Field(max_length=MOST_EDITS)]


class RestoreIn(RevIn):
    """A version of the bot."""

    version: Annotated[int, Field(ge=1, le=1_000_000)]


class DraftVersion(RevIn):
    """`after`: a newer version than the draft was made from, which was looked at."""

    message: Annotated[str, Field(max_length=2_000)] = ""
    after: Annotated[int, Field(ge=0, le=1_000_000)] | None = None


class DraftOut(Schema):
    """A draft. `graph`: its flows as nodes and edges; of a text that cannot be read, that of the last one that could.

    `findings`: null while they are not worked out; of a text that cannot be read, why.
    """

    slug: str
    name: str
    rev: int
    text: str
    readable: bool
    problem: dict[str, Any] | None
    graph: dict[str, Any] | None
    findings: list[dict[str, Any]] | None
    newest: int
    """The version that it was made from; 0: none."""
    latest: int
    """The newest version of the bot; 0: none."""
    differs: bool
    """From the version that it was made from."""
    crlf: bool
    saved: datetime | None
    by: str
    may: dict[str, bool]


class ChangedOut(Schema):
    """A change. `edits` lead to the new text, `inverse` leads back, both as `[from, to, insert]` in UTF-16 units."""

    rev: int
    edits: list[tuple[int, int, str]]
    inverse: list[tuple[int, int, str]]
    readable: bool
    problem: dict[str, Any] | None
    differs: bool
    graph: dict[str, Any] | None
    """The flows that changed, null for those that are gone, and all names; null for a text that cannot be read."""
    notes: list[str]


class TrialOut(Schema):
    """What a ticket is asked for with."""

    bot: str
    trial: str


class BudgetOut(Schema):
    """How long callers wait, in ms. `expected_ms` to the first sound, `answer_ms` to the answer behind a filler."""

    rev: int
    budget_ms: int
    turn_ms: int
    """Before any node: until it is certain that the caller has finished, and what they said."""
    nodes: dict[str, dict[str, Any]]
    paths: list[dict[str, Any]]


class PersonalOut(Schema):
    """Personal values: `name`, `class`, where `declared`, and what each `reaches`."""

    rev: int
    values: list[dict[str, Any]]


class DraftFindings(Schema):
    """What is wrong with a draft at a `rev`."""

    rev: int
    findings: list[dict[str, Any]]
    counts: dict[str, int]
