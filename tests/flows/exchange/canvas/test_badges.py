"""What of a node is worth a glance."""

from typing import Any

import pytest

from flows.exchange.canvas.badges import badges


@pytest.mark.parametrize(
    ("node", "codes"),
    [
        ({"type": "ask", "confirm": "So?", "attempts": 2, "dtmf": {1: "a"}}, ["confirm", "attempts", "keys"]),
        ({"type": "ask", "validate": [{"if": "x", "say": "No."}], "must_hear": True}, ["validate", "must_hear"]),
        ({"type": "say", "barge_in": False, "translations": {"de": {}}}, ["no_barge_in", "translated"]),
        ({"type": "call", "filler": "One moment.", "speculate": True, "allow": ["person"]},
         ["filler", "speculate", "personal"]),
        ({"type": "ask", "ask_again": True, "attempts": "two", "barge_in": True, "dtmf": {}}, ["ask_again"]),
        ({"type": "say", "say": "Hello."}, []),
        ("no node", []),
    ],
)  # fmt: skip
def test_each_is_told_once(node: Any, codes: list[str]) -> None:
    assert [badge["code"] for badge in badges(node)] == codes


def test_what_a_tool_does_is_told_where_it_is_called() -> None:
    called = {"type": "call", "tool": "pay"}
    assert [badge["text"] for badge in badges(called, (True, True))] == ["changes something", "in the background"]
    assert badges(called, (False, False)) == badges(called) == []
