"""One connection of a call: a socket with its reader, and its media. A call that is broken off makes another one."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from aiortc import MediaStreamTrack

from runtime.caller.errors import CallFailed
from runtime.caller.peer import CallerPeer
from runtime.caller.signalling import Line, Ticket, error_text

LEFT_BEHIND = 4000
"""The caller goes on by another connection: this end of the socket means nothing."""
OVER = 1000
READY_SECONDS = 6.0
"""From the hello to the server's answer: a version of a bot that is new to a process is learned in seconds."""


class Microphone(MediaStreamTrack):
    """What one peer connection sends: the call's uplink, as long as the connection lasts."""

    kind = "audio"

    def __init__(self, source: MediaStreamTrack) -> None:
        super().__init__()
        self._source = source

    async def recv(self) -> Any:
        """The next packet of the uplink."""
        return await self._source.recv()


class Refused(Exception):
    """The server does not go on with the conversation; the text says why."""


class Connection:
    """A socket and the media that were agreed on by it."""

    def __init__(self, line: Line, peer: CallerPeer) -> None:
        self.line = line
        self.peer = peer
        self.ready: asyncio.Future[Mapping[str, Any]] = asyncio.get_running_loop().create_future()
        self._reading: asyncio.Task[None] | None = None

    async def call(self, ticket: Ticket, offer: str) -> None:
        """Begin a call."""
        await self.line.send({"type": "hello", "ticket": ticket.ticket, "mode": "voice"})
        await self.line.send({"type": "offer", "sdp": offer})

    async def go_on(self, session: str, offer: str) -> Mapping[str, Any]:
        """Go on with a conversation: what the server says of it. Raises Refused, CallFailed."""
        await self.line.send({"type": "hello", "resume": session, "mode": "voice", "media": False})
        try:
            async with asyncio.timeout(READY_SECONDS):
                ready = await asyncio.shield(self.ready)
        except TimeoutError:
            raise CallFailed("the server does not answer") from None
        if ready.get("type") != "ready":
            text = error_text(ready) or self.line.closed_because
            raise (Refused if ready.get("code") == "session.refused" else CallFailed)(text)
        await self.line.send({"type": "offer", "sdp": offer})
        return ready

    def read(self, deal: Callable[["Connection", Mapping[str, Any]], Awaitable[None]], over: "OnOver") -> None:
        """Read messages in a task: `deal` with each, `over` when the socket is closed."""
        self._reading = asyncio.create_task(self._read(deal, over), name="caller-reading")

    async def aclose(self, code: int = LEFT_BEHIND) -> None:
        """End both. `code`: whether the call is over, or goes on by another connection."""
        if self._reading is not None:
            self._reading.cancel()
            await asyncio.gather(self._reading, return_exceptions=True)
        with contextlib.suppress(Exception):
            await self.line.close(code)
        await self.peer.close()

    async def _read(self, deal: Callable[["Connection", Mapping[str, Any]], Awaitable[None]], over: "OnOver") -> None:
        async for message in self.line.messages():
            first = message.get("type") == "ready" or message.get("type") == "error" and message.get("fatal")
            if first and not self.ready.done():
                self.ready.set_result(message)
            await deal(self, message)
        if not self.ready.done():
            self.ready.set_result({"type": "closed"})
        over(self)


OnOver = Callable[[Connection], None]
