"""Where nodes lead, by what is written and by their order."""

from typing import Any

from flows.exchange.canvas.edges import edges

FLOWS = ("main", "pay")


def ways(nodes: dict[str, Any]) -> list[tuple[Any, ...]]:
    return [(edge.node, edge.field, edge.index, edge.condition, edge.to, edge.kind) for edge in edges(nodes, FLOWS)]


def test_one_way_branches_and_what_follows() -> None:
    nodes = {
        "a": {"type": "say"},
        "b": {"type": "decide", "next": [{"if": "x", "go": "a"}, {"if": True, "go": "pay"}, {"else": "c"}]},
        "c": {"type": "ask", "next": "end", "on_fail": "handoff"},
    }
    assert ways(nodes) == [
        ("a", "next", None, None, "b", "node"),
        ("b", "next", 0, "x", "a", "node"), ("b", "next", 1, "True", "pay", "flow"),
        ("b", "next", 2, None, "c", "node"),
        ("c", "next", None, None, "end", "end"), ("c", "on_fail", None, None, "handoff", "handoff"),
    ]  # fmt: skip
    falls, *written = edges(nodes, FLOWS)
    assert (falls.falls, [edge.falls for edge in written]) == (True, [False] * 5)
    assert [edge.otherwise for edge in written] == [False, False, True, False, False]


def test_a_node_that_ends_leads_nowhere_and_the_last_one_neither() -> None:
    assert ways({"bye": {"type": "end"}, "more": {"type": "say"}}) == []
    assert ways({"over": {"type": "handoff"}, "more": {"type": "say"}}) == []


def test_what_is_no_way_is_left_out_and_a_name_that_is_none_is_missing() -> None:
    nodes = {"a": "no node", "b": {"next": {"go": "a"}}, "c": {"next": [1, {"if": "x"}, {"go": "gone"}]}}
    assert ways(nodes) == [("c", "next", 2, None, "gone", "missing")]
    assert ways({"a": {"next": "on_goodbye"}}) == [("a", "next", None, None, "on_goodbye", "flow")]
    assert edges({"a": {"next": "gone"}}, FLOWS)[0].as_json() == {
        "node": "a", "field": "next", "index": None, "condition": None, "else": False, "falls": False, "to": "gone",
        "kind": "missing",
    }  # fmt: skip
