"""Conversations that are tried: from a point of one, what the caller does and what the tools give lead to others."""

from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, replace
from typing import Any

from flows.definition.bot import Bot
from flows.definition.test_case import TestTurn
from flows.driver.conversation import Conversation
from flows.driver.coverage import Edge, edge_of, visit_of
from flows.driver.generate.results import Results, outcome
from flows.driver.model_stubs import ModelStubs
from flows.driver.ports import ModelOutcome, ToolOutcome
from flows.driver.record import Turn
from flows.driver.test_runner import do_step, open_conversation
from flows.engine.acts import Understanding
from flows.engine.commands import AskModel, CallTool, LookUp
from flows.engine.expectation import Expectation
from flows.engine.program import Program
from flows.engine.state import State
from flows.understanding.port import Understander
from flows.values.setting import Setting

MAX_WAYS = 24
"""Ways in which the tools of one turn may answer that are tried; five tools in a row would have thousands."""


@dataclass(frozen=True)
class Given:
    """What a tool or a model gave, as an entry of a stub; `own`: by the bot's own stub."""

    name: str
    """The tool, or the node that asked the model as `flow.node`."""
    entry: Any
    own: bool


@dataclass(frozen=True)
class Fault:
    """A place where a bot cannot go on, whatever callers do there."""

    flow: str
    node: str
    problem: str


@dataclass(frozen=True)
class Point:
    """Where a conversation stands, and how it came there."""

    state: State
    now: str | None = None
    steps: tuple[TestTurn, ...] = ()
    edges: tuple[tuple[Edge, ...], ...] = ()
    """The edges over which each turn went and the nodes that it visited, the greeting first."""
    given: tuple[Given, ...] = ()
    faults: tuple[Fault, ...] = ()
    """Where the bot could not go on in the last turn."""

    @property
    def taken(self) -> frozenset[Edge]:
        """Every edge on the way."""
        return frozenset(edge for turn in self.edges for edge in turn)


class Remembering:
    """Understands every sentence once: the search says the same ones again and again."""

    def __init__(self, inner: Understander) -> None:
        self._inner = inner
        self._known: dict[Any, Understanding] = {}

    async def understand(
        self, text: str, expectation: Expectation, known: Mapping[str, Any], setting: Setting
    ) -> Understanding:
        """The acts of a sentence."""
        key = (text, expectation, repr(sorted(known.items(), key=str)), setting)
        if key not in self._known:
            self._known[key] = await self._inner.understand(text, expectation, known, setting)
        return self._known[key]


class _Planned:
    """Tools and models that give what is planned, then what the bot's own stubs give; notes down both."""

    def __init__(self, bot: Bot, results: Results, before: tuple[Given, ...], plan: tuple[Given, ...]) -> None:
        self._bot = bot
        self._results = results
        self._before = before
        self._plan = plan
        self.given: tuple[Given, ...] = ()

    def _next(self, name: str) -> Any:
        """The next entry of the plan, if it is one for this name."""
        at = len(self.given)
        if at < len(self._plan) and self._plan[at].name == name:
            given = self._plan[at]
        else:
            nth = sum(1 for item in (*self._before, *self.given) if item.name == name)
            given = Given(name, self._results.own(name, nth), own=True)
        self.given = (*self.given, given)
        return given.entry

    async def call(self, command: CallTool) -> ToolOutcome:
        """A tool."""
        return outcome(self._next(command.tool))

    async def ask(self, command: AskModel, on_text: Callable[[str], None]) -> ModelOutcome:
        """A language model."""
        return await ModelStubs(self._bot, {command.node: self._next(command.node)}).ask(command, on_text)

    async def look_up(self, command: LookUp) -> ModelOutcome:
        """A knowledge base."""
        return await ModelStubs(self._bot, {command.node: self._next(command.node)}).look_up(command)


class World:
    """Conversations with one bot, performed by the same driver as tests and calls."""

    def __init__(self, program: Program, understander: Understander, results: Results) -> None:
        self.program = program
        self.understander = Remembering(understander)
        self._results = results
        self.tried = 0
        """Turns that were tried so far."""

    async def begin(self, now: str | None = None) -> list[Point]:
        """The points after the greeting."""

        async def greet(talk: Conversation) -> list[Turn]:
            return [await talk.start()]

        return await self._ways(Point(State(self.program.bot.bot), now), greet)

    async def take(self, point: Point, step: TestTurn) -> list[Point]:
        """The points to which a step leads, one for each way in which tools may answer; the bot's stubs first."""

        async def perform(talk: Conversation) -> list[Turn]:
            talk.state = point.state
            return await do_step(talk, step)

        return await self._ways(replace(point, steps=(*point.steps, step)), perform)

    async def understood(self, point: Point, text: str) -> Understanding:
        """What a sentence would mean at a point."""
        talk = self._conversation(point, _Planned(self.program.bot, self._results, (), ()))
        talk.state = point.state
        return await talk.understand(text)

    def expectation(self, point: Point) -> Expectation:
        """What the bot expects to hear at a point."""
        talk = self._conversation(point, _Planned(self.program.bot, self._results, (), ()))
        talk.state = point.state
        return talk.expectation

    def _conversation(self, point: Point, planned: _Planned) -> Conversation:
        return open_conversation(self.program, self.understander, planned, planned, point.now)

    async def _ways(
        self, point: Point, perform: Callable[[Conversation], Coroutine[Any, Any, list[Turn]]]
    ) -> list[Point]:
        found: list[Point] = []
        plans: list[tuple[Given, ...]] = [()]
        while plans and len(found) < MAX_WAYS:
            plan = plans.pop(0)
            planned = _Planned(self.program.bot, self._results, point.given, plan)
            talk = self._conversation(point, planned)
            turns = await perform(talk)
            self.tried += 1
            found.append(self._after(point, talk.state, turns, planned.given))
            for at in range(len(plan), len(planned.given)):
                name = planned.given[at].name
                plans += [(*planned.given[:at], Given(name, entry, own=False)) for entry in self._results.others(name)]
        return found

    def _after(self, point: Point, state: State, turns: list[Turn], given: tuple[Given, ...]) -> Point:
        bot = self.program.bot
        trace = [line for turn in turns for line in turn.trace]
        edges = (edge for line in trace for edge in (edge_of(bot, line), visit_of(line)))
        taken = tuple(edge for edge in edges if edge is not None)
        faults = tuple(Fault(line["flow"], line["node"], line["problem"]) for line in trace if line["why"] == "fault")
        return replace(point, state=state, edges=(*point.edges, taken), given=(*point.given, *given), faults=faults)
