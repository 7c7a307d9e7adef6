"""The state of a conversation: plain JSON, nothing else is remembered between two events."""

from dataclasses import dataclass, field
from typing import Any, Literal

from pydantic import TypeAdapter

from flows.engine.commands import Command

STATE_VERSION = 1

Phase = Literal["new", "running", "listening", "tool", "handed_off", "ended"]


@dataclass(frozen=True)
class Question:
    """A question that was put and is not settled."""

    kind: Literal["slot", "confirm"] = "slot"
    failures: int = 0
    """Failed answers of any sort; `attempts` of them take `on_fail`."""
    no_matches: int = 0
    silences: int = 0
    keys: str = ""
    """Keys pressed so far."""
    confirmed: bool = False


@dataclass(frozen=True)
class Frame:
    """A flow in progress. The last frame of the stack is the one on top."""

    flow: str
    node: str
    visit: int = 0
    """The number of this node visit in the call."""
    question: Question | None = None
    values: dict[str, Any] = field(default_factory=dict)
    """What a repair flow was given: `slot`, `old`, `new`, `candidates`, `description` …"""
    repair: bool = False
    """A repair flow that was laid on top."""
    reask: bool = True
    """Put the question below again when this repair flow ends."""
    opening: bool = False
    """The start flow of the call: when it ends the bot just listens."""
    interrupted: bool = False
    """Another flow was laid on top; comes back by `on_resume`."""
    later: tuple[str, ...] = ()
    """Flows that were asked for in the same sentence; the first of them starts when this one ends."""
    given: dict[str, Any] = field(default_factory=dict)
    """Values from that sentence for the slots of these flows."""
    left: bool = False
    """It led to `on_handoff`, and is over when that ends without handing over."""


@dataclass(frozen=True)
class PendingTool:
    """A tool that has not come back."""

    id: str
    tool: str
    arguments: dict[str, Any]


@dataclass(frozen=True)
class Ended:
    """Why the call is over."""

    reason: Literal["goodbye", "handoff", "hangup", "limit", "error"]
    detail: str | None = None


@dataclass(frozen=True)
class State:
    """Everything that the engine knows of a call."""

    bot: str
    phase: Phase = "new"
    stack: tuple[Frame, ...] = ()
    slots: dict[str, Any] = field(default_factory=dict)
    variables: dict[str, Any] = field(default_factory=dict)
    last_said: tuple[str, ...] = ()
    """The texts since the caller's last turn, for "say that again"."""
    heard: str | None = None
    """What the caller heard of them before they interrupted."""
    tool: PendingTool | None = None
    candidates: tuple[str, ...] = ()
    """Flows among which the caller was asked to choose."""
    asked_for_more: bool = False
    """The bot just asked whether there is anything else."""
    idle_failures: int = 0
    """Sentences in a row that led nowhere while no flow was open."""
    idle_silences: int = 0
    patient: bool = False
    """The caller asked to wait: the next no-input time is longer."""
    turn: int = 0
    visits: int = 0
    """Nodes visited since the call started; ids are made of it."""
    visits_in_turn: int = 0
    """Nodes visited since the caller's last turn."""
    call: str = ""
    """What tells this call from all others of the bot."""
    channel: str = "chat"
    ended: Ended | None = None
    version: int = STATE_VERSION

    @property
    def top(self) -> Frame | None:
        """The frame on top of the stack."""
        return self.stack[-1] if self.stack else None


@dataclass(frozen=True)
class Sprint:
    """What one event led to: the state after it, what is to be done, and why."""

    state: State
    commands: tuple[Command, ...] = ()
    trace: tuple[dict[str, Any], ...] = ()


_adapter: TypeAdapter[State] = TypeAdapter(State)


def state_to_json(state: State) -> dict[str, Any]:
    """Plain JSON."""
    result: dict[str, Any] = _adapter.dump_python(state, mode="json")
    return result


def state_from_json(data: Any) -> State:
    """The state again. Raises ValueError."""
    return _adapter.validate_python(data)
