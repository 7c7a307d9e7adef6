"""The state of a conversation: plain JSON, nothing else is remembered between two events."""

from dataclasses import dataclass, field
from typing import Any, Literal, TypeVar

from pydantic import TypeAdapter

from flows.engine.acts import Mood
from flows.engine.commands import Command, Exchange, ToolStep
from flows.engine.finished import Done, Ended

STATE_VERSION = 2
"""1 had no path, no sub-flows, and only the names of the flows that wait."""

Phase = Literal["new", "running", "listening", "tool", "model", "handed_off", "ended"]


@dataclass(frozen=True)
class Question:
    """A question that was put and is not settled: of an `ask` node, or whether a model's tool shall be called."""

    kind: Literal["slot", "confirm"] = "slot"
    """What is open: the value, or yes or no to the value read back."""
    failures: int = 0
    """Failed answers of any sort; `attempts` of them take `on_fail`."""
    no_matches: int = 0
    silences: int = 0
    keys: str = ""
    """Keys pressed so far."""
    confirmed: bool = False


@dataclass(frozen=True)
class Request:
    """A flow that the caller asked for, with the values that the sentence held for it."""

    flow: str
    values: dict[str, Any] = field(default_factory=dict)
    doubtful: tuple[str, ...] = ()
    """Slots whose words can mean two values."""


@dataclass(frozen=True)
class Step:
    """A node that was left, and where it led: what a correction may have to take again."""

    flow: str
    node: str
    to: str
    committed: bool = False
    """It changed something in the world, and cannot be taken again."""
    gave: tuple[str, ...] = ()
    """Of a question or a sub-flow: the slots that it asks for and that had a value when it was left."""
    put: bool = False
    """Of a question: the caller was asked; else it was passed."""


@dataclass(frozen=True)
class Place:
    """Where a flow stood: to go on from there, or to go back to it."""

    flow: str
    node: str
    question: Question | None = None
    path: tuple[Step, ...] = ()
    retrace: tuple[Step, ...] = ()


@dataclass(frozen=True)
class Held:
    """What a slot was before a flow or a correction that may change it; None: the slot had no value."""

    slot: str
    value: Any = field(default=None, hash=False)
    doubtful: bool = False


@dataclass(frozen=True)
class Correction:
    """A correction that is not settled: "cancel" takes it back."""

    slot: str
    old: Any
    place: Place
    had: tuple[Held, ...] = ()
    """All values at that time: what was lost on the way is there again when the correction is taken back."""


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
    guessed: bool = False
    """Begun by a sentence that fits no intent, to look it up; until something is known of it."""
    interrupted: bool = False
    """Another flow was laid on top; comes back by `on_resume`."""
    sub: bool = False
    """A sub-flow of the flow below, which waits at a `flow` node."""
    later: tuple[Request, ...] = ()
    """What was asked for in the same sentence; the first of them starts when this one ends."""
    early: tuple[str, ...] = ()
    """Slots whose values came before their question: they are not asked for."""
    path: tuple[Step, ...] = ()
    """The nodes that were left, oldest first."""
    retrace: tuple[Step, ...] = ()
    """After a correction: what was left before, to be taken again only where it hangs on what changed."""
    changed: tuple[str, ...] = ()
    """What changed."""
    stood: Place | None = None
    """Where the flow stood when it was sent back by a correction."""
    correction: Correction | None = None
    """The correction under way, by a question put again or by the flow `on_correction`."""
    left: bool = False
    """It led to `on_handoff`, and is over when that ends without handing over."""
    task: str = ""
    """The flow that it was before it moved on to this one; empty when it did not."""
    wrote: bool = False
    """It changed something in the world."""
    told: tuple[str, ...] = ()
    """What it said behind its first write, else behind its last question."""
    held: tuple[Held, ...] = ()
    """What it took from the flows below, to be given back when it is over."""
    stale: tuple[str, ...] = ()
    """Slots with answers from the last round of a circle: their questions are put again when they come."""
    passed: tuple[str, ...] = ()
    """Nodes that were led back to and passed by since the caller's last turn."""
    sealed: tuple[str, ...] = ()
    """Slots with which an earlier round of a circle changed something in the world: too late to correct them."""


@dataclass(frozen=True)
class PendingTool:
    """A tool that has not come back."""

    id: str
    tool: str
    arguments: dict[str, Any]


@dataclass(frozen=True)
class PendingModel:
    """A model or a knowledge base that has not come back."""

    id: str
    node: str
    route: str | None = None
    """The route that was chosen; none for a knowledge base that says extracts, and for a bot without routes."""


@dataclass(frozen=True)
class Asking:
    """A model that asks for tools: what came of them so far, and what it still waits for."""

    node: str
    visit: int = 0
    rounds: int = 0
    """How often it has asked."""
    steps: tuple[ToolStep, ...] = ()
    left: tuple[ToolStep, ...] = ()
    """Asked for and not yet called, in this order."""
    read_back: dict[str, Any] = field(default_factory=dict)
    """The arguments of the first of these, where the caller was asked whether it shall be called."""
    wrote: bool = False
    """A tool that it asked for has changed something."""


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
    must_hear: tuple[str, ...] = ()
    """Those of them that the caller has to hear to their end."""
    unheard: tuple[str, ...] = ()
    """What an interruption cut off of these; said again before anything else."""
    tool: PendingTool | None = None
    model: PendingModel | None = None
    asking: Asking | None = None
    doubtful: tuple[str, ...] = ()
    """Slots whose words can mean two values: read back before they count."""
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
    language: str = ""
    """The language of the call; empty: the bot's own."""
    last_words: str = ""
    """What the caller said last."""
    turn_words: str = ""
    """What the caller said in this turn; empty where they were silent, or pressed keys."""
    turn_asked: str = ""
    """The slot that was asked for when they said it."""
    history: tuple[Exchange, ...] = ()
    """The turns before this one, the last one last."""
    summary: str = ""
    """What was said until then, as a model has summed it up."""
    summary_through: int = 0
    """The turn up to which it is."""
    summary_tried: int = 0
    """The turn up to which a model was asked to sum up, whatever came of it."""
    mood: Mood = Mood()
    failed_routes: dict[str, int] = field(default_factory=dict)
    """How often each route has failed in this call."""
    spent_micros: int = 0
    """What the models of this call have cost, in millionths of a dollar."""
    done: tuple[Done, ...] = ()
    """The tasks that are over, the last one last."""
    began: str = ""
    """When the call began, ISO 8601."""
    offered_person: bool = False
    """A guardrail just offered a person: a yes takes that."""
    passed_limits: tuple[str, ...] = ()
    """Guardrails whose limit the call has passed; each is told of once."""
    ended: Ended | None = None
    version: int = STATE_VERSION

    @property
    def top(self) -> Frame | None:
        """The frame on top of the stack."""
        return self.stack[-1] if self.stack else None


def waiting_call(state: State, frame: Frame | None) -> ToolStep | None:
    """The call that waits for a yes; None where none does, or the node has been left for another visit since."""
    asking = state.asking
    if frame is None or frame.question is None or asking is None or not asking.left:
        return None
    here = (f"{frame.flow}.{frame.node}", frame.visit)
    return asking.left[0] if (asking.node, asking.visit) == here else None


Frozen = TypeVar("Frozen", Frame, State)


def altered(instance: Frozen, **fields: Any) -> Frozen:
    """A frozen state or frame with other values in some fields.

    `dataclasses.replace` takes 30 µs for a state, which changes a dozen times in a sprint; this takes 1.
    """
    assert fields.keys() <= instance.__dict__.keys(), fields
    copy = object.__new__(type(instance))
    copy.__dict__.update(instance.__dict__)
    copy.__dict__.update(fields)
    return copy


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


class StateProblem(ValueError):
    """A state that cannot be read; `code` says why: `state.version` or `state.unreadable`."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def state_from_json(data: Any) -> State:
    """The state again, also of an older version. Raises StateProblem."""
    if not isinstance(data, dict):
        raise StateProblem("state.unreadable", "a state is a map")
    version = data.get("version", 1)
    if not isinstance(version, int) or not 1 <= version <= STATE_VERSION:
        raise StateProblem("state.version", f"a state of version {version!r} is not known here")
    try:
        return _adapter.validate_python(_from_version_1(data) if version == 1 else data)
    except (ValueError, TypeError, AttributeError, LookupError) as problem:
        raise StateProblem("state.unreadable", f"the state cannot be read: {problem}") from None


def _from_version_1(data: dict[str, Any]) -> dict[str, Any]:
    """Version 1 kept the names of the flows that wait and all their values together."""
    stack = []
    for frame in data.get("stack", ()):
        given = frame.get("given", {})
        later = [{"flow": name, "values": given} for name in frame.get("later", ())]
        stack.append({**{key: value for key, value in frame.items() if key != "given"}, "later": later})
    return {**data, "stack": stack, "version": STATE_VERSION}
