"""Python functions that bots may call: `@tool("name")` registers one.

from tools.registry import tool

@tool("add_days")
def add_days(date: str, days: float) -> dict[str, str]:
    ...
"""

import inspect
from collections.abc import Callable
from typing import Any

ToolFunction = Callable[..., Any]
_functions: dict[str, ToolFunction] = {}


class ToolNameTaken(ValueError):
    """Two functions were registered under one name."""


def tool(name: str) -> Callable[[ToolFunction], ToolFunction]:
    """Register a function; it gets the call's arguments by name and returns a map. Raises ToolNameTaken."""

    def register(function: ToolFunction) -> ToolFunction:
        known = _functions.setdefault(name, function)
        if known is not function and inspect.unwrap(known).__qualname__ != inspect.unwrap(function).__qualname__:
            raise ToolNameTaken(f"the tool function {name!r} is registered twice")
        _functions[name] = function
        return function

    return register


def registered(name: str) -> ToolFunction | None:
    """The function of a name."""
    return _functions.get(name)
