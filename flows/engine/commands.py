"""What the engine wants done. It does nothing itself; the driver performs these."""

from dataclasses import dataclass, field
from typing import Annotated, Any, Literal

from pydantic import Discriminator, TypeAdapter

from flows.engine.expectation import Expectation


@dataclass(frozen=True)
class Say:
    """Speak a text."""

    text: str
    barge_in: bool = True
    """Whether the caller may interrupt it."""
    must_hear: bool = False
    """The caller has to hear it to its end."""
    spoken: str | None = None
    """How it is said where that differs from how it is written."""
    command: Literal["say"] = "say"


@dataclass(frozen=True)
class Listen:
    """Wait for the caller; UserSilent after `no_input_ms` without words."""

    expectation: Expectation
    no_input_ms: int
    command: Literal["listen"] = "listen"


@dataclass(frozen=True)
class Undo:
    """What takes back what a tool did: another tool, with expressions over `result` and the arguments."""

    tool: str
    arguments: dict[str, str]
    timeout_ms: int
    values: dict[str, Any] = field(default_factory=dict)
    """Slots and variables that its request names."""


@dataclass(frozen=True)
class Verifying:
    """The tool's result tells whether the caller is who they say they are; attempts at that are counted."""

    who: str
    """Who they say they are."""
    field: str = "verified"
    """The field of the result that says whether they are."""
    attempts: int = 3
    lock_s: int = 1_800
    """How long there are no attempts when none is left."""


@dataclass(frozen=True)
class Undone:
    """What a call takes back: a tool, by the key with which it was called."""

    tool: str
    key: str


@dataclass(frozen=True)
class CallTool:
    """Call a tool; ToolReturned with the same id must follow, within `timeout_ms`."""

    id: str
    tool: str
    arguments: dict[str, Any]
    timeout_ms: int
    effect: Literal["read", "write"] = "read"
    idempotency_key: str | None = None
    filler: str | None = None
    """Said when the caller has waited for `filler_after_ms` and the tool is not done."""
    filler_after_ms: int = 0
    more_fillers: tuple[str, ...] = ()
    """Said one after the other when it takes longer, each after so much more silence:"""
    filler_every_ms: int = 0
    values: dict[str, Any] = field(default_factory=dict)
    """Slots and variables that the tool's request names, beside its arguments; those that have a value."""
    speculate: bool = False
    """Whether it may be sent before it is certain that the caller has finished: it reads, and the bot allows it."""
    on_interrupt: Literal["finish", "cancel", "compensate"] | None = None
    """What becomes of it when the caller hangs up, or says something that leads elsewhere; None: by its effect."""
    undo: Undo | None = None
    """What takes it back, should it be compensated."""
    background: bool = False
    """Whether a job does it, which outlives the call."""
    progress: tuple[str, ...] = ()
    """What is said when so much of it is done: each of a step of progress."""
    verifies: Verifying | None = None
    undoes: Undone | None = None
    """What this call takes back; the driver makes such calls, and no line of a log has one."""
    command: Literal["call_tool"] = "call_tool"

    @property
    def when_interrupted(self) -> Literal["finish", "cancel", "compensate"]:
        """What becomes of it: what reads is broken off, what writes is finished, unless the bot says otherwise."""
        return self.on_interrupt or ("finish" if self.effect == "write" else "cancel")


@dataclass(frozen=True)
class Exchange:
    """A turn that is past: what the caller said, and what they heard of the bot behind it."""

    words: str
    heard: str
    asked: str = ""
    """The slot that was asked for when the caller spoke."""


@dataclass(frozen=True)
class ToolStep:
    """A tool that a model asked for in this node, and what came of it: a result, or why there is none."""

    id: str
    tool: str
    asked: str
    """The arguments, as the model wrote them."""
    came: str = ""
    """What the model is told of it, as a text."""
    round: int = 0
    """Which of its answers asked for it."""


@dataclass(frozen=True)
class AskModel:
    """Ask a language model; ModelReturned with the same id must follow, within `timeout_ms`."""

    id: str
    node: str
    """The node that asks, as `flow.node`."""
    prompt: str
    timeout_ms: int
    route: str | None = None
    """Which model answers; none for a bot without routes."""
    extract: dict[str, str] = field(default_factory=dict)
    """Values to take out of the conversation, each with its type."""
    tools: tuple[str, ...] = ()
    """Tools that the model may ask for now."""
    speak: bool = True
    """Whether the caller hears the text."""
    barge_in: bool = True
    """Whether the caller may interrupt it."""
    must_hear: bool = False
    """The caller has to hear it to its end."""
    because: str | None = None
    """The condition by which the route was chosen; none where nothing chose."""
    spent_micros: int = 0
    """What the models of this call have cost so far, in millionths of a dollar: routes may have a budget."""
    history: tuple[Exchange, ...] = ()
    """The last turns, as the model may see them."""
    summary: str = ""
    """What is known and done in the call, as the model may see it."""
    steps: tuple[ToolStep, ...] = ()
    """What it asked for at this node already, in its order."""
    earlier: str = ""
    """What was said before these turns, as a model has summed it up."""
    background: bool = False
    """Nobody waits for it."""
    command: Literal["ask_model"] = "ask_model"


@dataclass(frozen=True)
class LookUp:
    """Search a knowledge base; ModelReturned with the same id must follow, within `timeout_ms`."""

    id: str
    node: str
    """The node that asks, as `flow.node`."""
    knowledge: str
    question: str
    threshold: float
    timeout_ms: int
    sources: tuple[str, ...] = ()
    """The documents that may be used now, by their names."""
    fresh: dict[str, int] = field(default_factory=dict)
    """How many hours old the content of some of them may be."""
    route: str | None = None
    """The language model that puts the answer into its own words."""
    spent_micros: int = 0
    """As of `AskModel`."""
    command: Literal["look_up"] = "look_up"


@dataclass(frozen=True)
class Handoff:
    """Give the call to a person, with what is known."""

    summary: dict[str, Any] = field(default_factory=dict)
    command: Literal["handoff"] = "handoff"


@dataclass(frozen=True)
class EndCall:
    """Hang up when everything was said."""

    reason: Literal["goodbye", "handoff", "hangup", "limit", "error"]
    detail: str | None = None
    command: Literal["end_call"] = "end_call"


Command = Say | Listen | CallTool | AskModel | LookUp | Handoff | EndCall
_adapter: TypeAdapter[Command] = TypeAdapter(Annotated[Command, Discriminator("command")])


def command_to_json(command: Command) -> dict[str, Any]:
    """The command as a line of the event log holds it."""
    result: dict[str, Any] = _adapter.dump_python(command, mode="json")
    return result


def command_from_json(data: Any) -> Command:
    """The command of a line of the event log. Raises ValueError."""
    return _adapter.validate_python(data)
