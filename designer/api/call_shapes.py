"""What goes in and comes out of calls."""

from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import Field

from designer.api.shapes import ConversationOut


class CallPage(ConversationOut):
    """A call as a story; tokens stand in the place of personal values.

    Of `turns`, `who` is caller, bot, keys, silence, tool, model, person or end. `path` has the nodes that were
    visited, `changes` each new value, `tools` what was asked outside with what came back and after how many `ms`, `why`
    every step of the engine. `seq` is the number of the event.
    """

    turns: list[dict[str, Any]]
    path: list[dict[str, Any]]
    slots: dict[str, Any]
    changes: list[dict[str, Any]]
    tools: list[dict[str, Any]]
    why: list[dict[str, Any]]


class ReplayIn(Schema):
    """The number of a version, or the draft."""

    version: Annotated[int, Field(ge=1, le=1_000_000)] | Literal["draft"]


class ReplayOut(Schema):
    """`difference`: the first event after which the bot does something else, and the node at which it was."""

    same: bool
    events: int
    difference: dict[str, Any] | None
    surrogates: bool
    """The caller's values are gone; others of the same shape stood in for them."""
