"""The consumer over a real RuntimeService whose workers are fakes, and a page that speaks the protocol to it."""

import asyncio
import hashlib
import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

import numpy as np
import numpy.typing as npt
from channels.db import database_sync_to_async
from channels.routing import URLRouter
from channels.testing import WebsocketCommunicator

from flows.catalogue import publish
from runtime.routing import websocket_urlpatterns
from runtime.service import RuntimeService
from runtime.signalling import tickets
from tests.runtime.sessions.stage import BOT, Activity, Recogniser, Voice
from voxloom.accounts.isolation import within
from voxloom.accounts.workspaces import MAIN

HOST = b"localhost:8000"
ORIGIN = b"http://localhost:8000"
WAIT_S = 10.0


class Workers(Recogniser, Voice):
    """Stand in for the speech workers; sentences get vectors that are far from each other."""

    versions = "made up"

    def __init__(self) -> None:
        Recogniser.__init__(self)
        Voice.__init__(self)
        self.ready = False
        self.closed = False
        self.prepared: list[str] = []

    async def start(self) -> None:
        self.ready = True

    async def aclose(self) -> None:
        self.ready, self.closed = False, True

    def prepare(self, clauses: Sequence[str], *, voice: str, after: object = None) -> None:
        self.prepared += clauses

    async def embed(self, sentences: Sequence[str]) -> npt.NDArray[np.float32]:
        return np.stack([_vector(sentence) for sentence in sentences])


def _vector(sentence: str) -> npt.NDArray[np.float32]:
    seed = int.from_bytes(hashlib.sha256(sentence.lower().strip(" .?!").encode()).digest()[:8])
    vector = np.random.default_rng(seed).normal(size=512).astype(np.float32)
    return vector / np.linalg.norm(vector)


class Activities:
    """Makes streams that take any sound for speech."""

    def stream(self) -> Activity:
        return Activity()

    def close(self) -> None:
        pass


class Page:
    """One socket."""

    def __init__(
        self,
        *,
        headers: Sequence[tuple[bytes, bytes]] = ((b"host", HOST), (b"origin", ORIGIN)),
        subprotocols: Sequence[str] = ("voxloom.v1",),
        client: tuple[str, int] | None = None,
        scopes: Sequence[str] = (),
    ) -> None:
        """`client` is the address it comes from, `scopes` those of its ticket."""
        self.socket = WebsocketCommunicator(
            URLRouter(websocket_urlpatterns), "/rt/call", headers=list(headers), subprotocols=list(subprotocols)
        )
        self.socket.scope["client"] = client
        self._scopes = list(scopes)
        self.messages: list[dict[str, Any]] = []
        self.close_code: int | None = None

    async def open(self) -> str | None:
        """The sub-protocol that the server chose."""
        accepted, subprotocol = await self.socket.connect(WAIT_S)
        assert accepted
        return subprotocol if isinstance(subprotocol, str) else None

    async def send(self, message: Any) -> None:
        await self.socket.send_to(text_data=message if isinstance(message, str) else json.dumps(message))

    async def ticket(self, bot: str = "harbour", scopes: Sequence[str] = ()) -> str:
        ticket: str = await database_sync_to_async(tickets.issue)(bot, [*self._scopes, *scopes])
        return ticket

    async def hello(self, bot: str = "harbour", mode: str = "text", scopes: Sequence[str] = ()) -> dict[str, Any]:
        await self.send({"type": "hello", "ticket": await self.ticket(bot, scopes), "mode": mode})
        return await self.until("ready")

    async def next(self) -> dict[str, Any] | None:
        """The next message, None when the server closed."""
        if self.close_code is not None:
            return None
        output = await self.socket.receive_output(WAIT_S)
        if output["type"] == "websocket.close":
            self.close_code = output.get("code", 1000)
            return None
        message: dict[str, Any] = json.loads(output["text"])
        self.messages.append(message)
        return message

    async def until(self, kind: str, **fields: Any) -> dict[str, Any]:
        """The next message of a kind, whose fields are these."""
        while (message := await self.next()) is not None:
            if message["type"] == kind and fields.items() <= message.items():
                return message
        raise AssertionError(f"closed with {self.close_code} before {kind} {fields}: {self.messages[-3:]}")

    async def refused(self) -> tuple[str, int | None]:
        """The error that closes the socket, and the code that it is closed with."""
        error = await self.until("error")
        assert error["fatal"] is True
        assert error["message"]
        assert error["remedy"]
        assert isinstance(error["at_ms"], int)
        while await self.next() is not None:
            pass
        return error["code"], self.close_code

    async def leave(self) -> None:
        """The page is closed."""
        await self.socket.disconnect(timeout=WAIT_S)

    def vanish(self) -> None:
        """The server's own end of the socket is torn down without a word."""
        self.socket.stop(exceptions=False)


@asynccontextmanager
async def serving(workers: Workers | None = None, *, max_calls: int = 4) -> AsyncIterator[RuntimeService]:
    """A runtime that takes calls, and that leaves no task behind."""
    with within(MAIN):
        await database_sync_to_async(publish)(BOT)
    service = RuntimeService(workers or Workers(), max_calls, Activities)  # type: ignore[arg-type]
    await service.start()
    try:
        yield service
    finally:
        await service.aclose()
        async with asyncio.timeout(WAIT_S):
            while left := [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]:
                await asyncio.wait(left, timeout=0.05)
