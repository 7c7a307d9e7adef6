"""The database for whoever is on an event loop: in a few threads of its own, in one workspace."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import Any

from django.db import close_old_connections

from voxloom.accounts.isolation import within

THREADS = 2


async def in_workspace(workspace: int, work: Callable[..., Any], *given: Any) -> Any:
    """What a function that blocks gives."""
    return await asyncio.get_running_loop().run_in_executor(_threads(), _there, workspace, work, *given)


def _there(workspace: int, work: Callable[..., Any], *given: Any) -> Any:
    close_old_connections()
    with within(workspace):
        return work(*given)


@cache
def _threads() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(THREADS, thread_name_prefix="effects")
