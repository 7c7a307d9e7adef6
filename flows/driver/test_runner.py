"""Runs the tests that stand in a bot: conversations that must go as written, and what of the bot they reach."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from flows.definition.bot import Bot
from flows.definition.edges import targets
from flows.definition.test_case import TestCase, TestTurn
from flows.driver.clocks import fixed
from flows.driver.conversation import Conversation
from flows.driver.expectations import Failure, Seen, misses
from flows.driver.ports import Tools
from flows.driver.record import Turn
from flows.driver.silent_output import SilentOutput
from flows.engine.program import Program
from flows.engine.state import state_from_json, state_to_json
from flows.understanding.port import Understander

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

    @property
    def passed(self) -> bool:
        """Whether everything was as expected."""
        return not self.failures


@dataclass(frozen=True)
class Coverage:
    """How much of a bot's own flows was reached: (reached, of)."""

    nodes: tuple[int, int]
    edges: tuple[int, int]


@dataclass(frozen=True)
class TestReport:
    """What came of all tests of a bot."""

    __test__ = False

    results: tuple[TestResult, ...]
    coverage: Coverage
    lines: Mapping[str, int] = field(default_factory=dict)
    """Where each test stands in the file."""

    @property
    def failed(self) -> int:
        """How many tests failed."""
        return sum(1 for result in self.results if not result.passed)

    def as_json(self) -> dict[str, Any]:
        """The object that `bot test --json` prints."""
        return {
            "passed": len(self.results) - self.failed,
            "failed": self.failed,
            "tests": [
                {
                    "name": result.name,
                    "passed": result.passed,
                    "line": self.lines.get(result.name, 1),
                    "failures": [failure.as_json() for failure in result.failures],
                }
                for result in self.results
            ],
            "coverage": {"nodes": list(self.coverage.nodes), "edges": list(self.coverage.edges)},
        }


async def run_tests(
    program: Program, understander: Understander, tools_for: ToolsFor, lines: Mapping[str, int] | None = None
) -> TestReport:
    """Run every test of a bot, one after the other, in the order of the file."""
    results = [
        await run_test(program, understander, tools_for(test.stubs), name, test)
        for name, test in program.bot.tests.items()
    ]
    trace = [line for result in results for line in result.trace]
    return TestReport(tuple(results), coverage(program.bot, trace), lines or {})


async def run_test(program: Program, understander: Understander, tools: Tools, name: str, test: TestCase) -> TestResult:
    """Run one test. The state goes through JSON between all turns, as it does in a call that moves."""
    clock = fixed(test.now or DEFAULT_NOW, program.bot.timezone)
    conversation = Conversation(program, understander, tools, SilentOutput(), clock)
    failures: list[Failure] = []
    turns = [await conversation.start()]
    trace = list(turns[0].trace)
    for number, step in enumerate(test.turns, start=0 if test.turns[0].does_nothing else 1):
        if number > 0:
            if conversation.state.ended is not None:
                failures.append(Failure(number, {"ended": None}, {"ended": conversation.state.ended.reason}))
                break
            turns = await _step(conversation, step)
            trace += [line for turn in turns for line in turn.trace]
        if step.expect is not None:
            seen = Seen.of(turns, conversation.state)
            failures += misses(number, step.expect, seen)
    return TestResult(name, tuple(failures), tuple(trace))


async def _step(conversation: Conversation, step: TestTurn) -> list[Turn]:
    """Do what the caller does in one step; several silences are several turns."""
    turns: list[Turn] = []
    conversation.state = state_from_json(json.loads(json.dumps(state_to_json(conversation.state))))
    if step.interrupt is not None:
        turns.append(await conversation.interrupt(step.interrupt))
    if step.user is not None:
        turns.append(await conversation.hear(step.user))
    if step.dtmf is not None:
        turns.append(await conversation.press(str(step.dtmf)))
    for _ in range(int(step.silence or 0)):
        if conversation.state.ended is None:
            turns.append(await conversation.silence())
    if step.hangup:
        turns.append(await conversation.hang_up())
    return turns


def coverage(bot: Bot, trace: list[dict[str, Any]]) -> Coverage:
    """What of a bot's own nodes and edges a trace went over."""
    nodes = {(flow, node) for flow, definition in bot.flows.items() for node in definition.nodes}
    edges = static_edges(bot)
    visited = {(line["flow"], line["node"]) for line in trace if line["why"] == "visit"}
    taken = {(line["flow"], line["node"], line["to"]) for line in trace if line["why"] == "leads_to"}
    return Coverage((len(nodes & visited), len(nodes)), (len(edges & taken), len(edges)))


def static_edges(bot: Bot) -> set[tuple[str, str, str]]:
    """(flow, node, name) of everything that a bot's nodes may lead to, the next node of the file included."""
    edges: set[tuple[str, str, str]] = set()
    for flow_name, flow in bot.flows.items():
        for name, node in flow.nodes.items():
            edges |= {(flow_name, name, target) for _, leads_to in node.edges() for target in targets(leads_to)}
            following = flow.after(name)
            if node.next is None and not node.ends and following is not None:
                edges.add((flow_name, name, following))
    return edges
