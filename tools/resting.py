"""Who failed often is left alone for a while: the breakers of the server, for whoever asks on an event loop."""

import asyncio
import logging
from collections.abc import AsyncGenerator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from functools import cache

from voxloom.shared import backing
from voxloom.shared.backing import KeepsBreakers
from voxloom.shared.breakers import Permit

log = logging.getLogger(__name__)

ASK_S = 0.1
"""A caller waits: who says nothing about a breaker within that time is passed over."""


class Resting(Exception):
    """Who would be asked failed often, or said so, and is left alone for a moment; the message is one line."""


class Outcome:
    """What became of a question; whoever asks says when there was an answer, and what it says of who gave it."""

    def __init__(self) -> None:
        self.answered = False
        self.ok: bool | None = None
        """False: it was one of somebody who is ill."""


class Breaker:
    """Of one that is asked, by its name."""

    def __init__(
        self,
        name: str,
        fails: Callable[[Exception], bool | None] = lambda _problem: True,
        breakers: Callable[[], KeepsBreakers] = lambda: backing.breakers(),
    ) -> None:
        """`fails`: whether a problem tells of who is asked, and not of the question; None: of neither."""
        self._name = name
        self._fails = fails
        self._breakers = breakers

    @asynccontextmanager
    async def asked(self) -> AsyncGenerator[Outcome]:
        """Ask within; how it ends decides whether others may. Raises Resting."""
        permit = await self._permit()
        if permit is None:
            raise Resting(f"{self._name} failed often, or wants it so, and is left alone for a moment")
        outcome, ok = Outcome(), None
        try:
            yield outcome
            ok = outcome.ok is not False
        except TimeoutError:
            ok = outcome.answered
            raise
        except Exception as problem:
            failed = self._fails(problem)
            ok = None if failed is None else not failed
            raise
        finally:
            self._tell(permit, ok)

    def rest(self, seconds: float) -> None:
        """It said how long it wants to be left alone: by everybody who asks by this name."""
        breakers = self._breakers()
        if breakers.blocks:
            _thread().submit(breakers.rest, self._name, seconds)
        else:
            breakers.rest(self._name, seconds)

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


@cache
def _thread() -> ThreadPoolExecutor:
    """One for all of a process."""
    return ThreadPoolExecutor(1, thread_name_prefix="breakers")
