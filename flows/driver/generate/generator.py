"""Tests for the edges of a bot that its own tests do not reach."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from flows.definition.bot import Bot
from flows.driver.coverage import Coverage, Edge, coverage, edges_of, edges_taken, last_nodes_of, visit_of
from flows.driver.generate.answers import Answers
from flows.driver.generate.compose import Composed, Composer
from flows.driver.generate.constants import Constants, texts_around
from flows.driver.generate.draft import Draft
from flows.driver.generate.judge import Judge
from flows.driver.generate.moves import Moves
from flows.driver.generate.results import Results
from flows.driver.generate.sameness import Sameness
from flows.driver.generate.search import Search
from flows.driver.generate.text import can_be_written
from flows.driver.generate.why import Told, reasons, told_faults
from flows.driver.generate.world import World
from flows.driver.test_runner import DEFAULT_NOW, TestReport, ToolsFor, run_test
from flows.engine.program import Program
from flows.understanding.port import Understander

MAX_NOWS = 8
"""Moments at which calls begin that are tried where conditions look at `now`."""


@dataclass(frozen=True)
class Generated:
    """What came of it."""

    tests: Mapping[str, dict[str, Any]]
    """Each test as it stands in YAML."""
    coverage: Coverage
    """Of the bot's own tests and these together."""
    unreached: Mapping[Edge, str] = field(default_factory=dict)
    """Edges over which no conversation was found, each with the reason."""
    not_testable: Mapping[Edge, str] = field(default_factory=dict)
    """Edges that were reached but that no test holds, each with the reason."""
    not_told: Mapping[Edge, tuple[str, ...]] = field(default_factory=dict)
    """Edges that a test holds, with what may be done to them all the same: no caller would notice."""
    faults: tuple[Told, ...] = ()
    """Places where the bot cannot go on, each with a conversation that comes there."""

    def as_json(self) -> dict[str, Any]:
        """What `bot test --generate --json` adds to its report."""
        return {
            "generated": dict(self.tests),
            "coverage_with_generated": self.coverage.as_json(),
            "unreached": [{**edge.as_json(), "reason": why} for edge, why in self.unreached.items()],
            "not_testable": [{**edge.as_json(), "reason": why} for edge, why in self.not_testable.items()],
            "not_told": [{**edge.as_json(), "mutants": list(done)} for edge, done in self.not_told.items()],
            "faults": [told.as_json() for told in self.faults],
        }


async def generate(program: Program, understander: Understander, tools_for: ToolsFor, report: TestReport) -> Generated:
    """Write tests for what the tests of a report did not reach. Every one passes, and fails on mutants of its edges."""
    bot = program.bot
    trace = [line for result in report.results for line in result.trace]
    covered = edges_taken(bot, trace)
    visited = {visit_of(line) for line in trace}
    wanted = [
        *(edge for edge in edges_of(bot) if edge not in covered),
        *(edge for edge in last_nodes_of(bot) if edge not in visited),
    ]
    if not wanted:
        return Generated({}, report.coverage)
    constants = Constants(bot)
    world = World(program, understander, Results(bot, constants))
    moves = Moves(world, Answers(bot, constants, program.setting(DEFAULT_NOW)))
    search = Search(world, moves, Sameness(program), wanted)
    await moves.prepare((await world.begin())[0])
    await search.run(_nows(constants))
    composed = await Composer(bot, search, Judge(program, world.understander, tools_for)).run()
    generated = await _tests(program, understander, tools_for, trace, composed)
    return replace(generated, unreached=reasons(bot, search, moves), faults=told_faults(search))


async def _tests(
    program: Program,
    understander: Understander,
    tools_for: ToolsFor,
    trace: list[dict[str, Any]],
    composed: Composed,
) -> Generated:
    """Run the tests once more, as they will be run from the file: for the coverage, and to let none out that fails."""
    every = list(trace)
    tests: dict[str, dict[str, Any]] = {}
    for name, draft in _in_order(program.bot, composed):
        ran = await run_test(program, understander, tools_for(draft.stubs), name, draft.case())
        if ran.passed and can_be_written(draft.data()):
            tests[name] = draft.data()
            every += ran.trace
    reached = coverage(program.bot, every)
    return Generated(tests, reached, {}, composed.not_testable, composed.not_told)


def _in_order(bot: Bot, composed: Composed) -> list[tuple[str, Draft]]:
    """By flow, in the order of the file."""
    flows = list(bot.flows)
    return sorted(composed.tests.items(), key=lambda item: flows.index(item[0].split(":")[0]))


def _nows(constants: Constants) -> list[str | None]:
    """When calls begin: the usual moment, and those on both sides of what conditions compare `now` with."""
    moments = [text for text in texts_around(constants.of("now")) if "-" in text]
    return [None, *moments][:MAX_NOWS]
