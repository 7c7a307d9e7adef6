"""Which parts an operation reads."""

import pytest

from flows.exchange.edits import (
    Add,
    AddEdge,
    AddNode,
    MoveNode,
    Operation,
    PlaceNode,
    Remove,
    RemoveNode,
    Rename,
    RenameNode,
    Set,
)
from flows.exchange.needed_parts import parts_of
from flows.exchange.text.outline import outline
from tests.flows.exchange.small import BOT


def read(operation: Operation, text: str = BOT) -> list[str]:
    found = outline(text)
    assert found is not None
    wanted = parts_of(operation, found)
    assert found.is_readable(wanted)
    return [".".join(map(str, found.parts[at].path)) for at in sorted(wanted)]


@pytest.mark.parametrize(
    ("operation", "parts"),
    [
        (Set(path=("bot",), value="b"), ["voxloom", "bot", "start"]),
        (Set(path=("name",), value="b"), ["voxloom", "bot", "start"]),
        (
            Set(path=("flows", "pay", "nodes", "keep", "set"), value={}),
            ["flows.pay.nodes.sum_up", "flows.pay.nodes.keep", "flows.pay.nodes.lost"],
        ),
        (Add(kind="slot", name="x", value={}), ["slots.amount", "slots.agree", "variables"]),
        (Remove(kind="slot", name="agree"), ["slots.amount", "slots.agree", "variables"]),
        (Rename(kind="intent", name="main", to="zz"), ["start", "flows.main"]),
        (Rename(kind="variable", name="mood", to="x"), ["tools.charge", "flows.pay", "tests.it pays"]),
        (RenameNode(flow="main", name="hello", to="x"), ["flows.main.nodes.hello"]),
        (RenameNode(flow="lost", name="run", to="x"), ["flows.lost.nodes.run"]),
        (AddNode(flow="main", name="x", value={}), ["flows.main", "flows.main.nodes.hello", "flows.pay"]),
        (MoveNode(flow="lost", name="ask"), ["flows.lost", "flows.lost.nodes.ask", "flows.lost.nodes.run", "tests"]),
        (
            RemoveNode(flow="lost", name="run"),
            ["flows.lost.nodes.ask", "flows.lost.nodes.run", "tests", "layout", "layout.pay"],
        ),
        (AddEdge(flow="lost", node="run", to="ask"), ["flows.lost.nodes.ask", "flows.lost.nodes.run", "tests"]),
        (PlaceNode(flow="pay", name="ask", x=1, y=1), ["layout", "layout.pay"]),
    ],
)
def test_parts(operation: Operation, parts: list[str]) -> None:
    assert read(operation) == parts


def test_flows_in_braces_are_read_as_a_whole() -> None:
    text = "voxloom: 1\nbot: b\nflows: {a: {nodes: {b: {type: end}}}}\nlayout: {}\n"
    assert "flows" in read(PlaceNode(flow="a", name="b", x=1, y=1), text)
    assert read(AddEdge(flow="a", node="b", to="end"), text) == ["bot", "flows", "layout"]


def test_names_that_may_be_hidden_by_escapes_are_looked_for() -> None:
    text = BOT.replace("say: Sure?", 'say: "\\x61"')
    assert "flows.lost" in read(Rename(kind="intent", name="main", to="x"), text)
