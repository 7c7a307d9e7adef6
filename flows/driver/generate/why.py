"""Why no test was written: for each edge that no conversation came over, what stood in the way."""

from dataclasses import dataclass
from typing import Any

from flows.definition.bot import Bot
from flows.definition.edges import Next
from flows.definition.nodes.ask import Ask
from flows.driver.coverage import VISIT, Edge
from flows.driver.generate.constants import names_in
from flows.driver.generate.draft import Draft
from flows.driver.generate.moves import Moves
from flows.driver.generate.search import Search
from flows.driver.generate.world import Fault

OF_THE_CALL = ("channel",)
"""Names that every call brings along and a test cannot choose; `now` it can."""


@dataclass(frozen=True)
class Told:
    """A place where the bot cannot go on, with a conversation that comes there."""

    fault: Fault
    conversation: dict[str, Any]
    """As it would stand in a test."""

    def as_json(self) -> dict[str, Any]:
        """The object that `bot test --generate --json` prints."""
        fault = self.fault
        return {"flow": fault.flow, "node": fault.node, "problem": fault.problem, **self.conversation}


def told_faults(search: Search) -> tuple[Told, ...]:
    """Every place where the bot cannot go on."""
    return tuple(Told(fault, Draft.of(point).data()) for fault, point in search.faults.items())


def reasons(bot: Bot, search: Search, moves: Moves) -> dict[Edge, str]:
    """Each wanted edge that was not reached, with what stood in the way."""
    visited = {edge for point in search.points for edge in point.taken if edge.field == VISIT}
    entered = {edge.flow for edge in visited}
    why = _Why(bot, search, moves, entered)
    return {
        edge: why.of_edge(edge) if Edge(edge.flow, edge.node, VISIT) in visited else why.of_node(edge)
        for edge, ways in search.ways.items()
        if not ways
    }


class _Why:
    """The reasons of one search."""

    def __init__(self, bot: Bot, search: Search, moves: Moves, entered: set[str]) -> None:
        self._bot = bot
        self._search = search
        self._moves = moves
        self._entered = entered

    def of_node(self, edge: Edge) -> str:
        """Nothing that was tried came to the node."""
        if edge.flow not in self._entered and edge.flow in self._moves.unheard:
            text, act = self._moves.unheard[edge.flow]
            return f'no example of its intents asks for `{edge.flow}`: "{text}" is taken for `{act}`'
        if (fault := self._fault_below(edge.flow)) is not None:
            return f"no call came there; calls break at `{fault.flow}.{fault.node}`: {fault.problem}"
        if self._search.is_cut_short:
            return "no call came there before the bound on the search was reached"
        return "no call that was tried came there"

    def of_edge(self, edge: Edge) -> str:
        """Calls came to the node and none left it there."""
        node = self._bot.flows[edge.flow].nodes[edge.node]
        if isinstance(node, Ask) and edge.field == "next" and not self._moves.answered.get(node.slot, True):
            return f"no answer for `{node.slot}` that was tried is understood"
        if (fault := self._fault_behind(edge)) is not None:
            return f"calls break on it, at `{fault.flow}.{fault.node}`: {fault.problem}"
        if (condition := self._condition(edge)) is None:
            return "no call that was tried took it"
        brought = [name for name in sorted(names_in(condition)) if self._is_brought(name)]
        if brought:
            names = " and ".join(f"`{name}`" for name in brought)
            return f"`{condition}` hangs on {names}, which comes with the call and not from a test"
        return f"`{condition}` was never true"

    def _condition(self, edge: Edge) -> str | None:
        """The condition of a branch or of a refusal."""
        if edge.branch is None:
            return None
        node = self._bot.flows[edge.flow].nodes[edge.node]
        if edge.field == "validate" and isinstance(node, Ask):
            return node.refuse[edge.branch].condition
        leads_to: Next | None = getattr(node, edge.field) or getattr(self._bot.defaults, edge.field, None)
        return leads_to[edge.branch].condition if leads_to is not None and not isinstance(leads_to, str) else None

    def _is_brought(self, name: str) -> bool:
        variable = self._bot.variables.get(name)
        return name in OF_THE_CALL or (variable is not None and variable.origin is not None)

    def _fault_below(self, flow: str) -> Fault | None:
        """A fault in a flow, or in one to which it leads."""
        below = self._search.reach.get(flow, frozenset())
        return next((fault for fault in self._search.faults if fault.flow in below), None)

    def _fault_behind(self, edge: Edge) -> Fault | None:
        """A fault at an edge's node or in the sub-flow that it runs, or one to which the edge led."""
        run = getattr(self._bot.flows[edge.flow].nodes[edge.node], "flow", None)
        for fault, point in self._search.faults.items():
            if edge in point.edges[-1] or fault.flow == run or (fault.flow, fault.node) == (edge.flow, edge.node):
                return fault
        return None
