"""The database for whoever is on an event loop: in a few threads of its own, in one workspace."""

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from functools import cache
from typing import Any

from django.db import close_old_connections

from voxloom.accounts.isolation import within

THREADS = 4
"""A few conversations at once note what they do; each takes milliseconds."""


async def in_workspace(workspace: int, work: Callable[..., Any], *given: Any) -> Any:
    """What a function that blocks gives."""
    return await asyncio.wrap_future(begun_in(workspace, work, *given))


def begun_in(workspace: int, work: Callable[..., Any], *given: Any) -> "Future[Any]":
    """A function that blocks is called, whether anybody waits for it or not."""
    return _threads().submit(_called, workspace, work, *given)


@contextmanager
def there(workspace: int) -> Iterator[None]:
    """For a thread that may not have looked at the database for long, or will not."""
    close_old_connections()
    try:
        with within(workspace):
            yield
    finally:
        close_old_connections()


def _called(workspace: int, work: Callable[..., Any], *given: Any) -> Any:
    with there(workspace):
        return work(*given)


@cache
def _threads() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(THREADS, thread_name_prefix="workspaces")
