"""Operations as JSON."""

from typing import Any

import pytest

from flows.exchange.edits import OPERATIONS, AddNode, ChangeEdge, PlaceNode, Rename, Set, as_json, from_json
from flows.exchange.text.refusal import Refused


@pytest.mark.parametrize(
    ("operation", "told"),
    [
        (
            Set(path=("flows", "a", 0), value={"b": None}),
            {"op": "set", "path": ["flows", "a", 0], "value": {"b": None}},
        ),
        (Rename(kind="slot", name="a", to="b"), {"op": "rename", "kind": "slot", "name": "a", "to": "b"}),
        (
            AddNode(flow="f", name="a", value={}, at=(1, 2.5)),
            {"op": "add_node", "flow": "f", "name": "a", "value": {}, "at": [1, 2.5]},
        ),
        (PlaceNode(flow="f", name="a", x=1, y=2), {"op": "place_node", "flow": "f", "name": "a", "x": 1, "y": 2}),
        (
            ChangeEdge(flow="f", node="a", index=0, to="b"),
            {"op": "change_edge", "flow": "f", "node": "a", "index": 0, "to": "b"},
        ),
    ],
)
def test_there_and_back(operation: Any, told: dict[str, Any]) -> None:
    assert as_json(operation) == told
    assert from_json(told) == operation


@pytest.mark.parametrize(
    "told",
    [
        None,
        [],
        {},
        {"op": "explode"},
        {"op": "set", "path": ["a"]},
        {"op": "set", "path": [], "value": 1},
        {"op": "set", "path": "a", "value": 1},
        {"op": "set", "path": [True], "value": 1},
        {"op": "set", "path": [1.5], "value": 1},
        {"op": "unset", "path": ["a"], "more": 1},
        {"op": "rename", "kind": "slot", "name": 1, "to": "b"},
        {"op": "place_node", "flow": "f", "name": "a", "x": "1", "y": 2},
        {"op": "remove_edge", "flow": "f", "node": "a", "index": "0"},
        {"op": "add_node", "flow": "f", "name": "a", "value": {}, "at": [1]},
        {"op": "remove", "kind": None, "name": "a"},
    ],
)
def test_what_is_no_operation_is_refused(told: Any) -> None:
    with pytest.raises(Refused) as caught:
        from_json(told)
    assert caught.value.code == "edit.shape"


def test_every_operation_has_its_word_and_says_what_it_does() -> None:
    assert all(kind.op == word and kind.__doc__ for word, kind in OPERATIONS.items())
