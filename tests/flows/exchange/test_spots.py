"""Where names stand."""

from collections import Counter

from flows.exchange.spots import Spot, Unreadable, spots
from flows.exchange.text.changes import exists
from tests.flows.exchange.bots import data_of, real_bots
from tests.flows.exchange.small import BOT


def test_every_kind_of_place_is_found() -> None:
    found = [spot for spot in spots(data_of(BOT)) if isinstance(spot, Spot)]
    roles = Counter(spot.role for spot in found)
    assert roles == {
        "value": 14,
        "target": 11,
        "condition": 7,
        "template": 12,
        "node": 14,
        "flow": 8,
        "tool": 6,
        "intent": 2,
        "stub": 2,
        "input": 2,
        "output": 1,
        "result": 1,
    }
    by_path = {(spot.path, spot.is_key): spot for spot in found}
    assert by_path[("tests", "it pays", "turns", 1, "expect", "node"), False].owner == "pay"
    assert by_path[("flows", "lost", "nodes", "run", "with", "limit"), True].owner == "pay"


def test_every_place_is_one_of_the_data() -> None:
    for text in real_bots().values():
        data = data_of(text)
        assert all(exists(data, spot.path) for spot in spots(data))


def test_the_templates_of_a_request() -> None:
    request = {
        "method": "GET",
        "url": "u",
        "headers": {"h": "a"},
        "query": {"q": "b", "n": 1},
        "body": ["c", {"d": "e"}],
    }
    data = {"tools": {"t": {"type": "http", "arguments": {"x": "text"}, "request": request}}}
    found = [spot for spot in spots(data) if isinstance(spot, Spot) and spot.role == "template"]
    below = [("url",), ("headers", "h"), ("query", "q"), ("body", 0), ("body", 1, "d")]
    assert [spot.path for spot in found] == [("tools", "t", "request", *path) for path in below]
    assert {spot.own for spot in found} == {frozenset({"x"})}


def test_a_node_that_cannot_be_read_is_told_of() -> None:
    data = {
        "flows": {"a": {"nodes": {"b": {"type": "say"}, "c": 1}}, "d": None},
        "tests": {"x": 1},
        "defaults": [],
        "texts": {"de": 1},
    }
    assert [spot for spot in spots(data) if isinstance(spot, Unreadable)] == [
        Unreadable(("flows", "a", "nodes", "b")),
        Unreadable(("flows", "a", "nodes", "c")),
    ]


def test_whom_a_tool_verifies() -> None:
    data = {"tools": {"t": {"arguments": {"x": "text"}, "verifies": {"who": "{{ x }} {{ y }}"}}}}
    found = [spot for spot in spots(data) if isinstance(spot, Spot) and spot.role == "template"]
    assert [(spot.path, spot.own) for spot in found] == [(("tools", "t", "verifies", "who"), frozenset({"x"}))]


def test_the_conditions_of_a_route_have_names_of_their_own() -> None:
    switch = [{"if": "amount > 1 && turns > 2", "to": "b"}, {"to": "b"}, 5]
    data = {"routes": {"a": {"model": "x", "switch": switch}, "b": {"model": "y"}, "c": None}}
    (found,) = [spot for spot in spots(data) if isinstance(spot, Spot)]
    assert (found.path, found.role) == (("routes", "a", "switch", 0, "if"), "condition")
    assert "turns" in found.own
    assert "amount" not in found.own


def test_the_conditions_of_sources() -> None:
    data = {"knowledge": {"k": {"sources": ["a", {"document": "b", "if": "verified"}, {"document": "c"}]}}}
    assert list(spots(data)) == [Spot(("knowledge", "k", "sources", 1, "if"), "condition")]
