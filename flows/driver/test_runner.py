"""Runs the tests that stand in a bot: conversations that must go as written, and what of the bot they reach."""

import json
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from flows.definition.test_case import TestCase, TestTurn
from flows.driver.clocks import fixed
from flows.driver.conversation import Conversation
from flows.driver.coverage import Coverage, coverage
from flows.driver.expectations import Failure, Seen, misses
from flows.driver.model_stubs import ModelStubs
from flows.driver.ports import Models, Tools
from flows.driver.record import Turn
from flows.driver.silent_output import SilentOutput
from flows.driver.spoken import HearBack, Hearing, heard_as, word_error
from flows.engine.program import Program
from flows.engine.state import state_from_json, state_to_json
from flows.understanding.port import Understander

log = logging.getLogger(__name__)

DEFAULT_NOW = "2026-01-05T10:00"
"""A test without `now` runs on this Monday morning, so that it gives the same on every day."""

ToolsFor = Callable[[Mapping[str, Any]], Tools]
"""Makes the tools of one test from its stubs. They must not reach anything real."""


@dataclass(frozen=True)
class TestResult:
    """What came of one test."""

    __test__ = False

    name: str
    failures: tuple[Failure, ...] = ()
    trace: tuple[dict[str, Any], ...] = ()
    seen: tuple[Seen, ...] = ()
    """What came of each turn, the greeting first."""
    heard: tuple[Hearing, ...] = ()
    """What the recogniser made of each sentence, in a spoken test."""

    @property
    def passed(self) -> bool:
        """Whether everything was as expected."""
        return not self.failures


@dataclass(frozen=True)
class TestReport:
    """What came of all tests of a bot."""

    __test__ = False

    results: tuple[TestResult, ...]
    coverage: Coverage
    lines: Mapping[str, int] = field(default_factory=dict)
    """Where each test stands in the file."""
    spoken: bool = False

    @property
    def failed(self) -> int:
        """How many tests failed."""
        return sum(1 for result in self.results if not result.passed)

    def as_json(self) -> dict[str, Any]:
        """The object that `bot test --json` prints."""
        return {
            "passed": len(self.results) - self.failed,
            "failed": self.failed,
            "tests": [self._told(result) for result in self.results],
            "coverage": self.coverage.as_json(),
        }

    def _told(self, result: TestResult) -> dict[str, Any]:
        told: dict[str, Any] = {
            "name": result.name,
            "passed": result.passed,
            "line": self.lines.get(result.name, 1),
            "failures": [failure.as_json() for failure in result.failures],
        }
        if self.spoken:
            told["heard"] = [hearing.as_json() for hearing in result.heard if hearing.differs]
            told["word_error"] = word_error(result.heard)
        return told


async def run_tests(
    program: Program,
    understander: Understander,
    tools_for: ToolsFor,
    lines: Mapping[str, int] | None = None,
    hear_back: HearBack | None = None,
) -> TestReport:
    """Run every test of a bot, one after the other, in the order of the file. `hear_back` makes them spoken."""
    results = [
        await run_test(program, understander, tools_for(test.stubs), name, test, hear_back)
        for name, test in program.bot.tests.items()
    ]
    trace = [line for result in results for line in result.trace]
    return TestReport(tuple(results), coverage(program.bot, trace), lines or {}, hear_back is not None)


async def run_test(
    program: Program,
    understander: Understander,
    tools: Tools,
    name: str,
    test: TestCase,
    hear_back: HearBack | None = None,
) -> TestResult:
    """Run one test. The state goes through JSON between all turns, as it does in a call that moves."""
    models = ModelStubs(program.bot, test.stubs)
    return await _Run(open_conversation(program, understander, tools, models, test.now), hear_back).run(name, test)


def open_conversation(
    program: Program, understander: Understander, tools: Tools, models: Models, now: str | None = None
) -> Conversation:
    """A conversation as tests hold it, not started yet."""
    clock = fixed(now or DEFAULT_NOW, program.bot.timezone)
    return Conversation(program, understander, tools, SilentOutput(), clock, models=models)


class _Run:
    """One test under way."""

    def __init__(self, conversation: Conversation, hear_back: HearBack | None) -> None:
        self._talk = conversation
        self._hear_back = hear_back
        self._failures: list[Failure] = []
        self._trace: list[dict[str, Any]] = []
        self._seen: list[Seen] = []
        self._heard: list[Hearing] = []

    async def run(self, name: str, test: TestCase) -> TestResult:
        """The whole test; what the engine raises, which it never should, is a failure of the turn."""
        number = 0
        try:
            self._look(0, [await self._talk.start()], test.turns[0] if test.turns[0].does_nothing else None)
            for number, step in enumerate(test.turns, start=0 if test.turns[0].does_nothing else 1):
                if number > 0 and not await self._take(number, step):
                    break
        except Exception as problem:
            log.debug("the test %s broke off", name, exc_info=True)
            self._failures.append(Failure(number, {"error": None}, {"error": f"{type(problem).__name__}: {problem}"}))
        return TestResult(name, tuple(self._failures), tuple(self._trace), tuple(self._seen), tuple(self._heard))

    async def _take(self, number: int, step: TestTurn) -> bool:
        """One step; False when the call is over already."""
        if (ended := self._talk.state.ended) is not None:
            self._failures.append(Failure(number, {"ended": None}, {"ended": ended.reason}))
            return False
        self._talk.state = state_from_json(json.loads(json.dumps(state_to_json(self._talk.state))))
        self._look(number, await do_step(self._talk, step, lambda text: self._say(number, text)), step)
        return True

    async def _say(self, number: int, text: str) -> str:
        """What is heard of a sentence: the sentence itself, or what the recogniser made of its sound."""
        if self._hear_back is None:
            return text
        self._heard.append(await heard_as(self._hear_back, number, text, self._talk.expectation))
        return self._heard[-1].heard

    def _look(self, number: int, turns: list[Turn], step: TestTurn | None) -> None:
        self._trace += [line for turn in turns for line in turn.trace]
        seen = Seen.of(turns, self._talk.state)
        self._seen.append(seen)
        if step is not None and step.expect is not None:
            heard = next((item.heard for item in self._heard if item.turn == number and item.differs), None)
            self._failures += misses(number, step.expect, seen, heard)


async def _as_said(text: str) -> str:
    return text


async def do_step(talk: Conversation, step: TestTurn, say: Callable[[str], Awaitable[str]] = _as_said) -> list[Turn]:
    """Do what the caller does in one step; several silences are several turns. `say`: what is heard of a sentence."""
    turns: list[Turn] = []
    if step.interrupt is not None:
        turns.append(await talk.interrupt(step.interrupt))
    if step.user is not None:
        heard = await say(step.user)
        turns.append(await talk.hear(heard) if heard or not step.user else await talk.silence())
    if step.dtmf is not None:
        turns.append(await talk.press(str(step.dtmf)))
    for _ in range(int(step.silence or 0)):
        if talk.state.ended is None:
            turns.append(await talk.silence())
    if step.hangup:
        turns.append(await talk.hang_up())
    return turns
