"""What each operation changes."""

from typing import Any

import pytest

from flows.exchange.edits import Add, AddNode, MoveNode, PlaceNode, Remove, RemoveNode, Set, Unset
from tests.flows.exchange.bots import data_of
from tests.flows.exchange.small import BOT, edited, refused

NODE = {"type": "say", "say": "New.", "next": "end"}


def names(text: str, *path: str) -> list[str]:
    data = data_of(text)
    for part in path:
        data = data[part]
    return list(data)


def test_what_is_missing_on_the_way_is_made() -> None:
    new = edited(Set(path=("flows", "main", "nodes", "hello", "translations", "de"), value="Hallo."))
    assert "next: end, translations: {de: Hallo.}}" in new
    assert "voice: {speaker: x}\nstart: main" in edited(Set(path=("voice", "speaker"), value="x"))
    assert "examples: [I want to pay, pay]" in edited(Set(path=("intents", "pay", "examples", 1), value="pay"))


def test_a_new_field_of_the_bot_stands_in_its_place() -> None:
    assert "bot: small\nname: It\nstart" in edited(Set(path=("name",), value="It"))
    assert "conversations: 1\n" in edited(Set(path=("conversations",), value=1))
    bare = BOT[: BOT.index("layout:")]
    assert (
        edited(PlaceNode(flow="pay", name="ask", x=1.0, y=2.5), bare) == bare + "layout:\n  pay:\n    ask: [1, 2.5]\n"
    )


@pytest.mark.parametrize("kind", ["slot", "variable", "intent", "tool", "flow"])
def test_things_come_and_go(kind: str) -> None:
    new = edited(Add(kind=kind, name="fresh", value={"description": "x"}))
    assert names(new, f"{kind}s")[-1] == "fresh"
    assert edited(Remove(kind=kind, name="fresh"), new) == BOT
    assert refused(Add(kind=kind, name="fresh", value={}), new).code == "edit.taken"
    assert refused(Add(kind=kind, name="Fresh", value={}), new).code == "edit.name"
    assert refused(Remove(kind=kind, name="unheard_of")).code == "edit.path"


def test_slots_and_variables_share_their_names() -> None:
    assert refused(Add(kind="slot", name="fee", value={})).code == "edit.taken"
    assert refused(Add(kind="variable", name="amount", value={})).code == "edit.taken"
    braces = BOT.replace("variables:\n  fee: {type: money}\n", "variables: {fee: {type: money}}\n")
    assert refused(Add(kind="slot", name="fee", value={}), braces).code == "edit.taken"


def test_a_flow_and_a_node_take_their_places_along() -> None:
    assert "layout" not in names(edited(Remove(kind="flow", name="pay"))) or data_of(BOT)["layout"]
    new = edited(Remove(kind="flow", name="pay"))
    assert data_of(new)["layout"] == {}
    assert data_of(edited(RemoveNode(flow="pay", name="lost")))["layout"] == {"pay": {"ask": [0, 0]}}


@pytest.mark.parametrize(
    ("beside", "order"),
    [
        ({}, ["ask", "which", "charge", "sum_up", "keep", "lost", "new"]),
        ({"after": "ask"}, ["ask", "new", "which", "charge", "sum_up", "keep", "lost"]),
        ({"before": "ask"}, ["new", "ask", "which", "charge", "sum_up", "keep", "lost"]),
    ],
)
def test_a_node_has_its_place_in_the_order(beside: dict[str, str], order: list[str]) -> None:
    new = edited(AddNode(flow="pay", name="new", value=NODE, at=(4, 5), **beside))  # type: ignore[arg-type]
    assert names(new, "flows", "pay", "nodes") == order
    assert "ask: [0, 0], lost: [1, 1], new: [4, 5]" in new


def test_a_new_node_is_written_like_its_neighbour() -> None:
    assert "\n      new: {type: say, say: New., next: end}\n" in edited(
        AddNode(flow="pay", name="new", value=NODE, after="keep")
    )
    assert "\n      new:\n        type: say\n" in edited(AddNode(flow="pay", name="new", value=NODE, after="ask"))
    empty = BOT.replace('nodes:\n      hello: {type: say, say: "Hello, amount.", next: end}', "nodes: {}")
    assert "    nodes:\n      new: {type: say, say: New., next: end}\n" in edited(
        AddNode(flow="main", name="new", value=NODE), empty
    )


@pytest.mark.parametrize(("before", "at"), [("ask", 0), ("which", 1), ("lost", 4), (None, 5)])
def test_a_node_moves(before: str | None, at: int) -> None:
    assert names(edited(MoveNode(flow="pay", name="charge", before=before)), "flows", "pay", "nodes")[at] == "charge"


def test_places_on_the_canvas() -> None:
    assert "pay: {ask: [7, 8.5], lost" in edited(PlaceNode(flow="pay", name="ask", x=7, y=8.5))
    assert "lost: [1, 1], keep: [1, 2]}" in edited(PlaceNode(flow="pay", name="keep", x=1, y=2))
    new = edited(PlaceNode(flow="lost", name="run", x=1, y=2))
    assert new.endswith("layout:\n  pay: {ask: [0, 0], lost: [1, 1]}\n  lost:\n    run: [1, 2]\n")
    named = BOT.replace("ask: [0, 0]", "ask: {x: 0, y: 0, colour: red}")
    assert "ask: {x: 5, y: 6, colour: red}" in edited(PlaceNode(flow="pay", name="ask", x=5, y=6), named)


@pytest.mark.parametrize(
    ("operation", "code"),
    [
        (Set(path=(), value=1), "edit.path"),
        (Set(path=("intents", "pay", "examples", 5), value="a"), "edit.path"),
        (Set(path=("intents", "pay", "examples", "x"), value="a"), "edit.path"),
        (Set(path=("bot", "x"), value="a"), "edit.path"),
        (Set(path=("slots", "gone", "type"), value="a"), "edit.path"),
        (Set(path=("flows", "pay", "nodes", "gone", "say"), value="a"), "edit.path"),
        (Set(path=("bot",), value=float("nan")), "edit.value"),
        (Unset(path=("nothing",)), "edit.path"),
        (Unset(path=("flows", "pay", "nodes", "gone", "say")), "edit.path"),
        (Unset(path=()), "edit.path"),
        (Add(kind="thing", name="a", value=1), "edit.shape"),
        (AddNode(flow="gone", name="a", value={}), "edit.path"),
        (AddNode(flow="pay", name="ask", value={}), "edit.taken"),
        (AddNode(flow="pay", name="end", value={}), "edit.name"),
        (AddNode(flow="pay", name="a", value={}, after="gone"), "edit.path"),
        (RemoveNode(flow="pay", name="gone"), "edit.path"),
        (MoveNode(flow="pay", name="ask", before="gone"), "edit.path"),
        (PlaceNode(flow="pay", name="gone", x=1, y=1), "edit.path"),
    ],
)
def test_refused(operation: Any, code: str) -> None:
    assert refused(operation).code == code
