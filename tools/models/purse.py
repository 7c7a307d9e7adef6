"""What bots may spend on language models on a day, and what they have: asked before each question, on the event loop.

The database has the sums of all processes. Here is what was read of it a moment ago, what was spent since, and what is
set aside for questions that are on their way; nobody waits for the database but the first question of a bot.
"""

import asyncio
import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Protocol

log = logging.getLogger(__name__)

LOOK_EVERY_S = 5.0
"""How old the sum of all processes may be."""
FIRST_LOOK_S = 1.0
"""How long the first question of a bot waits for the database."""


class NothingLeft(Exception):
    """The bot has spent what it may today, or nobody can tell; the message is one line."""


class Book(Protocol):
    """Where sums and bounds are kept; `tools.models.book` has the real one. All of it blocks."""

    def bound(self, bot: str) -> int: ...
    def spent(self, bot: str, day: date) -> int: ...
    def add(self, bot: str, day: date, micros: int) -> None: ...
    def close(self) -> None: ...


@dataclass
class _Account:
    """Of one bot on one day, in millionths of a dollar."""

    bot: str
    day: date
    bound: int | None = None
    """None: nobody has looked yet."""
    spent: int = 0
    """By all processes, when somebody looked."""
    unwritten: int = 0
    aside: int = 0
    looked_at: float = float("-inf")
    lock: threading.Lock = field(default_factory=threading.Lock)


class Payment:
    """What is set aside for one question."""

    def __init__(self, purse: "Purse", account: _Account, micros: int) -> None:
        self._purse = purse
        self._account = account
        self._micros: int | None = micros

    def settle(self, micros: int) -> None:
        """It cost so much; only the first time counts."""
        if self._micros is not None:
            self._purse.settle(self._account, self._micros, micros)
            self._micros = None


class Purse:
    """For one process; belongs to its event loop. Start nothing: its thread begins with the first question."""

    def __init__(
        self,
        book: Book,
        clock: Callable[[], float] = time.monotonic,
        today: Callable[[], date] = lambda: datetime.now(UTC).date(),
    ) -> None:
        """`clock` gives seconds."""
        self._book = book
        self._clock, self._today = clock, today
        self._accounts: dict[str, _Account] = {}
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="spending")
        self._closed = False

    async def set_aside(self, bot: str, micros: int, most: int | None = None) -> Payment:
        """Room for a question that costs so much at most. Raises NothingLeft.

        `most`: what the bot may have spent today by it, where that is less than what it may spend.
        """
        if self._closed:
            raise NothingLeft("nobody counts any more")
        account = await self._known(bot)
        with account.lock:
            taken = account.spent + account.unwritten + account.aside
            bound = account.bound if most is None or account.bound is None else min(account.bound, most)
            if bound is None or taken + micros > bound:
                raise NothingLeft(f"{bot} may spend no more on models today")
            account.aside += micros
        return Payment(self, account, micros)

    def settle(self, account: _Account, aside: int, micros: int) -> None:
        """A question is over; called by its payment."""
        with account.lock:
            account.aside -= aside
            account.unwritten += micros
        if micros and not self._closed:
            self._thread.submit(self._write, account)

    def close(self) -> None:
        """Write what was spent, and end. May be called twice."""
        if not self._closed:
            self._closed = True
            self._thread.submit(self._book.close)
            self._thread.shutdown(wait=False)

    async def _known(self, bot: str) -> _Account:
        day = self._today()
        account = self._accounts.get(bot)
        if account is None or account.day != day:
            account = self._accounts[bot] = _Account(bot, day)
        if self._clock() - account.looked_at >= LOOK_EVERY_S:
            looked = self._look_soon(account)
            if account.bound is None:
                try:
                    await asyncio.wait_for(asyncio.wrap_future(looked), FIRST_LOOK_S)
                except TimeoutError:
                    log.warning("what %s has spent cannot be read in time, so its model is not asked", bot)
        return account

    def _look_soon(self, account: _Account) -> "Future[None]":
        return self._thread.submit(self._look, account)

    # -- the thread ----------------------------------------------------------------------------------------------------

    def _look(self, account: _Account) -> None:
        if self._clock() - account.looked_at < LOOK_EVERY_S:
            return  # somebody else asked, too
        try:
            bound, spent = self._book.bound(account.bot), self._book.spent(account.bot, account.day)
        except Exception:
            log.exception("what %s has spent cannot be read", account.bot)
            return
        with account.lock:
            account.bound, account.spent, account.looked_at = bound, spent, self._clock()

    def _write(self, account: _Account) -> None:
        """Add what was spent; what cannot be written counts here, and is written with what comes next."""
        with account.lock:
            micros = account.unwritten
        if not micros:
            return
        try:
            self._book.add(account.bot, account.day, micros)
        except Exception:
            log.exception("what %s has spent cannot be written", account.bot)
            return
        with account.lock:
            account.unwritten -= micros
            account.spent += micros
