"""Nodes and edges of data that may be anything."""

from typing import Any

import pytest

from flows.exchange.diff.graph import BEGIN, Edge, Target, Way, graph_of, own_part


def _leads(nodes: dict[str, Any]) -> dict[tuple[str | None, str, str | None], str]:
    edges = graph_of({"flows": {"f": {"nodes": nodes}}}).edges
    return {(way.node, way.field, way.condition): edge.to.name for way, edge in edges.items()}


def test_a_node_without_next_leads_to_the_one_below_it() -> None:
    nodes = {"a": {"type": "say"}, "b": {"type": "end"}, "c": {"type": "say"}}
    assert _leads(nodes) == {(None, BEGIN, None): "a", ("a", "next", None): "b"}
    (_, falls) = graph_of({"flows": {"f": {"nodes": nodes}}}).edges.values()
    assert falls.as_json() == {"flow": "f", "node": "a", "field": "next", "to": "b", "falls_through": True}


def test_written_and_not_written_is_one_edge() -> None:
    way = Way("f", "a", "next")
    assert Edge(way, Target("b", "f"), falls=True) == Edge(way, Target("b", "f"))


def test_a_lone_name_is_the_else_of_branches() -> None:
    branches = [{"if": "x > 1", "go": "b"}, {"if": "x > 1", "go": "a"}, {"else": "end"}]
    nodes = {"a": {"next": branches, "on_fail": "handoff"}, "b": {"next": "end"}}
    edges = graph_of({"flows": {"f": {"nodes": nodes}}}).edges
    assert edges[Way("f", "a", "next", "x > 1", 0)].to == Target("b", "f")
    assert edges[Way("f", "a", "next", "x > 1", 1)].to == Target("a", "f")
    assert edges[Way("f", "a", "next")].to == edges[Way("f", "b", "next")].to == Target("end")
    assert edges[Way("f", "a", "on_fail")].to == Target("handoff")


def test_the_own_part_of_a_node_has_no_edges() -> None:
    assert own_part({"type": "ask", "next": "a", "on_fail": "b", 1: 2}) == {"type": "ask", "1": 2}
    assert own_part(None) is None


@pytest.mark.parametrize(
    "data",
    [
        None,
        [],
        {"flows": []},
        {"flows": {"f": None}},
        {"flows": {"f": {"nodes": [1]}}},
        {"flows": {"f": {"nodes": {}}}},
    ],
)
def test_what_is_no_node_has_no_edges(data: Any) -> None:
    graph = graph_of(data)
    assert (graph.nodes, graph.edges) == ({}, {})


def test_nodes_that_are_none_are_kept_as_they_are() -> None:
    assert graph_of({"flows": {"f": {"nodes": {"a": 1, "b": {"next": [None, {"go": "x"}, {"if": "y"}]}}}}}).nodes == {
        ("f", "a"): 1,
        ("f", "b"): {"next": [None, {"go": "x"}, {"if": "y"}]},
    }
