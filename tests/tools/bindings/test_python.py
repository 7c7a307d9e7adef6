"""Python functions as tools: results, and what is made of what they raise."""

import asyncio
import threading
from typing import Any

import pytest

from flows.driver.ports import ToolOutcome
from tools.bindings.python import call_function


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
    assert asyncio.run(call_function(_raises(problem), {})) == ToolOutcome(error=error)


def test_wrong_arguments_are_unavailable() -> None:
    assert asyncio.run(call_function(lambda: None, {"a": 1})) == ToolOutcome(error="unavailable")


def test_functions_run_in_a_thread_and_coroutines_on_the_loop() -> None:
    async def on_the_loop(a: int) -> dict[str, Any]:
        return {"a": a, "thread": threading.current_thread().name}

    def in_a_thread(a: int) -> dict[str, Any]:
        return {"a": a, "thread": threading.current_thread().name}

    first = asyncio.run(call_function(on_the_loop, {"a": 1})).result
    second = asyncio.run(call_function(in_a_thread, {"a": 2})).result
    assert (first["a"], first["thread"]) == (1, threading.current_thread().name)
    assert second["a"] == 2
    assert second["thread"].startswith("tool")
