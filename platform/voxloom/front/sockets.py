"""WebSockets: messages that are too long are refused in words, and neither side can fill our memory."""

import asyncio
import json
import time
from typing import Any

from daphne.ws_protocol import WebSocketProtocol

from voxloom.front.inflow import Inflow

MAX_MESSAGE_BYTES = 64 * 1024
"""An offer has about 3 KB."""
CLOSE_S = 5
"""How long a page may take to answer that the socket is closed; also what a page that does not read is left."""
MAX_UNREAD = 32
"""Messages that the application has not dealt with; the page must wait to send more."""


class Socket(WebSocketProtocol):  # type: ignore[misc]  # Daphne has no types
    """One WebSocket."""

    maxMessagePayloadSize: int

    def __init__(self) -> None:
        super().__init__()
        self.writable = asyncio.Event()
        """Set while what was sent has left for the network, but for 64 KiB."""
        self.writable.set()
        self._inflow: Inflow | None = None
        self._drop: asyncio.TimerHandle | None = None

    def makeConnection(self, transport: Any) -> None:
        """The request that asked for the socket had registered itself to be told how full the line is."""
        transport.unregisterProducer()
        transport.registerProducer(self, True)
        self._inflow = Inflow(
            super().dataReceived,
            pause=transport.pauseProducing,
            resume=transport.resumeProducing,
            loop=asyncio.get_running_loop(),
        )
        super().makeConnection(transport)

    # -- towards the page ----------------------------------------------------------------------------------------

    def sendMessage(self, payload: bytes, *arguments: Any, **named: Any) -> None:
        """Autobahn holds what is sent to the limit for what is received."""
        limit, self.maxMessagePayloadSize = self.maxMessagePayloadSize, 0
        try:
            super().sendMessage(payload, *arguments, **named)
        finally:
            self.maxMessagePayloadSize = limit

    def serverClose(self, code: int | None = None) -> None:
        """With any code that a server may use; Autobahn's own method refuses 1009 and 1013."""
        self.sendCloseFrame(code=1000 if code is None else code, isReply=False)

    def pauseProducing(self) -> None:
        """The page does not read as fast as it is sent to."""
        self.writable.clear()

    def resumeProducing(self) -> None:
        """It has read."""
        self.writable.set()

    def stopProducing(self) -> None:
        """It is gone."""
        self.writable.set()

    def _closeConnection(self, abort: bool = False) -> None:
        """A line that is closed politely would wait for a page that does not read, without end."""
        self.transport.unregisterProducer()
        self.writable.set()
        super()._closeConnection(abort)
        if not abort and self._drop is None:
            self._drop = asyncio.get_running_loop().call_later(CLOSE_S, self.transport.abortConnection)

    def connectionLost(self, reason: Any = None) -> None:
        """The connection is over."""
        self.writable.set()
        if self._drop is not None:
            self._drop.cancel()
        if self._inflow is not None:
            self._inflow.end()
        super().connectionLost(reason)

    # -- from the page -------------------------------------------------------------------------------------------

    def dataReceived(self, data: bytes) -> None:
        """Bytes of the page."""
        assert self._inflow is not None
        self._inflow.arrives(data)

    def onFrameBegin(self) -> None:
        """A frame of any kind: also those that the application never sees cost time."""
        assert self._inflow is not None
        self._inflow.counts()
        super().onFrameBegin()

    def onPing(self, payload: bytes) -> None:
        """The page asks whether we are there; one that does not read would have its answers pile up."""
        if self.writable.is_set():
            super().onPing(payload)

    def onMessage(self, payload: bytes, isBinary: bool) -> None:
        """A message for the application, which may be behind."""
        super().onMessage(payload, isBinary)
        if self.application_queue.qsize() >= MAX_UNREAD:
            assert self._inflow is not None
            self._inflow.hold()

    def was_read(self) -> None:
        """The application took a message."""
        if self._inflow is not None and self.application_queue.qsize() < MAX_UNREAD // 2:
            self._inflow.let_go()

    def _max_message_size_exceeded(self, msg_size: int, max_msg_size: int, reason: str) -> None:
        """Say so before the socket is closed with 1009; the application hears of the close as of any other."""
        told = {
            "type": "error",
            "code": "message.too_big",
            "message": f"A message may have {MAX_MESSAGE_BYTES // 1024} KiB.",
            "remedy": "Send less.",
            "fatal": True,
            "at_ms": round((time.time() - self.socket_opened) * 1000),
        }
        self.sendMessage(json.dumps(told).encode())
        super()._max_message_size_exceeded(msg_size, max_msg_size, reason)
