"""`bot diff`: what changed from one bot to another."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flows.exchange.diff.edges import EdgeChange, compare_edges
from flows.exchange.diff.graph import Edge, Graph, Spot, graph_of, own_part
from flows.exchange.diff.renames import Renames, find_renames
from flows.exchange.diff.values import Difference, by_name, compare_values
from flows.loader.path import Path

LAYOUT = "layout"
"""Positions on the canvas are no part of what a bot is."""


@dataclass(frozen=True)
class NodeChange:
    """A node that is not as it was."""

    spot: Spot
    was: Spot
    """Its place and name before."""
    fields: tuple[Difference, ...]
    """Paths begin at the node; edges are told of elsewhere."""

    def as_json(self) -> dict[str, Any]:
        """The object that `bot diff --json` prints."""
        was = {"was": _place(self.was)} if self.was != self.spot else {}
        return {**_place(self.spot), **was, "fields": [one.as_json() for one in self.fields]}


@dataclass(frozen=True)
class Comparison:
    """Everything that differs between two bots."""

    old: Graph
    new: Graph
    renames: Renames
    nodes_added: tuple[Spot, ...]
    nodes_removed: tuple[Spot, ...]
    nodes_changed: tuple[NodeChange, ...]
    edges_added: tuple[Edge, ...]
    edges_removed: tuple[Edge, ...]
    edges_changed: tuple[EdgeChange, ...]
    other: tuple[Difference, ...]

    def __bool__(self) -> bool:
        """Whether anything differs."""
        nodes = self.nodes_added or self.nodes_removed or self.nodes_changed
        edges = self.edges_added or self.edges_removed or self.edges_changed
        return bool(nodes or edges or self.other or self.renames.flows)

    def as_json(self) -> dict[str, Any]:
        """The object that `bot diff --json` prints."""
        renamed = [
            {"path": f"flows.{new}", "change": "renamed", "was": f"flows.{old}"}
            for old, new in self.renames.flows.items()
        ]
        return {
            "nodes": {
                "added": [{**_place(spot), "type": type_of(self.new, spot)} for spot in self.nodes_added],
                "removed": [{**_place(spot), "type": type_of(self.old, spot)} for spot in self.nodes_removed],
                "changed": [one.as_json() for one in self.nodes_changed],
            },
            "edges": {
                "added": [one.as_json() for one in self.edges_added],
                "removed": [one.as_json() for one in self.edges_removed],
                "changed": [one.as_json() for one in self.edges_changed],
            },
            "other": [*renamed, *(one.as_json() for one in self.other)],
        }


def compare(old: Any, new: Any) -> Comparison:
    """The differences of two bots, given as the data of their files."""
    before, after = graph_of(old), graph_of(new)
    renames = find_renames(before, after)
    pairs = renames.pairs()

    def same(path: Path, one: Any, other: Any) -> bool:
        return path[-1:] in (("flow",), ("node",), ("start",)) and (one, other) in pairs

    moved = {renames.spot(spot): spot for spot in before.nodes}
    edges = compare_edges([renames.edge(edge) for edge in before.edges.values()], list(after.edges.values()))
    return Comparison(
        before,
        after,
        renames,
        nodes_added=tuple(spot for spot in after.nodes if spot not in moved),
        nodes_removed=tuple(was for spot, was in moved.items() if spot not in after.nodes),
        nodes_changed=tuple(_changed_nodes(before, after, moved, same)),
        edges_added=edges.added,
        edges_removed=edges.removed,
        edges_changed=edges.changed,
        other=tuple(compare_values(_rest(old, renames), _rest(new, Renames()), (), same)),
    )


def _changed_nodes(old: Graph, new: Graph, moved: dict[Spot, Spot], same: Any) -> Iterator[NodeChange]:
    for spot, node in new.nodes.items():
        if (was := moved.get(spot)) is None:
            continue
        fields = tuple(compare_values(own_part(old.nodes[was]), own_part(node), (), same))
        if fields or was[1] != spot[1]:
            yield NodeChange(spot, was, fields)


def _rest(data: Any, renames: Renames) -> dict[str, Any]:
    """Everything but nodes and drawing, flows by their new names."""
    rest = {name: value for name, value in by_name(data).items() if name != LAYOUT} if isinstance(data, dict) else {}
    flows = rest.get("flows")
    if isinstance(flows, dict):
        rest["flows"] = {renames.flow(name): _without_nodes(flow) for name, flow in by_name(flows).items()}
    return rest


def _without_nodes(flow: Any) -> Any:
    if not isinstance(flow, dict) or not isinstance(flow.get("nodes"), dict):
        return flow
    return {name: value for name, value in flow.items() if name != "nodes"}


def _place(spot: Spot) -> dict[str, str]:
    return {"flow": spot[0], "node": spot[1]}


def type_of(graph: Graph, spot: Spot) -> str | None:
    """The type of a node, as it is written."""
    node = graph.nodes[spot]
    return str(node["type"]) if isinstance(node, dict) and node.get("type") is not None else None
