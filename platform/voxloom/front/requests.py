"""HTTP requests as they come in: each must be whole in time, and not too long."""

import asyncio
from http import HTTPStatus
from typing import Any

from daphne.http_protocol import HTTPFactory
from twisted.web.http import HTTPChannel

from voxloom.front.answers import raw_answer
from voxloom.settings.limits import Limits

MAX_BODY_BYTES = 4 * 1024 * 1024
"""A bot's text may have 512 KiB; nothing else that is sent here is longer. Twisted would take anything, and keep it."""
IDLE_S = 30
"""A browser's spare connection, between two requests."""
LINGER_S = 2.0
"""What an answer gets to arrive before the connection is ended by force."""

LATE = raw_answer(
    HTTPStatus.REQUEST_TIMEOUT, "request.late", "The request did not come in time.", "Send it again, in one piece."
)
TOO_LONG = raw_answer(
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    "request.long",
    f"The request is longer than {MAX_BODY_BYTES // 1024 // 1024} MiB.",
    "Send less.",
)


class Channel(HTTPChannel):
    """One HTTP connection. Twisted's own timeout begins anew with each byte, so one byte a minute would hold it."""

    def __init__(self, request_s: float) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._request_s = request_s
        self._deadline: asyncio.TimerHandle | None = None
        self._ending: asyncio.TimerHandle | None = None
        self._body_bytes = 0
        self._refused = False

    def dataReceived(self, data: bytes) -> None:
        """Bytes of a request, or of the one behind it."""
        if self._refused:
            return
        if data and self._deadline is None and not self._handlingRequest:
            self._deadline = asyncio.get_running_loop().call_later(self._request_s, self._refuse, LATE)
        super().dataReceived(data)  # type: ignore[no-untyped-call]

    def allHeadersReceived(self) -> None:
        """Its length may be known now."""
        if self.length is not None and self.length > MAX_BODY_BYTES:
            self._refuse(TOO_LONG)
        else:
            super().allHeadersReceived()  # type: ignore[no-untyped-call]

    def rawDataReceived(self, data: bytes) -> None:
        """A piece of its body, whose length may not be known."""
        if not self._handlingRequest:
            self._body_bytes += len(data)
            if self._body_bytes > MAX_BODY_BYTES + self.totalHeadersSize:  # the sizes of the chunks count too
                self._refuse(TOO_LONG)
            if self._refused:
                return
        super().rawDataReceived(data)

    def allContentReceived(self) -> None:
        """The request is whole."""
        self._in_time()
        self._body_bytes = 0
        super().allContentReceived()  # type: ignore[no-untyped-call]

    def connectionLost(self, reason: Any = None) -> None:
        """The client is gone."""
        self._in_time()
        if self._ending is not None:
            self._ending.cancel()
        super().connectionLost(reason)  # type: ignore[no-untyped-call]

    def _in_time(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
        self._deadline = None

    def _refuse(self, answer: bytes) -> None:
        """Answer, and read no more. What is closed with bytes unread would be reset, and the answer lost."""
        if self._refused:
            return
        self._refused = True
        self._in_time()
        self.setTimeout(None)  # type: ignore[no-untyped-call]
        line: Any = self.transport
        line.write(answer)
        line.loseWriteConnection()
        self._ending = asyncio.get_running_loop().call_later(LINGER_S, line.abortConnection)


class Requests(HTTPFactory):  # type: ignore[misc]  # Daphne has no types
    """Builds the channels."""

    def __init__(self, server: Any, limits: Limits) -> None:
        super().__init__(server)
        self.timeOut = IDLE_S
        self._request_s = limits.request_s

    def protocol(self) -> Channel:
        """A channel for one connection; HTTP/2 needs TLS, which ends before us."""
        return Channel(self._request_s)
