"""Binding `type: python`: a registered function, in a thread of its own pool, so that no call waits for the loop."""

import asyncio
import contextvars
import inspect
import logging
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from flows.driver.ports import ToolOutcome
from tools.registry import ToolFunction

log = logging.getLogger(__name__)

MAX_THREADS = 8
"""Functions that hang hold a thread until they return; more threads would only hang more."""
_pool = ThreadPoolExecutor(MAX_THREADS, thread_name_prefix="tool")


async def call_function(function: ToolFunction, arguments: dict[str, Any]) -> ToolOutcome:
    """Call it; whatever it raises is `unavailable`, PermissionError and ValueError are `refused`."""
    try:
        if inspect.iscoroutinefunction(function):
            return ToolOutcome(await function(**arguments))
    except Exception as problem:
        log.warning("tool function failed", exc_info=True)
        return ToolOutcome(error=_error_of(problem))
    here = contextvars.copy_context()  # the log and the trace of the call; a pool takes none along by itself
    return await asyncio.get_running_loop().run_in_executor(_pool, here.run, _call, function, arguments)


def _call(function: ToolFunction, arguments: dict[str, Any]) -> ToolOutcome:
    """In the thread: nothing may be raised out of it, for a StopIteration would never reach the loop."""
    try:
        return ToolOutcome(function(**arguments))
    except (Exception, SystemExit) as problem:
        log.warning("tool function failed", exc_info=True)
        return ToolOutcome(error=_error_of(problem))


def _error_of(problem: BaseException) -> str:
    if isinstance(problem, TimeoutError):
        return "timeout"
    return "refused" if isinstance(problem, PermissionError | ValueError) else "unavailable"
