"""What comes into the engine. Time and ids are parts of the event, so that a recorded call replays bit for bit."""

from dataclasses import dataclass, field
from typing import Annotated, Any, Literal

from pydantic import Discriminator, TypeAdapter

from flows.engine.acts import Understanding
from flows.engine.trips import Trip


@dataclass(frozen=True)
class CallStarted:
    """Somebody calls. `values` are the variables that come with the caller."""

    now: str
    channel: str = "chat"
    values: dict[str, Any] = field(default_factory=dict)
    call: str = ""
    """The id of the call, which no other call has; the time stands in when there is none."""
    language: str = ""
    """The language that the caller chose; empty: the bot's own."""
    event: Literal["call_started"] = "call_started"


@dataclass(frozen=True)
class UserSaid:
    """The caller said a sentence, and this is how it was understood."""

    understanding: Understanding
    now: str
    event: Literal["user_said"] = "user_said"


@dataclass(frozen=True)
class UserSilent:
    """The no-input time ran out."""

    now: str
    event: Literal["user_silent"] = "user_silent"


@dataclass(frozen=True)
class KeyPressed:
    """One key of the keypad: 0-9, `*`, `#`."""

    key: str
    now: str
    event: Literal["key_pressed"] = "key_pressed"


@dataclass(frozen=True)
class UserInterrupted:
    """The caller spoke over the bot; `heard` are the words of the last prompts that were played."""

    heard: str
    now: str
    event: Literal["user_interrupted"] = "user_interrupted"


@dataclass(frozen=True)
class ToolReturned:
    """A tool came back with a result, or with an error: timeout, unavailable, refused."""

    id: str
    now: str
    result: Any = None
    error: str | None = None
    trips: tuple[Trip, ...] = ()
    """What guardrails found in what it was given, or gave."""
    event: Literal["tool_returned"] = "tool_returned"


@dataclass(frozen=True)
class ToolWish:
    """A tool that a model asks for."""

    id: str
    tool: str
    asked: str
    """The arguments: the text as it came, which may be anything."""


@dataclass(frozen=True)
class ModelReturned:
    """A language model or a knowledge base came back. Errors: timeout, unavailable, and unknown: no answer was sure."""

    id: str
    now: str
    text: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    """What was taken out of the conversation."""
    sources: tuple[str, ...] = ()
    """Where an answer stands."""
    error: str | None = None
    route: str = ""
    """The route that answered; empty for another model, and where none did."""
    failed: tuple[str, ...] = ()
    """Routes that were asked before it, or instead of it, and failed."""
    micros: int = 0
    """What all of them cost, in millionths of a dollar."""
    tools: tuple[ToolWish, ...] = ()
    """Tools that the model asks for before it goes on."""
    trips: tuple[Trip, ...] = ()
    """What guardrails found in the text; where one stops it, `text` is what was said before."""
    event: Literal["model_returned"] = "model_returned"


@dataclass(frozen=True)
class SummedUp:
    """A model has summed the call up, or could not; told at the beginning of a turn, when it is there."""

    now: str
    text: str = ""
    through: int = 0
    """The turn of the caller up to which it is."""
    error: str | None = None
    route: str = ""
    failed: tuple[str, ...] = ()
    micros: int = 0
    """As of `ModelReturned`."""
    event: Literal["summed_up"] = "summed_up"


@dataclass(frozen=True)
class HandedOff:
    """What became of a hand-off."""

    outcome: Literal["returned", "finished", "nobody"]
    now: str
    event: Literal["handed_off"] = "handed_off"


@dataclass(frozen=True)
class CallEnded:
    """The caller hung up, or the line broke."""

    now: str
    reason: Literal["hangup", "limit", "error"] = "hangup"
    event: Literal["call_ended"] = "call_ended"


Event = (
    CallStarted
    | UserSaid
    | UserSilent
    | KeyPressed
    | UserInterrupted
    | ToolReturned
    | ModelReturned
    | SummedUp
    | HandedOff
    | CallEnded
)
_adapter: TypeAdapter[Event] = TypeAdapter(Annotated[Event, Discriminator("event")])


def event_to_json(event: Event) -> dict[str, Any]:
    """The event as a line of the event log holds it."""
    result: dict[str, Any] = _adapter.dump_python(event, mode="json")
    return result


def event_from_json(data: Any) -> Event:
    """The event of a line of the event log. Raises ValueError."""
    return _adapter.validate_python(data)
