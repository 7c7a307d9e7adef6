"""The bot as a graph."""

from flows.checks.ways import Ways
from tests.flows.checks.small import look, nodes

SUB = "  sub: {nodes: {c: {type: say, say: x, next: end}}}\n"


def test_ways_on() -> None:
    seen = look(
        "slots: {n: {type: number}}\n"
        + nodes(
            "a: {type: ask, slot: n, say: N?, on_fail: sub}",
            "b: {type: decide, next: [{if: n > 1, go: a}, {else: nowhere}]}",
            "r: {type: flow, flow: sub, next: sub}",
        )
        + SUB
    )
    ways = Ways(seen)
    assert list(ways.onward(("main", "a"))) == [("next", ("main", "b")), ("on_fail", ("sub", "c"))]
    assert list(ways.onward(("main", "b"))) == [("next", ("main", "a"))]
    assert ways.runs(("main", "r")) == ("sub", "c")
    assert ways.runs(("main", "a")) is None
    assert ways.falls_to(("main", "a")) == ("main", "b")
    assert ways.falls_to(("main", "r")) is None


def test_a_slip_leads_where_it_was_meant_to() -> None:
    seen = look(nodes("a: {type: say, say: x, next: finsh}", "finish: {type: end}"))
    assert list(Ways(seen).onward(("main", "a"))) == []
    assert list(Ways(seen, meant=True).onward(("main", "a"))) == [("next", ("main", "finish"))]


def test_what_could_not_be_read_may_lead_anywhere() -> None:
    seen = look(
        nodes(
            "a: {type: say, say: x, next: 5}",
            "b: {type: say, say: x, next: [c]}",
            "c: {type: sya}",
            "d: 5",
            "e: {type: say, say: 5, next: f}",
            "f: {type: end}",
        )  # fmt: skip
    )
    ways = Ways(seen)
    assert {name: ways.open(("main", name)) for name in "abcdef"} == {
        "a": True, "b": False, "c": False, "d": True, "e": False, "f": False,
    }  # fmt: skip
    assert ways.any_open
    assert not Ways(look(nodes("a: {type: end}"))).any_open
