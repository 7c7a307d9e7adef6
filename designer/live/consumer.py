"""The socket of a draft: who is here, and what the others change. It changes nothing itself."""

import asyncio
import json
import logging
import secrets
from collections.abc import Coroutine
from typing import Any, ClassVar

from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncWebsocketConsumer
from django.conf import settings

from designer.live.people import TOLD_EVERY_S, People, Person
from designer.live.seat import Seat, seat_of
from designer.live.telling import group_of, listening
from voxloom.accounts.own_pages import opened_by_own_page
from voxloom.shared.rates import Rate

log = logging.getLogger(__name__)

MAX_CHARACTERS = 1024
"""Of a message: two names and little else."""
LONGEST_NAME = 200
AT_ONCE, PER_S = 20, 5.0
"""Messages of one page: somebody who walks along a flow by the keyboard."""
DATABASE_S = 10.0
BROKER_S = 5.0
NOBODY, FOREIGN, MALFORMED = 4401, 4403, 4400


class LiveConsumer(AsyncWebsocketConsumer):  # type: ignore[misc]
    """One tab that has a draft open."""

    groups: ClassVar[list[str]] = []

    async def connect(self) -> None:
        """Let in whoever may see the bot, from a page of ours."""
        self._seat: Seat | None = None
        self._beat: asyncio.Task[None] | None = None
        self._rate = Rate(AT_ONCE, PER_S)
        self._people = People()
        self._slug = str(self.scope["url_route"]["kwargs"]["slug"])
        if not opened_by_own_page(self.scope.get("headers", ())):
            await self.close(FOREIGN)
            return
        seat = await self._seat_now()
        if seat is None:
            await self.accept()  # a browser learns the code of a socket only that was opened
            await self.close(NOBODY)
            return
        listening(asyncio.get_running_loop())
        self._seat = seat
        self._me = Person(secrets.token_hex(6), seat.name)
        await self.accept()
        await self._to_broker(self.channel_layer.group_add(group_of(seat.bot), self.channel_name))
        self._people.hear(self._me, self._now())
        await self._show()
        await self._announce(asks=True)
        self._beat = asyncio.create_task(self._stay(), name=f"live:{self._slug}")

    async def disconnect(self, code: int) -> None:  # noqa: ARG002 - however it was closed
        """The tab is gone."""
        if self._beat is not None:
            self._beat.cancel()
        if self._seat is not None:
            group = group_of(self._seat.bot)
            await self._to_broker(self.channel_layer.group_discard(group, self.channel_name))
            await self._to_broker(self.channel_layer.group_send(group, {"type": "gone", "id": self._me.id}))

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        """Where the person is now."""
        if self._seat is None:
            return
        message = _read(text_data) if bytes_data is None else None
        if message is None or not self._rate.allows():
            await self.close(MALFORMED)
            return
        if message["type"] == "ping":
            await self._tell({"type": "pong"})
            return
        where = message["where"] if any(message["where"].values()) else None
        self._me = Person(self._me.id, self._me.name, where)
        if self._people.hear(self._me, self._now()):
            await self._show()
            await self._announce()

    # -- from the others, by the channel layer ---------------------------------------------------------------------

    async def tell(self, event: dict[str, Any]) -> None:
        """Something has changed."""
        await self._tell(event["message"])

    async def person(self, event: dict[str, Any]) -> None:
        """Somebody is there, or somewhere else; who has just come asks the others to say the same."""
        person = Person(**event["person"])
        if person.id == self._me.id:
            return
        if self._people.hear(person, self._now()):
            await self._show()
        if event["asks"]:
            await self._announce()

    async def gone(self, event: dict[str, Any]) -> None:
        """Somebody has gone."""
        if self._people.leave(event["id"]):
            await self._show()

    # -- towards the page and the others ---------------------------------------------------------------------------

    async def _stay(self) -> None:
        """Say now and then that this tab is there, while its person may still see the bot."""
        try:
            while True:
                await asyncio.sleep(TOLD_EVERY_S)
                if await self._seat_now() is None:
                    await self.close(NOBODY)
                    return
                self._people.hear(self._me, self._now())
                if self._people.forget(self._now()):
                    await self._show()
                await self._announce()
        except Exception:  # the database or the socket, of any kind: the page opens another one
            log.exception("a socket of the designer ends")
            await self.close(1011)

    async def _seat_now(self) -> Seat | None:
        key = self.scope.get("cookies", {}).get(settings.SESSION_COOKIE_NAME)
        async with asyncio.timeout(DATABASE_S):
            seat: Seat | None = await database_sync_to_async(seat_of)(key, self._slug)
        return seat

    async def _announce(self, *, asks: bool = False) -> None:
        if self._seat is not None:
            message = {"type": "person", "person": self._me.as_json(), "asks": asks}
            await self._to_broker(self.channel_layer.group_send(group_of(self._seat.bot), message))

    async def _to_broker(self, sending: Coroutine[Any, Any, None]) -> None:
        """A broker that is away is no reason to end: what changed is in the database."""
        try:
            async with asyncio.timeout(BROKER_S):
                await sending
        except Exception:  # of Redis, of any kind
            log.warning("the sockets of a draft were not told of something", exc_info=True)

    async def _show(self) -> None:
        await self._tell({"type": "here", "me": self._me.id, "people": self._people.as_json()})

    async def _tell(self, message: dict[str, Any]) -> None:
        await self.send(text_data=json.dumps(message, ensure_ascii=False))

    def _now(self) -> float:
        return asyncio.get_running_loop().time()


def _read(text: str | None) -> dict[str, Any] | None:
    """A message of a page; None for what is none."""
    if text is None or len(text) > MAX_CHARACTERS:
        return None
    try:
        message = json.loads(text)
    except (ValueError, RecursionError):
        return None
    match message:
        case {"type": "ping"}:
            return {"type": "ping"}
        case {"type": "where"}:
            where = {name: message.get(name) for name in ("flow", "node")}
            return {"type": "where", "where": where} if all(map(_is_name, where.values())) else None
    return None


def _is_name(value: Any) -> bool:
    return value is None or isinstance(value, str) and len(value) <= LONGEST_NAME
