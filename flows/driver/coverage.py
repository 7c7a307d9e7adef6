"""What of a bot its tests reach: nodes, and edges as they stand in the file.

An edge is one way out of a node: `next` or a branch of it, `on_fail`, `on_error` and the like, a refusal of `validate`,
the "no" to a `confirm`. Two ways count apart also where they lead to the same place.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flows.definition.bot import Bot
from flows.definition.edges import END, Next
from flows.definition.nodes.ask import Ask
from flows.definition.nodes.node import Node

WAYS_OUT = {"on_fail": "on_cannot_help", "on_unknown": "on_cannot_help", "on_error": "on_error"}
"""The ways that a node has even where it names none: of `defaults`, else this built-in flow."""

VISIT = "visit"
"""Stands for a field where a node itself is meant."""

TraceLine = Mapping[str, Any]


@dataclass(frozen=True, order=True)
class Edge:
    """One way out of a node. `branch` counts from 0 where the field is a list."""

    flow: str
    node: str
    field: str
    branch: int | None = None

    def as_json(self) -> dict[str, Any]:
        """The object that `bot test --json` prints."""
        place: dict[str, Any] = {"flow": self.flow, "node": self.node, "field": self.field}
        return place if self.branch is None else {**place, "branch": self.branch}

    def as_text(self) -> str:
        """`flow.node.field`, as findings name places."""
        return f"{self.flow}.{self.node}.{self.field}" + ("" if self.branch is None else f"[{self.branch}]")


@dataclass(frozen=True)
class Coverage:
    """How much of a bot's own flows was reached: (reached, of)."""

    nodes: tuple[int, int]
    edges: tuple[int, int]

    def as_json(self) -> dict[str, list[int]]:
        """The object that `bot test --json` prints."""
        return {"nodes": list(self.nodes), "edges": list(self.edges)}


def coverage(bot: Bot, trace: Iterable[TraceLine]) -> Coverage:
    """What of a bot's own nodes and edges a trace went over."""
    lines = list(trace)
    nodes = {(flow, node) for flow, definition in bot.flows.items() for node in definition.nodes}
    visited = {(line["flow"], line["node"]) for line in lines if line["why"] == "visit"}
    edges = edges_of(bot)
    taken = edges_taken(bot, lines)
    return Coverage((len(nodes & visited), len(nodes)), (len(edges.keys() & taken), len(edges)))


def edges_of(bot: Bot) -> dict[Edge, str]:
    """Every edge of a bot's own flows with the name that it leads to, in the order of the file."""
    return {
        edge: target
        for flow_name, flow in bot.flows.items()
        for name in flow.nodes
        for edge, target in edges_of_node(bot, flow_name, name).items()
    }


def last_nodes_of(bot: Bot) -> dict[Edge, str]:
    """The nodes from which no edge leads on, each as an edge `visit` to itself: no count of edges tells of them."""
    return {
        Edge(flow_name, name, VISIT): name
        for flow_name, flow in bot.flows.items()
        for name in flow.nodes
        if not edges_of_node(bot, flow_name, name)
    }


def visit_of(line: TraceLine) -> Edge | None:
    """The visit that a line of a trace tells of; None for all other lines."""
    return Edge(line["flow"], line["node"], VISIT) if line["why"] == "visit" else None


def edges_of_node(bot: Bot, flow: str, name: str) -> dict[Edge, str]:
    """The edges of one node with the names that they lead to."""
    definition = bot.flows[flow]
    ways = _ways(bot, definition.nodes[name], name, definition.after(name))
    return {Edge(flow, name, field, branch): target for field, branch, target in ways}


def _ways(bot: Bot, node: Node, name: str, following: str | None) -> Iterator[tuple[str, int | None, str]]:
    fields = dict(node.edges())
    if node.next is None:
        fields["next"] = following or END
    if node.ends:
        del fields["next"]
    for field, built_in in WAYS_OUT.items():
        if hasattr(node, field) and field not in fields:
            fields[field] = getattr(bot.defaults, field, None) or built_in
    for field, leads_to in fields.items():
        yield from ((field, at, target) for at, target in _targets(leads_to))
    if isinstance(node, Ask):
        yield from (("validate", at, name) for at in range(len(node.refuse)))
        if node.confirm is not None:
            yield "confirm", None, name


def _targets(leads_to: Next) -> Iterator[tuple[int | None, str]]:
    if isinstance(leads_to, str):
        yield None, leads_to
    else:
        yield from ((at, branch.target) for at, branch in enumerate(leads_to))


def edges_taken(bot: Bot, trace: Iterable[TraceLine]) -> set[Edge]:
    """The edges over which a trace went."""
    return {edge for line in trace if (edge := edge_of(bot, line)) is not None}


def edge_of(bot: Bot, line: TraceLine) -> Edge | None:
    """The edge that a line of a trace tells of; None for all other lines."""
    flow, node = line["flow"], line["node"]
    match line["why"]:
        case "leads_to":
            return Edge(flow, node, line["field"], line.get("branch"))
        case "denied":
            return Edge(flow, node, "confirm")
        case "refused" if "condition" in line:
            definition = bot.flows[flow].nodes.get(node) if flow in bot.flows else None
            refusals = definition.refuse if isinstance(definition, Ask) else ()
            found = (at for at, refusal in enumerate(refusals) if refusal.condition == line["condition"])
            return next((Edge(flow, node, "validate", at) for at in found), None)
    return None
