"""What goes in and comes out of calls."""

from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import Field

from designer.api.shapes import ConversationOut


class Held(Schema):
    """How long the silence at the end of a turn had to last, and the reason (docs/reference/turn-parts.md)."""

    ms: float
    why: str


class TurnTimes(Schema):
    """Where the time of a turn went, in milliseconds by part, as docs/reference/turn-parts.md has them.

    `spoken`: counted from the caller's last sound to the bot's first; else what the server took of a turn that was
    typed, keyed or silent, or of the greeting.
    """

    turn: int
    spoken: bool
    parts: dict[str, float]
    total_ms: float | None
    """Null: cut off before anything could be heard."""
    answer_ms: float | None = None
    """To the answer itself, after whatever was said first."""
    filler: bool = False
    speculated: bool = False
    """Worked out in the caller's last pause, before it was certain that the turn was over."""
    hold: Held | None = None


class Exchange(Schema):
    """A turn of the caller with all that followed: the events `seq` to `last`.

    `slots` is what the bot knew after it; `path` the nodes visited; `tools` what was asked outside, each with its
    arguments, what came back and `ms`; `decisions` first what was understood (`why` is `understood`, with `act` and
    `confidence`), then every step of the engine. `times` is null where none were kept.
    """

    seq: int
    last: int
    at: str
    began_with: str
    slots: dict[str, Any]
    path: list[dict[str, Any]]
    tools: list[dict[str, Any]]
    decisions: list[dict[str, Any]]
    times: TurnTimes | None


class Answers(Schema):
    """How fast the bot answered in a call; `spoken` as in the times of a turn, the greeting not counted.

    `slowest` is the `seq` of the slowest turn, `over` how many took longer than `budget_ms`, `cut_off` how many were
    cut off before they were heard. Figures are null where no times were kept.
    """

    spoken: bool
    count: int
    median_ms: float | None
    slowest_ms: float | None
    slowest: int | None
    over: int
    cut_off: int
    promise_ms: int
    budget_ms: int


class CallPage(ConversationOut):
    """A call as a story; tokens stand in the place of personal values.

    Of `turns`, `who` is caller, bot, keys, silence, tool, model, person or end. `path` has the nodes that were
    visited, `changes` each new value, `tools` what was asked outside with what came back and after how many `ms`, `why`
    every step of the engine. `seq` is the number of the event. `exchanges` has the same turn by turn.
    """

    turns: list[dict[str, Any]]
    path: list[dict[str, Any]]
    slots: dict[str, Any]
    changes: list[dict[str, Any]]
    tools: list[dict[str, Any]]
    why: list[dict[str, Any]]
    exchanges: list[Exchange]
    answers: Answers
    length_s: float | None


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
