"""Binding `type: python`: a registered function, in a thread of its own pool, so that no call waits for the loop."""

import asyncio
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
            result = await function(**arguments)
        else:
            result = await asyncio.get_running_loop().run_in_executor(_pool, lambda: function(**arguments))
    except (PermissionError, ValueError) as problem:
        log.warning("tool function refused: %s", type(problem).__name__)
        return ToolOutcome(error="refused")
    except TimeoutError:
        return ToolOutcome(error="timeout")
    except Exception:
        log.warning("tool function failed", exc_info=True)
        return ToolOutcome(error="unavailable")
    return ToolOutcome(result)
