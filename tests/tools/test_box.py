"""A bot's tools: given stubs, bindings, own stubs, in this order."""

import asyncio
from typing import Any

import pytest

from flows.driver.ports import ToolOutcome
from flows.engine.commands import CallTool
from tests.flows.small_bots import bot
from tools.box import ToolBox
from tools.registry import tool

MAIN = "flows: {main: {nodes: {a: {type: say, say: Hi., next: end}}}}\n"
BOT = bot(
    "tools:\n  own: {stub: {x: 1}}\n  bound: {type: python, function: test_box_add, stub: {x: 2}}\n  nothing: {}\n"
    "  asks: {type: http, request: {url: 'https://x.example.com/{{ now }}'}, stub: {x: 3}}\n"
    "  asks_bare: {type: http, request: {url: 'https://x.example.com'}}\n" + MAIN,
    warnings=True,
)


@tool("test_box_add")
def add(a: int = 0, b: int = 0) -> dict[str, int]:
    return {"x": a + b}


def _call(box: ToolBox, name: str, **arguments: Any) -> ToolOutcome:
    return asyncio.run(box.call(CallTool("tool-1", name, arguments, 1000)))


@pytest.mark.parametrize(
    ("stubs", "bound", "name", "outcome"),
    [
        ({}, True, "own", ToolOutcome({"x": 1})),
        ({"own": {"x": 9}}, True, "own", ToolOutcome({"x": 9})),
        ({}, True, "bound", ToolOutcome({"x": 5})),
        ({}, False, "bound", ToolOutcome({"x": 2})),
        ({"bound": {"error": "refused"}}, True, "bound", ToolOutcome(error="refused")),
        ({}, True, "asks", ToolOutcome({"x": 3})),
        ({"asks": {"error": "timeout"}}, True, "asks", ToolOutcome(error="timeout")),
        ({}, True, "asks_bare", ToolOutcome(error="unavailable")),
        ({}, True, "nothing", ToolOutcome(error="unavailable")),
        ({}, True, "unknown", ToolOutcome(error="unavailable")),
    ],
)
def test_who_answers(stubs: dict[str, Any], bound: bool, name: str, outcome: ToolOutcome) -> None:
    arguments = {"a": 2, "b": 3} if name == "bound" else {}
    assert _call(ToolBox(BOT, stubs, bound=bound), name, **arguments) == outcome
