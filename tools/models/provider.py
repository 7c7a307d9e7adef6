"""A provider of language models as this server sees it: one that failed often is not asked for a while."""

import asyncio
import logging
from collections.abc import AsyncGenerator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from functools import cache
from urllib.parse import urlsplit

from tools.models.address import ModelAddress
from voxloom.shared import backing
from voxloom.shared.backing import KeepsBreakers
from voxloom.shared.breakers import Permit

log = logging.getLogger(__name__)

ASK_S = 0.1
"""A caller waits: who says nothing about a provider within that time is passed over."""
FAILS_FROM = 500
"""HTTP statuses from there on are failures of the provider; those below of who asks, but for the next two."""
TOO_MANY, TOO_LATE = 429, 408


class Resting(Exception):
    """The provider failed often and is left alone for a moment; the message is one line."""


class Outcome:
    """What became of a question; whoever asks says when the provider has answered something."""

    def __init__(self) -> None:
        self.answered = False


class Provider:
    """Of one address; shared by all models there."""

    def __init__(
        self, address: ModelAddress, breakers: Callable[[], KeepsBreakers] = lambda: backing.breakers()
    ) -> None:
        host = urlsplit(address.api_base).netloc.rpartition("@")[2]
        self._name = f"the provider {address.model.partition('/')[0]}" + (f" at {host}" if host else "")
        self._breakers = breakers

    @asynccontextmanager
    async def asked(self) -> AsyncGenerator[Outcome]:
        """Ask within; how it ends decides whether others may. Raises Resting."""
        permit = await self._permit()
        if permit is None:
            raise Resting(f"{self._name} failed often and is left alone for a moment")
        outcome, ok = Outcome(), None
        try:
            yield outcome
            ok = True
        except TimeoutError:
            ok = outcome.answered
            raise
        except Exception as problem:
            ok = not _fails(problem)
            raise
        finally:
            self._tell(permit, ok)

    async def _permit(self) -> Permit | None:
        breakers = self._breakers()
        if not breakers.blocks:
            return breakers.asked(self._name)
        looked = asyncio.get_running_loop().run_in_executor(_thread(), breakers.asked, self._name)
        try:
            return await asyncio.wait_for(looked, ASK_S)
        except TimeoutError:
            log.info("nobody says in time whether %s may be asked", self._name)
            return Permit()

    def _tell(self, permit: Permit, ok: bool | None) -> None:
        breakers = self._breakers()
        if breakers.blocks:
            _thread().submit(breakers.ended, self._name, permit, ok=ok)
        else:
            breakers.ended(self._name, permit, ok=ok)


def _fails(problem: Exception) -> bool:
    """Whether the provider is to blame: what has no status did not even answer."""
    status = getattr(problem, "status_code", None)
    return not isinstance(status, int) or status >= FAILS_FROM or status in (TOO_MANY, TOO_LATE)


@cache
def _thread() -> ThreadPoolExecutor:
    """One for all of a process."""
    return ThreadPoolExecutor(1, thread_name_prefix="breakers")
