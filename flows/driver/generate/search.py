"""The search: every edge of a bot, and the shortest conversations that go over it.

Breadth first, over states that `sameness` takes for different, up to a number of turns: a number and not a time, so
that the same bot gives the same tests on every machine.
"""

import heapq
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from flows.driver.coverage import Edge
from flows.driver.generate.moves import Moves
from flows.driver.generate.results import FAILURE
from flows.driver.generate.sameness import Sameness
from flows.driver.generate.world import Fault, Point, World

MAX_TURNS = 6_000
"""Turns that are tried for one bot: some seconds. The starter bots need a tenth of it."""
MAX_DEPTH = 30
"""Turns in one test; longer conversations test nothing that shorter ones do not."""
MAX_WAYS = 12
"""Conversations kept for one edge, the shortest: where one cannot tell a turned edge, another may."""
MAX_ALIKE = 4
"""Of those, with the same edges in their last turn."""
DIGRESSION = 6
"""Turns that a flow that was left counts as."""
GRACE_TURNS = 300
"""Tried after the last edge was found, for those other conversations."""


class Search:
    """The conversations that reach the wanted edges."""

    def __init__(self, world: World, moves: Moves, sameness: Sameness, wanted: Iterable[Edge]) -> None:
        self._world = world
        self._moves = moves
        self._sameness = sameness
        self.ways: dict[Edge, list[Point]] = {edge: [] for edge in wanted}
        """Wanted edge to the points whose last turn went over it, the shortest way first."""
        self.points: list[Point] = []
        """Every point that was reached, in the order in which it was."""
        self.faults: dict[Fault, Point] = {}
        """Where the bot cannot go on, each with the first conversation that comes there."""
        self._seen: set[Any] = set()
        self._heap: list[tuple[int, int, int, Point]] = []
        self._until = MAX_TURNS

    async def run(self, nows: Iterable[str | None] = (None,)) -> None:
        """Search until everything was seen or the bound is reached. `nows`: the moments at which calls may begin."""
        for now in nows:
            for point in await self._world.begin(now):
                self._reached(point)
        while self._heap and self._world.tried < self._until:
            *_, point = heapq.heappop(self._heap)
            for step in await self._moves.at(point):
                for following in await self._world.take(point, step):
                    self._reached(following)

    @property
    def reach(self) -> Mapping[str, frozenset[str]]:
        """Each flow with the flows to which it may lead, itself among them."""
        return self._sameness.reach

    def longer(self, point: Point) -> Iterator[Point]:
        """Conversations that begin as this one does and go on."""
        size, given = len(point.steps), len(point.given)
        for other in self.points:
            if len(other.steps) > size and other.steps[:size] == point.steps and other.given[:given] == point.given:
                yield other

    @property
    def is_cut_short(self) -> bool:
        """Whether there is more to be tried."""
        return bool(self._heap)

    def _reached(self, point: Point) -> None:
        if point.faults:
            # No test may hold the bot to an apology. What a made-up result breaks is no fault of the bot.
            if all(given.own or given.entry == FAILURE for given in point.given):
                self.faults.setdefault(point.faults[0], point)
            return
        self.points.append(point)
        new = False
        for edge in dict.fromkeys(point.edges[-1]):
            ways = self.ways.get(edge)
            if ways is not None and len(ways) < MAX_WAYS and self._adds(point, ways):
                new = new or not ways
                ways.append(point)
        if new and all(self.ways.values()):
            self._until = min(MAX_TURNS, 2 * self._world.tried + GRACE_TURNS)
        key = self._sameness.key(point)
        if key in self._seen or point.state.ended is not None or len(point.steps) >= MAX_DEPTH:
            return
        self._seen.add(key)
        heapq.heappush(self._heap, (self._cold(point), self._far(point), len(self.points), point))

    def _far(self, point: Point) -> int:
        """Calls in which something was left for something else come later: each flow could lie on top of each other."""
        return len(point.steps) + DIGRESSION * sum(frame.interrupted for frame in point.state.stack)

    def _adds(self, point: Point, ways: list[Point]) -> bool:
        """Whether a way differs from those that are known: by its edges, or by what the conditions came to."""
        alike = [way for way in ways if way.edges[-1] == point.edges[-1]]
        situation = self._sameness.situation(point)
        return len(alike) < MAX_ALIKE and all(self._sameness.situation(way) != situation for way in alike)

    def _cold(self, point: Point) -> int:
        """0 where an edge that was not reached yet may be ahead, 1 elsewhere: these wait."""
        missing = {edge.flow for edge, ways in self.ways.items() if not ways}
        ahead = {flow for frame in point.state.stack for flow in self._sameness.reach.get(frame.flow, ())}
        return 0 if not point.state.stack or ahead & missing else 1
