"""Nodes and flows that are the same as before under another name."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from flows.exchange.diff.graph import Edge, Graph, Spot, Target, Way, own_part
from flows.exchange.diff.values import written


@dataclass(frozen=True)
class Renames:
    """Old name to new name."""

    flows: dict[str, str] = field(default_factory=dict)
    nodes: dict[Spot, Spot] = field(default_factory=dict)

    def flow(self, name: str) -> str:
        """The new name of a flow."""
        return self.flows.get(name, name)

    def spot(self, spot: Spot) -> Spot:
        """The new place of a node."""
        return self.nodes.get(spot, (self.flow(spot[0]), spot[1]))

    def edge(self, edge: Edge) -> Edge:
        """An edge of the old bot in the words of the new one."""
        way, to = edge.way, edge.to
        flow, node = (self.flow(way.flow), None) if way.node is None else self.spot((way.flow, way.node))
        if to.in_flow is not None:
            in_flow, name = self.spot((to.in_flow, to.name))
            target = Target(name, in_flow)
        else:
            target = Target(self.flow(to.name))
        return Edge(Way(flow, node, way.field, way.condition, way.number), target, edge.falls)

    def pairs(self) -> set[tuple[str, str]]:
        """The names of flows and nodes that mean the same."""
        nodes = {(old, new) for (_, old), (_, new) in self.nodes.items() if old != new}
        return nodes | set(self.flows.items())


def find_renames(old: Graph, new: Graph) -> Renames:
    """What is plainly the same under another name: the only thing that went, and the only one that came, like it."""
    flows = _paired(
        {_flow(old, name): name for name in _once(old, new)}, {_flow(new, name): name for name in _once(new, old)}
    )
    found = Renames(flows)
    for name, names in old.flows.items():
        there = found.flow(name)
        known = new.flows.get(there, [])
        gone, come = set(names) - set(known), set(known) - set(names)
        before, after = (
            [(name, node) for node in names if node in gone],
            [(there, node) for node in known if node in come],
        )
        found.nodes.update(_paired(_by_look(old, before), _by_look(new, after)))
    return found


def _once(one: Graph, other: Graph) -> Iterable[str]:
    """The flows of one bot only whose look no other flow of it has."""
    names = [name for name in one.flows if name not in other.flows and one.flows[name]]
    looks = Counter(_flow(one, name) for name in names)
    return [name for name in names if looks[_flow(one, name)] == 1]


def _flow(graph: Graph, name: str) -> str:
    return written([[node, own_part(graph.nodes[name, node])] for node in graph.flows[name]])


def _by_look(graph: Graph, spots: list[Spot]) -> dict[str, Spot]:
    looks = {spot: written(own_part(graph.nodes[spot])) for spot in spots}
    often = Counter(looks.values())
    return {look: spot for spot, look in looks.items() if often[look] == 1}


def _paired(old: dict[str, Any], new: dict[str, Any]) -> dict[Any, Any]:
    return {name: new[look] for look, name in old.items() if look in new}
