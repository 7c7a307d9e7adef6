"""What a bot makes of the result of a tool."""

import asyncio
import threading
from typing import Any

import pytest

from flows.driver.ports import ToolOutcome
from tools.mcp import results
from tools.mcp.messages import LONG_BYTES
from tools.mcp.problems import Unusable
from tools.mcp.results import outcome, outcome_of


def texts(*several: str) -> dict[str, Any]:
    return {"content": [{"type": "text", "text": text} for text in several]}


@pytest.mark.parametrize(
    ("result", "outcome"),
    [
        ({"structuredContent": {"a": 1}, **texts("other")}, ToolOutcome({"a": 1})),
        ({"structuredContent": [1]}, ToolOutcome([1])),
        ({"structuredContent": None, **texts('{"a": 1}')}, ToolOutcome({"a": 1})),
        (texts(" [1, 2]\n"), ToolOutcome([1, 2])),
        (texts("{not so"), ToolOutcome({"text": "{not so"})),
        (texts("[" * 100_000), ToolOutcome({"text": "[" * 100_000})),
        (texts("42"), ToolOutcome({"text": "42"})),
        (texts("true"), ToolOutcome({"text": "true"})),
        (texts(""), ToolOutcome({"text": ""})),
        (texts("{}", "{}"), ToolOutcome({"text": "{}\n{}"})),
        (texts("one", "two"), ToolOutcome({"text": "one\ntwo"})),
        (
            {"content": [{"type": "image", "data": "x"}, {"type": "text", "text": "a cat"}]},
            ToolOutcome({"text": "a cat"}),
        ),
        (
            {"content": [{"type": "image", "data": "x"}, {"type": "resource", "resource": {"text": "x"}}]},
            ToolOutcome({}),
        ),
        ({"content": [{"type": "text"}, {"type": "text", "text": 1}]}, ToolOutcome({})),
        ({"content": []}, ToolOutcome({})),
        ({}, ToolOutcome({})),
        ({"isError": True, **texts("no such customer")}, ToolOutcome(error="refused")),
        ({"isError": True, "structuredContent": {"a": 1}}, ToolOutcome(error="refused")),
        ({"isError": False, **texts("x")}, ToolOutcome({"text": "x"})),
        ({"resultType": "complete", **texts("x")}, ToolOutcome({"text": "x"})),
    ],
)
def test_what_a_bot_makes_of_a_result(result: dict[str, Any], outcome: ToolOutcome) -> None:
    assert outcome_of(result) == outcome


@pytest.mark.parametrize(
    "result", [{"content": "x"}, {"content": [1]}, {"content": {}}, {"resultType": "input_required"}]
)
def test_what_is_no_result(result: dict[str, Any]) -> None:
    with pytest.raises(Unusable):
        outcome_of(result)


def test_only_a_long_result_is_read_in_a_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    threads: list[threading.Thread] = []

    def noted(result: dict[str, Any]) -> ToolOutcome:
        threads.append(threading.current_thread())
        return outcome_of(result)

    monkeypatch.setattr(results, "outcome_of", noted)
    for text in ("x" * LONG_BYTES, "x" * (LONG_BYTES + 1)):
        assert asyncio.run(outcome(texts(text))) == ToolOutcome({"text": text})
    assert [thread is threading.main_thread() for thread in threads] == [True, False]
