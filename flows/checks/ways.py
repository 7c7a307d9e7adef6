"""Where nodes lead: the bot as a graph of spots."""

from collections.abc import Iterator
from typing import Any

from flows.checks.look import Look
from flows.definition.edges import RESERVED_TARGETS
from flows.definition.nodes.flow import RunFlow
from flows.definition.nodes.node import Node
from flows.loader.lost import LostNode, words_in
from flows.near import nearest

Spot = tuple[str, str]
"""A flow and a node of it."""
EDGES = frozenset({"next", "on_fail", "on_error", "on_unknown"})
"""The fields that lead somewhere."""
MAX_UNKNOWN = 100
"""So many unknown targets are taken for what they are like; more of them are no slips."""


class Ways:
    """The edges of a bot. With `meant`, an unknown target leads to what it is like: one slip, one finding."""

    def __init__(self, look: Look, *, meant: bool = False) -> None:
        self._look = look
        self._with_meant = meant
        self._unknown: dict[tuple[str, str], str | None] = {}
        self.nodes: dict[Spot, Node] = {}
        self._following: dict[Spot, Spot] = {}
        for flow_name, flow in look.bot.flows.items():
            names = list(flow.nodes)
            self.nodes |= {(flow_name, name): node for name, node in flow.nodes.items()}
            for name, following in zip(names, names[1:], strict=False):
                self._following[flow_name, name] = (flow_name, following)

    def onward(self, spot: Spot) -> Iterator[tuple[str, Spot]]:
        """(field, spot) of everywhere that a node may lead; the field of the next node in the file is `next` too."""
        node = self.nodes[spot]
        if (falls_to := self.falls_to(spot)) is not None:
            yield "next", falls_to
        for field, target in node.target_names():
            if (found := self.spot(spot[0], target)) is not None:
                yield field, found

    def falls_to(self, spot: Spot) -> Spot | None:
        """The next node in the file, where a node leads there."""
        node = self.nodes[spot]
        return self._following.get(spot) if node.next is None and not node.ends else None

    def runs(self, spot: Spot) -> Spot | None:
        """Where the flow begins that a node runs."""
        node = self.nodes[spot]
        return self.first(node.flow) if isinstance(node, RunFlow) else None

    def first(self, flow: str) -> Spot | None:
        """Where a flow of the bot begins."""
        found = self._look.bot.flows.get(flow)
        return (flow, found.first) if found is not None and found.nodes else None

    def spot(self, flow: str, target: str) -> Spot | None:
        """Where a target leads that stands in a flow."""
        if target in RESERVED_TARGETS:
            return None
        if (flow, target) in self.nodes:
            return flow, target
        if target in self._look.bot.flows:
            return self.first(target)
        near = self._meant(flow, target) if self._with_meant else None
        return self.spot(flow, near) if near is not None else None

    def _meant(self, flow: str, target: str) -> str | None:
        if target in self._look.flows or target in RESERVED_TARGETS or len(self._unknown) >= MAX_UNKNOWN:
            return None
        if (flow, target) not in self._unknown:
            nodes = self._look.bot.flows[flow].nodes if flow in self._look.bot.flows else ()
            known = [*nodes, *self._look.bot.flows]
            self._unknown[flow, target] = nearest(target, known)
        return self._unknown[flow, target]

    @property
    def too_many_unknown(self) -> bool:
        """Whether so many targets are unknown that nothing can be said of what they lead to."""
        return len(self._unknown) >= MAX_UNKNOWN

    def open(self, spot: Spot) -> bool:
        """Whether a node may lead to places that could not be read."""
        path = ("flows", spot[0], "nodes", spot[1])
        if self._look.sure(path):
            return False
        lost = self._look.lost.paths
        if isinstance(self.nodes[spot], LostNode) and not isinstance(lost.get(path), dict):
            return True
        return any(
            path[:4] == place[:4] and place[4] in {*EDGES, "flow"} and not self._leads_anywhere(spot[0], value)
            for place, value in lost.items()
            if len(place) > 4
        )

    def _leads_anywhere(self, flow: str, value: Any) -> bool:
        """Whether something that could not be read speaks of a place to lead to."""
        return any(word in RESERVED_TARGETS or self.spot(flow, word) is not None for word in words_in(value))

    @property
    def any_open(self) -> bool:
        """Whether something may lead to flows that could not be read."""
        defaults = (place for place in self._look.lost.paths if place[:1] == ("defaults",))
        unread = any(
            len(place) == 1 or (place[1] in EDGES and not self._leads_anywhere("", self._look.lost.paths[place]))
            for place in defaults
        )
        flows = any(
            len(place) in (2, 3) and not isinstance(value, dict) and not words_in(value) & self._look.bot.flows.keys()
            for place, value in self._look.lost.paths.items()
            if place[:1] == ("flows",) and place[2:] in ((), ("nodes",))
        )
        return unread or flows or any(self.open(spot) for spot in self.nodes)
