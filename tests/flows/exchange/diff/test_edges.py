"""What became of edges."""

from flows.exchange.diff.edges import compare_edges
from flows.exchange.diff.graph import Edge, Target, Way


def _edge(to: str, condition: str | None = None, node: str = "a", number: int = 0) -> Edge:
    return Edge(Way("f", node, "next", condition, number), Target(to, "f"))


def test_an_edge_that_leads_elsewhere_is_one_change() -> None:
    found = compare_edges([_edge("b")], [_edge("c")])
    assert (found.added, found.removed) == ((), ())
    assert [one.as_json() for one in found.changed] == [
        {"flow": "f", "node": "a", "field": "next", "old": {"to": "b"}, "new": {"to": "c"}}
    ]


def test_a_branch_more_is_one_edge() -> None:
    found = compare_edges([_edge("b")], [_edge("c", "x"), _edge("b")])
    assert (found.added, found.removed, found.changed) == ((_edge("c", "x"),), (), ())


def test_another_condition_to_the_same_node_is_a_change_where_it_is_plain() -> None:
    found = compare_edges([_edge("b", "x > 1")], [_edge("b", "x > 2")])
    assert (found.added, found.removed) == ((), ())
    assert found.changed[0].as_json()["new"] == {"if": "x > 2", "to": "b"}
    unclear = compare_edges([_edge("b", "x > 1")], [_edge("b", "x > 2"), _edge("b", "x > 3")])
    assert (len(unclear.added), len(unclear.removed), unclear.changed) == (2, 1, ())


def test_the_order_of_branches_counts() -> None:
    one, two, three = _edge("b", "x"), _edge("c", "y"), _edge("d", "z")
    found = compare_edges([one, two], [two, three, one])
    assert found.added == (three,)
    assert [one.as_json() for one in found.changed] == [
        {"flow": "f", "node": "a", "field": "next", "old": {"order": ["x", "y"]}, "new": {"order": ["y", "x"]}}
    ]
    assert compare_edges([one, two], [two]).changed == ()
