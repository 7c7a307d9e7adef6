"""Python functions as tools: results, and what is made of what they raise."""

import asyncio
import threading
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from flows.driver.ports import ToolOutcome
from flows.engine.commands import CallTool
from tools.bindings.python import call_function


def _call(function: Any, key: str | None = None, **arguments: Any) -> ToolOutcome:
    command = CallTool("t-1", "it", arguments, 1000, "write" if key else "read", key)
    return asyncio.run(call_function(function, command))


def _raises(problem: BaseException) -> Any:
    def function(**arguments: Any) -> Any:
        raise problem

    return function


@pytest.mark.parametrize(
    ("problem", "error"),
    [
        (ValueError("x"), "refused"),
        (PermissionError("x"), "refused"),
        (TimeoutError(), "timeout"),
        (RuntimeError("x"), "unavailable"),
        (KeyError("x"), "unavailable"),
        (StopIteration(), "unavailable"),
        (SystemExit(1), "unavailable"),
    ],
)
def test_what_is_raised_becomes_an_error(problem: BaseException, error: str) -> None:
    assert _call(_raises(problem)) == ToolOutcome(error=error)


def test_arguments_that_a_function_does_not_take_are_refused() -> None:
    assert _call(lambda: None, a=1) == ToolOutcome(error="refused")


def test_functions_run_in_a_thread_and_coroutines_on_the_loop() -> None:
    async def on_the_loop(a: int) -> dict[str, Any]:
        return {"a": a, "thread": threading.current_thread().name}

    def in_a_thread(a: int) -> dict[str, Any]:
        return {"a": a, "thread": threading.current_thread().name}

    first = _call(on_the_loop, a=1).result
    second = _call(in_a_thread, a=2.0).result
    assert (first["a"], first["thread"]) == (1, threading.current_thread().name)
    assert second["a"] == 2
    assert second["thread"].startswith("tool")


def test_arguments_have_the_types_that_a_function_says_and_results_are_json() -> None:
    @dataclass
    class Day:
        day: date
        price: Decimal

    def next_day(day: date, days: int, price: Decimal) -> Day:
        return Day(day.replace(day=day.day + days), price)

    outcome = _call(next_day, day="2026-03-01", days=3.0, price=12.5)
    assert outcome == ToolOutcome({"day": "2026-03-04", "price": "12.5"})
    for wrong in ({"day": "tomorrow", "days": 1, "price": 1}, {"day": "2026-03-01", "days": 1.5, "price": 1}, {}):
        assert _call(next_day, **wrong) == ToolOutcome(error="refused")


def test_a_result_that_is_no_json_is_unavailable() -> None:
    assert _call(lambda: {"it": object()}) == ToolOutcome(error="unavailable")


def test_a_function_that_asks_for_it_is_given_the_key() -> None:
    def pays(amount: float, idempotency_key: str) -> dict[str, Any]:
        return {"key": idempotency_key, "amount": amount}

    assert _call(pays, key="k-1", amount=2.0) == ToolOutcome({"key": "k-1", "amount": 2.0})
    assert _call(lambda amount: {"amount": amount}, key="k-1", amount=2.0) == ToolOutcome({"amount": 2.0})
