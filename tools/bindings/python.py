"""Binding `type: python`: a registered function, in a thread of its own pool, so that no call waits for the loop."""

import asyncio
import contextvars
import inspect
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from typing import Any

from pydantic import ConfigDict, validate_call
from pydantic_core import PydanticSerializationError, to_jsonable_python

from flows.driver.ports import ToolOutcome
from flows.engine.commands import CallTool
from tools.registry import ToolFunction

log = logging.getLogger(__name__)

MAX_THREADS = 8
"""Functions that hang hold a thread until they return; more threads would only hang more."""
KEY = "idempotency_key"
"""A function that takes an argument of that name is given the key of the call."""
MOST_FUNCTIONS = 1_000
CONFIG = ConfigDict(arbitrary_types_allowed=True)
"""A hint of a function may be of any class; what is no plain type is not checked further."""
_pool = ThreadPoolExecutor(MAX_THREADS, thread_name_prefix="tool")


async def call_function(function: ToolFunction, command: CallTool) -> ToolOutcome:
    """Call it with arguments of the types that it says; what does not fit is `refused`.

    Whatever it raises is `unavailable`, PermissionError and ValueError are `refused`.
    """
    given = dict(command.arguments)
    if command.idempotency_key is not None and _takes_key(function):
        given[KEY] = command.idempotency_key
    try:
        checked = _checked(function)
        if inspect.iscoroutinefunction(function):
            return ToolOutcome(to_jsonable_python(await checked(**given)))
    except Exception as problem:
        log.warning("tool function failed", exc_info=True)
        return ToolOutcome(error=_error_of(problem))
    here = contextvars.copy_context()  # the log and the trace of the call; a pool takes none along by itself
    return await asyncio.get_running_loop().run_in_executor(_pool, here.run, _call, checked, given)


def _call(function: ToolFunction, arguments: dict[str, Any]) -> ToolOutcome:
    """In the thread: nothing may be raised out of it, for a StopIteration would never reach the loop."""
    try:
        return ToolOutcome(to_jsonable_python(function(**arguments)))
    except (Exception, SystemExit) as problem:
        log.warning("tool function failed", exc_info=True)
        return ToolOutcome(error=_error_of(problem))


@lru_cache(MOST_FUNCTIONS)
def _checked(function: ToolFunction) -> Callable[..., Any]:
    """The function behind a look at its hints."""
    return validate_call(config=CONFIG)(function)


@lru_cache(MOST_FUNCTIONS)
def _takes_key(function: ToolFunction) -> bool:
    return KEY in inspect.signature(function).parameters


def _error_of(problem: BaseException) -> str:
    """A pydantic ValidationError is a ValueError: an argument is of another type than the function says."""
    if isinstance(problem, TimeoutError):
        return "timeout"
    if isinstance(problem, PydanticSerializationError):
        return "unavailable"  # what it gave is no JSON
    return "refused" if isinstance(problem, PermissionError | ValueError) else "unavailable"
