"""How many calls there may be of one bot and of one workspace, over all processes.

Seats are counted where all processes look, which may be a network away: in a thread, before a call begins. Those of
this process are renewed while their calls go on.
"""

import asyncio
import logging
import secrets
from collections.abc import AsyncGenerator, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass

from channels.db import database_sync_to_async

from flows.allowances import Allowance, allowance_of
from runtime.sessions.lines import Busy
from voxloom.shared import backing
from voxloom.shared.backing import CountsSeats
from voxloom.shared.seats import Group

log = logging.getLogger(__name__)

SEAT_S = 45.0
"""How long the calls of a process that died still count."""
RENEW_EVERY_S = 15.0


class TooManyOfBot(Busy):
    """As many calls of the bot go on as it may have."""


class TooManyOfWorkspace(Busy):
    """As many calls of the bots of a workspace go on as it may have."""


@dataclass(eq=False)
class Seat:
    """That of one call. `taken` says that a call has begun with it, and will give it back."""

    name: str
    groups: Sequence[Group]
    taken: bool = False


class Admission:
    """For one process; belongs to its event loop."""

    def __init__(
        self,
        seats: Callable[[], CountsSeats] = backing.seats,
        allowance: Callable[[str], Allowance] = allowance_of,
    ) -> None:
        """`allowance` is of a bot by its slug; it is asked in a thread for the database."""
        self._seats = seats
        self._allowance = allowance
        self._own: dict[str, Seat] = {}
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="seats")
        self._renewing: asyncio.Task[None] | None = None
        self._closed = False

    def start(self) -> None:
        """Begin to renew the seats of the calls that there will be."""
        self._renewing = asyncio.create_task(self._keep(), name="seats")

    @asynccontextmanager
    async def admitted(self, slug: str, workspace: int, *, goes_on: bool = False) -> AsyncGenerator[Seat]:
        """A seat for a call that begins within; given back if none did. One that `goes_on` was let in before.

        Raises TooManyOfBot, TooManyOfWorkspace.
        """
        allowance: Allowance = await database_sync_to_async(self._allowance)(slug)
        seat = Seat(
            secrets.token_hex(8),
            (
                Group(f"bot:{slug}", None if goes_on else allowance.bot_calls),
                Group(f"workspace:{workspace}", None if goes_on else allowance.workspace_calls),
            ),
        )
        loop = asyncio.get_running_loop()
        full = await loop.run_in_executor(self._thread, lambda: self._seats().take(seat.name, seat.groups, SEAT_S))
        if full is not None:
            raise (TooManyOfBot if full == seat.groups[0].name else TooManyOfWorkspace)(f"{full} is full")
        self._own[seat.name] = seat
        try:
            yield seat
        finally:
            if not seat.taken:
                self.give_back(seat)

    def give_back(self, seat: Seat) -> None:
        """Its call is over."""
        if self._own.pop(seat.name, None) is not None and not self._closed:
            self._thread.submit(lambda: self._seats().release(seat.name, seat.groups))

    async def aclose(self) -> None:
        """Give everything back that still is here."""
        if self._renewing is not None:
            self._renewing.cancel()
            await asyncio.gather(self._renewing, return_exceptions=True)
        for seat in list(self._own.values()):
            self.give_back(seat)
        self._closed = True
        self._thread.shutdown(wait=False)

    async def renew(self) -> None:
        """The calls of this process go on."""
        known = [(seat.name, seat.groups) for seat in self._own.values()]
        await asyncio.get_running_loop().run_in_executor(self._thread, lambda: self._seats().renew(known, SEAT_S))

    async def _keep(self) -> None:
        while True:
            await asyncio.sleep(RENEW_EVERY_S)
            try:
                await self.renew()
            except Exception:
                log.exception("the seats of calls could not be renewed; it is tried again")
