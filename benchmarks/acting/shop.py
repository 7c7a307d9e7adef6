"""A shop with an HTTP interface that takes `Idempotency-Key` as Stripe does, and that outlives whoever asks.

The same key has the same answer, as it was saved; while its first request is under way it has 409. Effects are counted
by order, not by key: a second key for the same order shows as a second effect.
"""

import asyncio
import itertools
import random
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from aiohttp import web

from benchmarks.acting.waves import Place, Wave

SLOW_S = 0.15
"""How long the first request of a key is still under way when the second one comes."""
FORGOTTEN_S = 30.0
"""After that nobody asks again."""


class Fate(StrEnum):
    """What becomes of a request that is there when whoever sent it dies."""

    LOST = "lost"
    DONE = "done"
    SLOW = "slow"
    """It is still under way when it is sent again, and done then."""


@dataclass
class Entry:
    """What is known of a key."""

    asked: str
    reply: dict[str, Any] | None = None
    """None while its first request is under way."""
    again: asyncio.Event = field(default_factory=asyncio.Event)
    """It has been sent again."""


class Shop:
    """One place for all orders. `wave` says which requests wait."""

    def __init__(self, dice: random.Random) -> None:
        self.wave: Wave | None = None
        self.effects: defaultdict[str, list[str]] = defaultdict(list)
        """By order, the number that each effect got."""
        self.requests: Counter[str] = Counter()
        """Writes by key."""
        self.keys: defaultdict[str, set[str]] = defaultdict(set)
        """By order."""
        self.fates: dict[str, Fate] = {}
        """By order, of requests whose sender died."""
        self.answers: Counter[str] = Counter()
        """Statuses of writes."""
        self.address = ""
        self._dice = dice
        self._table: dict[str, Entry] = {}
        self._numbers = itertools.count(1)
        self._runner: web.AppRunner | None = None

    async def __aenter__(self) -> "Shop":
        app = web.Application()
        app.router.add_get("/orders/{order}", self._look_up)
        app.router.add_post("/orders/{order}", self._place)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.address = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._runner is not None:
            await self._runner.cleanup()

    async def _reached(self, order: str, place: Place) -> bool:
        return self.wave is not None and await self.wave.reached(order, place)

    async def _look_up(self, request: web.Request) -> web.StreamResponse:
        order = request.match_info["order"]
        await self._reached(order, Place.ASKED)
        return await self._told(request, order, Place.TOLD, 200, {"item": "lamp"})

    async def _place(self, request: web.Request) -> web.StreamResponse:
        order, key, asked = request.match_info["order"], request.headers["Idempotency-Key"], await request.text()
        self.requests[key] += 1
        self.keys[order].add(key)
        entry = self._table.get(key)
        if entry is None:
            entry = self._table[key] = Entry(asked)
            if not await self._done(order, key, entry):
                return web.Response(status=503)
        elif entry.asked != asked:
            return await self._told(request, order, Place.REPLIED, 422, {"error": "another request had this key"})
        elif entry.reply is None:
            entry.again.set()
            return await self._told(request, order, Place.SENT, 409, {"error": "a request with this key is under way"})
        return await self._told(request, order, Place.REPLIED, 200, entry.reply or {})

    async def _done(self, order: str, key: str, entry: Entry) -> bool:
        """Do it; whether it was done."""
        if await self._reached(order, Place.SENT):
            fate = self.fates[order] = self._dice.choice(list(Fate))
            if fate is Fate.LOST:
                del self._table[key]
                return False
            if fate is Fate.SLOW:
                await self._until_asked_again(entry)
        number = f"M{next(self._numbers):05}"
        self.effects[order].append(number)
        entry.reply = {"number": number}
        await self._reached(order, Place.DONE)
        return True

    async def _until_asked_again(self, entry: Entry) -> None:
        try:
            async with asyncio.timeout(FORGOTTEN_S):
                await entry.again.wait()
        except TimeoutError:
            return
        await asyncio.sleep(SLOW_S)

    async def _told(
        self, request: web.Request, order: str, place: Place, status: int, body: dict[str, Any]
    ) -> web.StreamResponse:
        """Send the answer now, and say that it is sent. Whoever is gone does not hear it."""
        if place is not Place.TOLD:
            self.answers[str(status)] += 1
        answer = web.json_response(body, status=status)
        try:
            await answer.prepare(request)
            await answer.write_eof()
        except ConnectionError:
            return answer
        await self._reached(order, place)
        return answer
