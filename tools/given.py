"""What operators give, as calls see it: read of the database now and then, never on the event loop."""

import asyncio
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from django.db import close_old_connections, connections

from voxloom.accounts.isolation import within
from voxloom.given.keeping import Everything, everything

LOOK_EVERY_S = 5.0
"""How old what is known may be: so soon a new secret is used."""
MOST_KEPT = 1_000
"""Workspaces and environments of which something is known at once."""
Key = tuple[int, str]


def read(workspace: int, environment: str) -> Everything:
    """Of the database. Blocks."""
    close_old_connections()
    with within(workspace):
        return everything(environment)


class Gifts:
    """Of one process; belongs to its event loop."""

    def __init__(
        self, look: Callable[[int, str], Everything] = read, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """`look` blocks, in a thread of its own; `clock` gives seconds."""
        self._look, self._clock = look, clock
        self._kept: dict[Key, tuple[float, Everything]] = {}
        self._looking: dict[Key, asyncio.Future[Everything]] = {}
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="given")
        self._closed = False

    async def of(self, workspace: int, environment: str) -> Everything:
        """What is given there. What was known before stands in while nobody can look; raises what looking raises."""
        key = workspace, environment
        known = self._kept.get(key)
        if known is not None and self._clock() - known[0] < LOOK_EVERY_S:
            return known[1]
        if key not in self._looking:
            self._looking[key] = asyncio.get_running_loop().run_in_executor(self._thread, self._look, *key)
            self._looking[key].add_done_callback(partial(self._looked, key))
        if known is not None:
            return known[1]
        return await asyncio.shield(self._looking[key])

    def close(self) -> None:
        """Nobody asks any more. May be called twice."""
        if not self._closed:
            self._closed = True
            self._thread.submit(connections.close_all)
            self._thread.shutdown(wait=False)

    def _looked(self, key: Key, future: "asyncio.Future[Everything]") -> None:
        del self._looking[key]
        if not future.cancelled() and future.exception() is None:
            while len(self._kept) >= MOST_KEPT:
                del self._kept[next(iter(self._kept))]
            self._kept[key] = self._clock(), future.result()


class GivenThere:
    """Of one workspace and environment, as `tools.bindings.http` wants it."""

    def __init__(self, gifts: Gifts, workspace: int, environment: str) -> None:
        self._gifts = gifts
        self._where = workspace, environment

    async def names(self) -> Mapping[str, str]:
        """What `env.NAME` stands for: names, and secrets of services that take their key elsewhere."""
        known = await self._gifts.of(*self._where)
        return {**known.secrets, **known.names}

    async def secret(self, name: str) -> str | None:
        """A secret; None where there is none of that name."""
        return (await self._gifts.of(*self._where)).secrets.get(name)

    async def may_ask(self, host: str) -> bool:
        """Whether bots may send requests to a host."""
        return (await self._gifts.of(*self._where)).may_ask(host)
