"""The conversation of a call. What it leans on is made so that a failure is a turn of it and not its end."""

import logging
from collections.abc import Callable, Mapping
from typing import Any

from flows.driver.clocks import ZoneClock
from flows.driver.conversation import Conversation
from flows.driver.event_log import EventLog
from flows.driver.ports import Log, ModelOutcome, Models, Output, ToolOutcome, Tools
from flows.engine.acts import Understanding
from flows.engine.commands import AskModel, CallTool, LookUp
from flows.engine.expectation import Expectation
from flows.engine.state import State
from flows.guardrails.understanding import guard_of
from flows.understanding.port import Understander
from flows.values.setting import Setting
from runtime.history.call_log import Logs
from runtime.sessions.clock import now_ns
from runtime.sessions.late_tools import LateTools
from runtime.sessions.page import Page
from runtime.sessions.progress import Told
from runtime.sessions.served_bot import ServedBot
from runtime.sessions.switched import SwitchedTools
from runtime.sessions.switches import Tried
from runtime.sessions.turn_clock import TurnClock
from runtime.speech.errors import SpeechUnavailable
from tools.box import ToolBox
from tools.services import BoundServices
from voxloom.telemetry import metrics
from voxloom.telemetry.traces import OFF, CallTrace

log = logging.getLogger(__name__)


def new_conversation(
    served: ServedBot,
    page: Page,
    output: Output,
    clock: Callable[[], TurnClock],
    late_tools: LateTools,
    *,
    name: str,
    kept: Log | None = None,
    after: tuple[int, State] | None = None,
    trace: CallTrace = OFF,
    services: BoundServices | None = None,
    over: Callable[[], bool] = lambda: True,
    tried: Tried | None = None,
) -> Conversation:
    """The conversation of one call; `clock` gives that of the step under way, `kept` is the log that stays.

    `services` are asked for tools. `after`: the number of its last line and the state then, of one that goes on.
    `tried`: what whoever tries a draft wants to go wrong.
    """
    bot = served.bot
    logs: list[Log] = [kept] if kept is not None else []
    if page.debug:
        logs.append(EventLog(page.log, bot.bot, served.content_hash, after=after))
    event_log = Logs(logs) if logs else None
    if services is not None and services.background is not None:
        services.background.on_progress = Told(output).progress
    kinds = {each: tool.type or "stub" for each, tool in bot.tools.items()}
    box: Tools = ToolBox(bot, services=services)
    if tried is not None:
        box, kinds = SwitchedTools(box, tried), {}  # what fails on purpose counts as no service's failure
    tools = TimedTools(box, clock, late_tools, name, trace, kinds, over)
    understander = SteadyUnderstanding(served.understander, name)
    given = services.given if services is not None else None
    models = TimedModels(served.new_models(given, tried), clock, trace)
    return Conversation(served.program, understander, tools, output, ZoneClock(bot.timezone), event_log, models)


class SteadyUnderstanding:
    """Without sentence vectors a sentence means nothing, so the bot asks again. What guardrails find by words alone is
    found all the same."""

    def __init__(self, inner: Understander, name: str) -> None:
        self._inner = inner
        self._name = name
        self.guard = guard_of(inner)

    async def understand(
        self, text: str, expectation: Expectation, known: Mapping[str, Any], setting: Setting
    ) -> Understanding:
        """As the one inside; no acts when it is not there."""
        try:
            return await self._inner.understand(text, expectation, known, setting)
        except SpeechUnavailable as problem:
            log.warning("%s: a sentence could not be understood: %s", self._name, problem.code)
            checked = self.guard.heard(text) if self.guard is not None else None
            return Understanding(text) if checked is None else Understanding(checked.text, trips=checked.trips)


class TimedModels:
    """Models whose time is not the engine's."""

    def __init__(self, inner: Models, clock: Callable[[], TurnClock], trace: CallTrace = OFF) -> None:
        """`clock` gives that of the step under way."""
        self._inner = inner
        self._clock = clock
        self._trace = trace

    async def ask(self, command: AskModel, on_text: Callable[[str], None]) -> ModelOutcome:
        """Ask a language model."""
        if command.background:  # no step waits for it
            return await self._inner.ask(command, on_text)
        self._clock().waits()
        try:
            with self._trace.asks("model", command.node) as asked:
                outcome = await self._inner.ask(command, on_text)
                asked.outcome = outcome.error or "done"
                return outcome
        finally:
            self._clock().waits_no_more()

    async def look_up(self, command: LookUp) -> ModelOutcome:
        """Search a knowledge base."""
        self._clock().waits()
        try:
            with self._trace.asks("knowledge", command.knowledge) as asked:
                outcome = await self._inner.look_up(command)
                asked.outcome = outcome.error or "done"
                return outcome
        finally:
            self._clock().waits_no_more()


class TimedTools:
    """Tools whose time is not the engine's; one that raises is unavailable, and only what may be is broken off."""

    def __init__(
        self,
        inner: Tools,
        clock: Callable[[], TurnClock],
        late_tools: LateTools,
        name: str,
        trace: CallTrace = OFF,
        kinds: Mapping[str, str] | None = None,
        over: Callable[[], bool] = lambda: True,
    ) -> None:
        """`clock` gives that of the step under way, `kinds` what is behind each tool; `over`: whether nobody can go on
        with the conversation."""
        self._over = over
        self._trace = trace
        self._kinds = kinds or {}
        self._inner = inner
        self._clock = clock
        self._late_tools = late_tools
        self._name = name

    async def call(self, command: CallTool) -> ToolOutcome:
        """Perform a call."""
        self._clock().waits()
        self._clock().own_filler = command.filler is not None
        began_ns, came = now_ns(), "interrupted"
        try:
            with self._trace.asks("tool", command.tool, **{"voxloom.effect": command.effect}) as asked:
                outcome = await self._called(command)
                came = asked.outcome = outcome.error or "done"
                return outcome
        finally:
            metrics.tool_called(self._kinds.get(command.tool, "stub"), came, (now_ns() - began_ns) / 1e9)
            self._clock().own_filler = False
            self._clock().waits_no_more()  # of the turn that counts by now; the call may have been made in its pause

    async def _called(self, command: CallTool) -> ToolOutcome:
        try:
            if command.when_interrupted == "cancel":
                return await self._inner.call(command)
            return await self._late_tools.see_through(
                command, self._inner.call(command), call=self._name, take_back=self._inner.call, over=self._over
            )
        except Exception:
            log.exception("%s: the tool %s failed", self._name, command.tool)
            return ToolOutcome(error="unavailable")
