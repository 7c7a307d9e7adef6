"""The same under another name."""

from typing import Any

from flows.exchange.diff.graph import Edge, Target, Way, graph_of
from flows.exchange.diff.renames import Renames, find_renames

ONE = {"type": "say", "say": "One"}
TWO = {"type": "say", "say": "Two"}


def _renames(old: dict[str, Any], new: dict[str, Any]) -> Renames:
    def graph(flows: dict[str, Any]) -> Any:
        return graph_of({"flows": {name: {"nodes": nodes} for name, nodes in flows.items()}})

    return find_renames(graph(old), graph(new))


def test_a_node_that_only_has_another_name() -> None:
    found = _renames({"f": {"a": ONE, "b": {**TWO, "next": "a"}}}, {"f": {"x": ONE, "b": {**TWO, "next": "x"}}})
    assert found == Renames(nodes={("f", "a"): ("f", "x")})
    assert found.pairs() == {("a", "x")}


def test_a_flow_that_only_has_another_name_and_a_node_in_it() -> None:
    found = _renames({"f": {"a": ONE}, "g": {"a": TWO, "b": ONE}}, {"h": {"a": ONE}, "g": {"a": TWO, "c": ONE}})
    assert found == Renames({"f": "h"}, {("g", "b"): ("g", "c")})
    assert (found.flow("f"), found.spot(("f", "a")), found.spot(("g", "b"))) == ("h", ("h", "a"), ("g", "c"))


def test_what_is_not_plain_is_none() -> None:
    assert _renames({"f": {"a": ONE}}, {"f": {"x": TWO}}) == Renames()
    assert _renames({"f": {"a": ONE, "b": ONE}}, {"f": {"x": ONE, "y": ONE}}) == Renames()
    assert _renames({"f": {"a": ONE}, "g": {"a": ONE}}, {"x": {"a": ONE}}) == Renames()
    assert _renames({"f": {}}, {"g": {}}) == Renames()


def test_edges_are_told_in_the_new_names() -> None:
    found = Renames({"f": "g"}, {("f", "a"): ("g", "x")})
    edge = found.edge(Edge(Way("f", "a", "on_fail", "y", 1), Target("a", "f"), falls=True))
    assert edge == Edge(Way("g", "x", "on_fail", "y", 1), Target("x", "g"))
    assert edge.falls
    assert found.edge(Edge(Way("f", None, "begin"), Target("f"))) == Edge(Way("g", None, "begin"), Target("g"))
