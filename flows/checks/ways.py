"""Where nodes lead: the bot as a graph of spots."""

from collections.abc import Iterator

from flows.checks.look import Look
from flows.definition.nodes.flow import RunFlow
from flows.definition.nodes.node import Node
from flows.loader.lost import LostNode, words_in
from flows.near import nearest

Spot = tuple[str, str]
"""A flow and a node of it."""
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
        if (flow, target) in self.nodes:
            return flow, target
        if target in self._look.bot.flows:
            return self.first(target)
        near = self._meant(flow, target) if self._with_meant else None
        return self.spot(flow, near) if near is not None else None

    def _meant(self, flow: str, target: str) -> str | None:
        if target in self._look.flows or target in ("end", "handoff") or len(self._unknown) >= MAX_UNKNOWN:
            return None
        if (flow, target) not in self._unknown:
            known = [*self._look.bot.flows[flow].nodes, *self._look.bot.flows]
            self._unknown[flow, target] = nearest(target, known)
        return self._unknown[flow, target]

    @property
    def too_many_unknown(self) -> bool:
        """Whether so many targets are unknown that nothing can be said of what they lead to."""
        return len(self._unknown) >= MAX_UNKNOWN

    def open(self, spot: Spot) -> bool:
        """Whether a node may lead to places that could not be read."""
        path = ("flows", spot[0], "nodes", spot[1])
        if isinstance(self.nodes[spot], LostNode) or self._look.sure(path):
            return False
        lost = self._look.lost.paths
        for field in ("next", "on_fail", "on_error", "on_unknown"):
            if not self._look.sure((*path, field)):
                words = words_in(lost.get((*path, field)))
                if not any(self.spot(spot[0], word) is not None for word in words):
                    return True
        return False
