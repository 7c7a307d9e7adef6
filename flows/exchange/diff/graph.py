"""The flows of a bot as nodes and edges, read from plain data that may have errors."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from flows.checks.ways import EDGES
from flows.definition.nodes.types import NODE_TYPES
from flows.exchange.diff.values import by_name

Spot = tuple[str, str]
"""A flow and a node of it."""
BEGIN = "begin"
"""The edge from a flow to its first node."""


@dataclass(frozen=True, slots=True)
class Way:
    """The name of an edge: where it begins and when it is taken."""

    flow: str
    node: str | None
    """None: the flow itself, which begins with a node."""
    field: str
    condition: str | None = None
    """None: when no condition before it holds."""
    number: int = 0
    """Of branches with the same condition."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where an edge leads."""

    name: str
    in_flow: str | None = None
    """The flow of the node; None where the name is that of a flow, or `end`, or `handoff`."""


@dataclass(frozen=True, slots=True)
class Edge:
    """An edge and where it leads."""

    way: Way
    to: Target
    falls: bool = field(default=False, compare=False)
    """It leads to the next node because nothing else is written: that is no other edge than one that is written."""

    def as_json(self) -> dict[str, Any]:
        """The object that `bot diff --json` prints."""
        place = {"flow": self.way.flow, "node": self.way.node, "field": self.way.field}
        return {**place, **self.leading()}

    def leading(self) -> dict[str, Any]:
        """When it is taken and where it leads."""
        told: dict[str, Any] = {"if": self.way.condition} if self.way.condition is not None else {}
        told["to"] = self.to.name
        return {**told, "falls_through": True} if self.falls else told


@dataclass(frozen=True)
class Graph:
    """The nodes and edges of a bot."""

    nodes: dict[Spot, Any]
    edges: dict[Way, Edge]
    flows: dict[str, list[str]]
    """The nodes of each flow, in order."""


def graph_of(data: Any) -> Graph:
    """The graph of a bot's data. What is no flow or node is left out."""
    graph = Graph({}, {}, {})
    flows = data.get("flows") if isinstance(data, dict) else None
    for flow_name, flow in by_name(flows).items() if isinstance(flows, dict) else ():
        found = flow.get("nodes") if isinstance(flow, dict) else None
        nodes = by_name(found) if isinstance(found, dict) else {}
        names = graph.flows[flow_name] = list(nodes)
        for way, target, falls in _edges(flow_name, nodes):
            to = Target(target, flow_name if target in nodes else None)
            graph.edges[way] = Edge(way, to, falls)
        graph.nodes.update({(flow_name, name): nodes[name] for name in names})
    return graph


def own_part(node: Any) -> Any:
    """A node without its edges."""
    return {key: value for key, value in by_name(node).items() if key not in EDGES} if isinstance(node, dict) else node


def _edges(flow: str, nodes: dict[str, Any]) -> Iterator[tuple[Way, str, bool]]:
    names = list(nodes)
    if names:
        yield Way(flow, None, BEGIN), names[0], False
    for at, (name, node) in enumerate(nodes.items()):
        if not isinstance(node, dict):
            continue
        for edge_field in sorted(EDGES & node.keys()):
            for condition, number, target in _branches(node[edge_field]):
                yield Way(flow, name, edge_field, condition, number), target, False
        kind = NODE_TYPES.get(str(node.get("type")))
        leads_on = node.get("next") is None and (kind is None or not kind.ends)
        if leads_on and at + 1 < len(names):
            yield Way(flow, name, "next"), names[at + 1], True


def _branches(leads_to: Any) -> Iterator[tuple[str | None, int, str]]:
    """Condition, number among the same conditions, and target."""
    seen: dict[str | None, int] = {}
    for branch in leads_to if isinstance(leads_to, list) else [leads_to]:
        if isinstance(branch, dict):
            condition = str(branch["if"]) if "if" in branch else None
            target = branch.get("go") if condition is not None else branch.get("else")
        else:
            condition, target = None, branch
        if target is None:
            continue
        number = seen[condition] = seen.get(condition, -1) + 1
        yield condition, number, str(target)
