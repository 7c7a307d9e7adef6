"""Holds a test against the mutants of an edge, and strengthens it until it fails on each of them."""

from collections.abc import Container, Sequence
from dataclasses import dataclass

from flows.driver.coverage import Edge
from flows.driver.expectations import Seen
from flows.driver.generate.draft import Draft
from flows.driver.generate.mutants import Mutant, mutants
from flows.driver.generate.pins import add_difference, plain_expectations, tells_apart
from flows.driver.test_runner import TestResult, ToolsFor, run_test
from flows.engine.program import Program
from flows.understanding.port import Understander

MAX_RUNS = 30_000
"""Runs of drafts for one bot: some minutes. Edges beyond it are told as not tested."""


@dataclass(frozen=True)
class Verdict:
    """What a draft does about the mutants of an edge."""

    killed: frozenset[str]
    """What was done to the mutants on which it fails."""
    survivors: frozenset[str]
    """What was done to those on which the bot does the same from the first to the last turn."""


class Judge:
    """Runs drafts on a bot and on its mutants."""

    def __init__(self, program: Program, understander: Understander, tools_for: ToolsFor) -> None:
        self._program = program
        self._understander = understander
        self._tools_for = tools_for
        self._mutants: dict[Edge, list[Mutant]] = {}
        self.runs = 0

    @property
    def tired(self) -> bool:
        """The bound is reached."""
        return self.runs >= MAX_RUNS

    async def begin(self, draft: Draft) -> tuple[Seen, ...] | None:
        """Write the plain expectations; what is seen when the draft runs as an ordinary test, None if it breaks off."""
        ran = await self._run(self._program, draft)
        if not ran.passed or len(ran.seen) <= len(draft.steps):
            return None
        plain_expectations(draft, ran.seen)
        return ran.seen

    async def strengthen(
        self, draft: Draft, base: Sequence[Seen], edge: Edge, only: Container[str] | None = None
    ) -> Verdict:
        """Add to a draft what it needs to fail on the mutants of an edge, or on some of them."""
        killed: set[str] = set()
        survivors: set[str] = set()
        for mutant in self._of(edge):
            if only is not None and mutant.what not in only:
                continue
            seen = (await self._run(self._program.turned_into(mutant.bot), draft)).seen
            told = tells_apart(draft, seen) or add_difference(draft, base, seen)
            (killed if told else survivors).add(mutant.what)
        return Verdict(frozenset(killed), frozenset(survivors))

    def _of(self, edge: Edge) -> list[Mutant]:
        if edge not in self._mutants:
            self._mutants[edge] = mutants(self._program.bot, edge)
        return self._mutants[edge]

    async def _run(self, program: Program, draft: Draft) -> TestResult:
        self.runs += 1
        return await run_test(program, self._understander, self._tools_for(draft.stubs), "draft", draft.conversation)
