"""A task of the call that is over, as it is remembered and as understanding is told of it."""

from dataclasses import dataclass, field
from typing import Any, Literal


@dataclass(frozen=True)
class Done:
    """A task that is over: what callers ask about, put right or take further afterwards."""

    flow: str
    values: dict[str, Any] = field(default_factory=dict, hash=False)
    """The slots of its flow, as they were at its end."""
    wrote: bool = False
    """It changed something in the world."""
    told: tuple[str, ...] = ()
    """What it said at its end: behind the first write, else behind its last question."""
    left: bool = False
    """The caller left it before anything was changed."""


@dataclass(frozen=True)
class Ended:
    """Why the call is over."""

    reason: Literal["goodbye", "handoff", "hangup", "limit", "error"]
    detail: str | None = None
