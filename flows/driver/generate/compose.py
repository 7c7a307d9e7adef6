"""From the ways that the search found to tests: few, each shown to fail when its edges are turned."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain, islice

from flows.definition.bot import Bot
from flows.driver.coverage import VISIT, Edge
from flows.driver.expectations import Seen
from flows.driver.generate.draft import Draft
from flows.driver.generate.judge import Judge
from flows.driver.generate.names import name_of
from flows.driver.generate.search import Search
from flows.driver.generate.world import Point

MAX_LONGER = 4
"""Conversations that go on after an edge, tried for each that ends with it."""
MAX_CANDIDATES = 24
"""Conversations tried for one test."""
MAX_TESTS = 3
"""For one edge, where no single conversation tells all of its mutants."""


@dataclass
class Composed:
    """The tests, and what is to be told about the edges that they do not hold."""

    tests: dict[str, Draft] = field(default_factory=dict)
    not_told: dict[Edge, tuple[str, ...]] = field(default_factory=dict)
    """Edges with what may be done to them so that every conversation that was found stays the same."""
    not_testable: dict[Edge, str] = field(default_factory=dict)
    """Edges that no test holds, with the reason."""


@dataclass(frozen=True)
class _Candidate:
    """A draft, how it came about, and what is seen when it runs."""

    point: Point
    draft: Draft
    base: tuple[Seen, ...]


class Composer:
    """Makes tests of ways."""

    def __init__(self, bot: Bot, search: Search, judge: Judge) -> None:
        self._bot = bot
        self._search = search
        self._judge = judge
        self._done = Composed()
        self._left: dict[Edge, frozenset[str]] = {}
        """Edges that a test goes over with the mutants that no test tells yet."""

    async def run(self) -> Composed:
        """Long conversations first: they hold many edges at once, as a person's tests of a whole flow do."""
        ways = {edge: found for edge, found in self._search.ways.items() if found}
        for edge in sorted(ways, key=lambda edge: _from_the_end(edge, ways[edge][0])):
            await self._hold(edge)
        return self._done

    async def _hold(self, edge: Edge) -> None:
        """Write a test for an edge, or a few where one does not tell all of its mutants."""
        for _ in range(MAX_TESTS):
            if not self._left.get(edge, True) or self._judge.tired:
                break
            if (best := await self._best(edge)) is None:
                break
            name = name_of(self._bot, edge, best.draft, {*self._bot.tests, *self._done.tests})
            self._done.tests[name] = best.draft
            await self._note(best)
        if self._left.get(edge):
            self._done.not_told[edge] = tuple(sorted(self._left[edge]))
        elif edge not in self._left:
            tired = "the bound on the work was reached"
            told = "no conversation that was found tells where it leads"
            self._done.not_testable[edge] = tired if self._judge.tired else told

    async def _best(self, edge: Edge) -> _Candidate | None:
        """The draft that tells most of the mutants that are left, the first of those that tell all of them."""
        best: _Candidate | None = None
        most = 0
        for point in self._ways(edge):
            draft = Draft.of(point)
            base = await self._judge.begin(draft)
            if base is None:
                continue
            verdict = await self._judge.strengthen(draft, base, edge, self._left.get(edge))
            if len(verdict.killed) > most:
                best, most = _Candidate(point, draft, base), len(verdict.killed)
            if not verdict.survivors or self._judge.tired:
                break
        return best

    def _ways(self, edge: Edge) -> Iterator[Point]:
        """Conversations that end with an edge, then some that go on after it."""
        ways = self._search.ways[edge]
        longer = (islice(self._search.longer(way), MAX_LONGER) for way in ways)
        yield from islice(chain(ways, *longer), MAX_CANDIDATES)

    async def _note(self, written: _Candidate) -> None:
        """Have a new test tell what it can of all the edges on its way."""
        for edge in self._search.ways:
            if edge not in written.point.taken or not self._left.get(edge, True) or self._judge.tired:
                continue
            verdict = await self._judge.strengthen(written.draft, written.base, edge, self._left.get(edge))
            if verdict.killed:
                self._left[edge] = verdict.survivors


def _from_the_end(edge: Edge, way: Point) -> tuple[bool, int, int]:
    """Sorts the last edges of the longest conversations to the front, and mere visits behind all edges."""
    return edge.field == VISIT, -len(way.steps), -way.edges[-1].index(edge)
