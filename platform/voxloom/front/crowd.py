"""How many requests are worked on at once. Each holds a thread and a connection to the database while it is."""

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from http import HTTPStatus
from typing import Any

from voxloom.front.answers import error_body

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Message, Receive, Send], Awaitable[None]]

AT_ONCE = 16
"""More do not get ready sooner on few cores; files stay open in SQLite for as many as there ever were at once."""
MAX_WAITING = 200
"""At a few milliseconds each, the last one waits about a second."""


class Crowd:
    """An ASGI application around another: requests queue, and too many are told to come again. Sockets pass."""

    def __init__(self, application: Application) -> None:
        self._application = application
        self._doors = asyncio.Semaphore(AT_ONCE)
        self._inside = 0

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Deal with one request or socket."""
        if scope["type"] != "http":
            await self._application(scope, receive, send)
            return
        if self._inside >= AT_ONCE + MAX_WAITING:
            await _busy(send)
            return
        self._inside += 1
        try:
            async with self._doors:
                await self._application(scope, receive, send)
        finally:
            self._inside -= 1


async def _busy(send: Send) -> None:
    body = error_body("requests.full", "The server is busy.", "Try again in a few seconds.")
    headers = [
        (b"content-type", b"application/json"),
        (b"content-length", str(len(body)).encode()),
        (b"retry-after", b"5"),
        (b"cache-control", b"no-store"),
    ]
    await send({"type": "http.response.start", "status": HTTPStatus.SERVICE_UNAVAILABLE.value, "headers": headers})
    await send({"type": "http.response.body", "body": body})
