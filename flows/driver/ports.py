"""What the driver needs of the world: a clock, tools, and somewhere to put what the bot says."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol, runtime_checkable

from flows.engine.commands import AskModel, CallTool, EndCall, Handoff, Listen, LookUp, Say
from flows.engine.events import Event, ToolWish
from flows.engine.state import Sprint
from flows.engine.trips import Trip
from flows.understanding.port import Understander


@dataclass(frozen=True)
class ToolOutcome:
    """What a tool gave: a result, or an error (timeout, unavailable, refused)."""

    result: Any = None
    error: str | None = None

    @property
    def as_json(self) -> dict[str, Any]:
        """As it is kept."""
        return {"result": self.result, "error": self.error}

    @staticmethod
    def of_json(kept: Mapping[str, Any]) -> "ToolOutcome":
        """As it was; what else is kept beside it is no part of it."""
        return ToolOutcome(kept.get("result"), kept.get("error"))

    def told_of(self, command: CallTool) -> dict[str, Any]:
        """A call and what came of it, as people and tests are told."""
        came = {"error": self.error} if self.error is not None else {"result": self.result}
        return {"tool": command.tool, "with": command.arguments, **came}


class Tools(Protocol):
    """Performs tool calls."""

    async def call(self, command: CallTool) -> ToolOutcome:
        """Call a tool; never raises for what a tool does wrong."""


@dataclass(frozen=True)
class ModelOutcome:
    """What a language model or a knowledge base gave, or an error (timeout, unavailable; unknown: nothing is sure)."""

    text: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    sources: tuple[str, ...] = ()
    error: str | None = None
    micros: int = 0
    """What it cost, in millionths of a dollar, also where it failed."""
    route: str = ""
    """The route that answered; empty for another model, and where none did."""
    failed: tuple[str, ...] = ()
    """Routes that were asked and failed."""
    tools: tuple[ToolWish, ...] = ()
    """Tools that the model asks for before it goes on."""
    trips: tuple[Trip, ...] = ()
    """What guardrails found in the text."""


class Models(Protocol):
    """Asks language models and knowledge bases."""

    async def ask(self, command: AskModel, on_text: Callable[[str], None]) -> ModelOutcome:
        """Ask a language model. `on_text` may be given the text in pieces as it comes, in order; the text of the
        outcome is their whole. A model that does not stream leaves it alone."""

    async def look_up(self, command: LookUp) -> ModelOutcome:
        """Search a knowledge base."""


class Output(Protocol):
    """Where the bot's side of the conversation goes: a terminal, a test, a voice."""

    async def say(self, command: Say) -> None:
        """A text is to be spoken."""

    async def filler(self, text: str, wanted: Callable[[], bool], *, last: bool) -> bool:
        """A tool takes long: say so, if that is still `wanted` when it has sound; False where it cannot be said now,
        since the caller speaks. `last`: nothing more is said of it."""

    def waited_ms(self) -> float:
        """How long the caller has heard nothing since their last word, when something that is said now is heard; 0
        where nobody listens, and when something was said in this turn already."""

    def silent_ms(self) -> float:
        """How long nobody has said anything that the caller could hear, the caller neither; 0 while somebody does, or
        is about to."""

    async def listen(self, command: Listen) -> None:
        """It is the caller's turn."""

    async def hand_off(self, command: Handoff) -> None:
        """A person is to take the call."""

    async def end(self, command: EndCall) -> None:
        """The call is over when everything was said."""


Spoken = Callable[[str], str | None]
"""How a text is said where that differs from how it is written, else None. Of whole words only, such as a clause."""


class TextStream(Protocol):
    """A text that is spoken while it comes."""

    def add(self, piece: str) -> None:
        """The next piece, as it is to be written: together they are the text. It may end in the middle of a word."""

    def finish(self) -> None:
        """That was all."""

    def fail(self) -> None:
        """No more comes, though more should have: what was spoken stays."""


@runtime_checkable
class StreamingOutput(Output, Protocol):
    """An output that begins to speak before it has the whole text. Others get the whole by `say`."""

    def stream(self, command: AskModel, spoken: Spoken) -> TextStream:
        """The text of a model begins to come; it is not told by `say` again."""


class Clock(Protocol):
    """The time that events carry."""

    def now(self) -> str:
        """ISO 8601 with the offset of the bot's time zone."""


class Log(Protocol):
    """Where each event is noted."""

    def add(self, event: Event, sprint: Sprint) -> None:
        """One event and what it led to."""

    async def committed(self) -> None:
        """Until what was added cannot be lost any more; what changes the world waits for it. Raises when it is lost."""


@dataclass(frozen=True)
class Ports:
    """Everything that a conversation leans on."""

    understander: Understander
    tools: Tools
    models: Models
    output: Output
    clock: Clock
    log: Log | None = None
