"""What the driver needs of the world: a clock, tools, and somewhere to put what the bot says."""

from dataclasses import dataclass, field
from typing import Any, Protocol

from flows.engine.commands import AskModel, CallTool, EndCall, Handoff, Listen, LookUp, Say
from flows.engine.events import Event
from flows.engine.state import Sprint
from flows.understanding.port import Understander


@dataclass(frozen=True)
class ToolOutcome:
    """What a tool gave: a result, or an error (timeout, unavailable, refused)."""

    result: Any = None
    error: str | None = None


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


class Models(Protocol):
    """Asks language models and knowledge bases."""

    async def ask(self, command: AskModel) -> ModelOutcome:
        """Ask a language model."""

    async def look_up(self, command: LookUp) -> ModelOutcome:
        """Search a knowledge base."""


class Output(Protocol):
    """Where the bot's side of the conversation goes: a terminal, a test, a voice."""

    async def say(self, command: Say) -> None:
        """A text is to be spoken."""

    async def filler(self, text: str) -> None:
        """A tool takes long."""

    async def listen(self, command: Listen) -> None:
        """It is the caller's turn."""

    async def hand_off(self, command: Handoff) -> None:
        """A person is to take the call."""

    async def end(self, command: EndCall) -> None:
        """The call is over when everything was said."""


class Clock(Protocol):
    """The time that events carry."""

    def now(self) -> str:
        """ISO 8601 with the offset of the bot's time zone."""


class Log(Protocol):
    """Where each event is noted."""

    def add(self, event: Event, sprint: Sprint) -> None:
        """One event and what it led to."""


@dataclass(frozen=True)
class Ports:
    """Everything that a conversation leans on."""

    understander: Understander
    tools: Tools
    models: Models
    output: Output
    clock: Clock
    log: Log | None = None
