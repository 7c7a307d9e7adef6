"""What is done behind a caller's back: a word to a server that nobody waits for, in a time of its own."""

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any

import httpx

from tools.mcp.problems import Problem

log = logging.getLogger(__name__)

LATER_S = 2.0
MOST_AT_ONCE = 200
"""More is a server that is slow to let go; what is left out then is politeness."""


class Later:
    """Of one event loop."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[None]] = set()

    def start(self, work: Coroutine[Any, Any, None]) -> bool:
        """Begin; whatever goes wrong with it is left at that. False where too much is under way."""
        if len(self._tasks) >= MOST_AT_ONCE:
            work.close()
            return False
        task = asyncio.create_task(_done(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return True

    async def over(self, within_s: float) -> None:
        """All of it is done, or broken off after a time in seconds."""
        tasks = list(self._tasks)
        if tasks:
            await asyncio.wait(tasks, timeout=within_s)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _done(work: Coroutine[Any, Any, None]) -> None:
    try:
        async with asyncio.timeout(LATER_S):
            await work
    except (Problem, httpx.HTTPError, OSError) as problem:  # TimeoutError is one of them
        log.debug("a word that nobody waits for was not said: %s", type(problem).__name__)
