"""What a turn wants done, held back until it is certain that the turn counts; then it is done, in its order.

Behind an open gate everything is done at once: that is how a conversation usually goes.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from flows.driver.ports import (
    Log,
    ModelOutcome,
    Models,
    Output,
    Ports,
    Spoken,
    StreamingOutput,
    TextStream,
    ToolOutcome,
    Tools,
)
from flows.engine.commands import AskModel, CallTool, EndCall, Handoff, Listen, LookUp, Say
from flows.engine.events import Event
from flows.engine.state import Sprint

Act = Callable[[], Awaitable[None]]
OnStream = Callable[[AskModel, Spoken], TextStream | None]


@dataclass
class Spent:
    """What was asked of others before the turn counted. It is spent, also when the turn never counts."""

    tools: int = 0
    """Calls that were sent."""
    models: int = 0
    """Language models and knowledge bases that were asked."""
    characters: int = 0
    """Of text that they had given by then."""


@dataclass
class Gate:
    """Open, or closed with what waits behind it. For one turn, in one event loop."""

    spent: Spent = field(default_factory=Spent)
    on_say: Callable[[Say], None] | None = None
    """Told at once of each text that waits."""
    on_stream: OnStream | None = None
    """Gives what is told at once of the pieces that wait of a text."""
    passed: asyncio.Event = field(default_factory=asyncio.Event)
    """Set when nothing waits any more: what comes now is done at once."""
    _acts: deque[Act] = field(default_factory=deque)
    _lines: deque[tuple[Log, Event, Sprint]] = field(default_factory=deque)

    @staticmethod
    def open() -> "Gate":
        """A gate that holds nothing back."""
        gate = Gate()
        gate.passed.set()
        return gate

    def hold(self, act: Act) -> None:
        """Keep something for later."""
        self._acts.append(act)

    def hold_line(self, log: Log, event: Event, sprint: Sprint) -> None:
        """Keep a line of the event log, among the acts before and after it."""
        self._lines.append((log, event, sprint))
        self.hold(self._write_next)

    async def let_through(self) -> None:
        """Do what waits, in its order, with what is added meanwhile. Raises what the ports raise."""
        while self._acts:
            await self._acts.popleft()()
        self.passed.set()

    def write_lines(self) -> None:
        """Write the lines that still wait: a turn that counted and was broken off is in the log as far as it came."""
        while self._lines:
            log, event, sprint = self._lines.popleft()
            log.add(event, sprint)

    def around(self, ports: Ports) -> Ports:
        """The same ports behind this gate."""
        return Ports(
            ports.understander,
            GatedTools(self, ports.tools),
            GatedModels(self, ports.models),
            GatedStreams(self, ports.output)
            if isinstance(ports.output, StreamingOutput)
            else GatedOutput(self, ports.output),
            ports.clock,
            GatedLog(self, ports.log) if ports.log is not None else None,
        )

    async def _write_next(self) -> None:
        if self._lines:
            log, event, sprint = self._lines.popleft()
            log.add(event, sprint)


@dataclass(frozen=True)
class GatedLog:
    """Lines of the event log."""

    gate: Gate
    inner: Log

    def add(self, event: Event, sprint: Sprint) -> None:
        """One event and what it led to."""
        if self.gate.passed.is_set():
            self.inner.add(event, sprint)
        else:
            self.gate.hold_line(self.inner, event, sprint)

    async def committed(self) -> None:
        """Nothing that waits behind the gate is ever certain."""
        await self.gate.passed.wait()
        await self.inner.committed()


@dataclass(frozen=True)
class GatedTools:
    """Counts what is sent early; what may be, is for the conversation to know."""

    gate: Gate
    inner: Tools

    async def call(self, command: CallTool) -> ToolOutcome:
        """Call a tool."""
        if not self.gate.passed.is_set():
            self.gate.spent.tools += 1
        return await self.inner.call(command)


@dataclass(frozen=True)
class GatedModels:
    """Models are asked at once, and counted."""

    gate: Gate
    inner: Models

    async def ask(self, command: AskModel, on_text: Callable[[str], None]) -> ModelOutcome:
        """Ask a language model."""
        counted = 0

        def on_piece(piece: str) -> None:
            nonlocal counted
            if not self.gate.passed.is_set():
                counted += len(piece)
                self.gate.spent.characters += len(piece)
            on_text(piece)

        return await self._counted(self.inner.ask(command, on_piece), lambda: counted)

    async def look_up(self, command: LookUp) -> ModelOutcome:
        """Search a knowledge base."""
        return await self._counted(self.inner.look_up(command), lambda: 0)

    async def _counted(self, asked: Awaitable[ModelOutcome], counted: Callable[[], int]) -> ModelOutcome:
        """`counted`: characters that were counted as they came."""
        if not self.gate.passed.is_set():
            self.gate.spent.models += 1
        outcome = await asked
        if not self.gate.passed.is_set():
            self.gate.spent.characters += max(0, len(outcome.text) - counted())
        return outcome


@dataclass(frozen=True)
class GatedOutput:
    """Everything that the caller would notice."""

    gate: Gate
    inner: Output

    async def say(self, command: Say) -> None:
        """A text is to be spoken."""
        if not self.gate.passed.is_set() and self.gate.on_say is not None:
            self.gate.on_say(command)
        await self._do(lambda: self.inner.say(command))

    async def filler(self, text: str, wanted: Callable[[], bool], *, last: bool) -> bool:
        """A tool takes long. Nobody hears so of a turn that may not count."""
        return self.gate.passed.is_set() and await self.inner.filler(text, wanted, last=last)

    def waited_ms(self) -> float:
        """How long the caller has heard nothing."""
        return self.inner.waited_ms()

    def silent_ms(self) -> float:
        """How long nobody has said anything."""
        return self.inner.silent_ms()

    async def listen(self, command: Listen) -> None:
        """It is the caller's turn."""
        await self._do(lambda: self.inner.listen(command))

    async def hand_off(self, command: Handoff) -> None:
        """A person is to take the call."""
        await self._do(lambda: self.inner.hand_off(command))

    async def end(self, command: EndCall) -> None:
        """The call is over when everything was said."""
        await self._do(lambda: self.inner.end(command))

    async def _do(self, act: Act) -> None:
        if self.gate.passed.is_set():
            await act()
        else:
            self.gate.hold(act)


class GatedStreams(GatedOutput):
    """The same for an output that speaks texts as they come."""

    inner: StreamingOutput

    def stream(self, command: AskModel, spoken: Spoken) -> TextStream:
        """The text of a model begins to come."""
        if self.gate.passed.is_set():
            return self.inner.stream(command, spoken)
        early = self.gate.on_stream(command, spoken) if self.gate.on_stream is not None else None
        return GatedStream(self.gate, lambda: self.inner.stream(command, spoken), early)


class GatedStream:
    """Pieces of a text; those that come when nothing is held back any more go on at once."""

    def __init__(self, gate: Gate, begin: Callable[[], TextStream], early: TextStream | None) -> None:
        """`early` is told at once of what waits."""
        self._gate = gate
        self._begin = begin
        self._early = early
        self._inner: TextStream | None = None

    def add(self, piece: str) -> None:
        """The next piece."""
        self._do(lambda stream: stream.add(piece))

    def finish(self) -> None:
        """That was all."""
        self._do(lambda stream: stream.finish())

    def fail(self) -> None:
        """No more comes, though more should have."""
        self._do(lambda stream: stream.fail())

    def _do(self, told: Callable[[TextStream], None]) -> None:
        async def later() -> None:
            told(self._begun())

        if self._gate.passed.is_set():
            told(self._begun())
            return
        self._gate.hold(later)
        if self._early is not None:
            told(self._early)

    def _begun(self) -> TextStream:
        if self._inner is None:
            self._inner = self._begin()
        return self._inner
