"""Who may connect: so many in all, and so many from one address. Who is one too many is told, and sent off."""

import asyncio
import ipaddress
from collections import Counter
from http import HTTPStatus
from typing import Any

from twisted.internet.protocol import Protocol
from twisted.protocols.policies import ProtocolWrapper, WrappingFactory

from voxloom.front.answers import raw_answer
from voxloom.settings.limits import Limits

LINGER_S = 1.0
"""What an answer gets to arrive before the connection is ended by force."""
FULL = raw_answer(HTTPStatus.SERVICE_UNAVAILABLE, "connections.full", "The server is busy.", "Try again in a minute.")
TOO_MANY = raw_answer(
    HTTPStatus.TOO_MANY_REQUESTS,
    "connections.client",
    "There are too many connections from your address.",
    "Close some, or try again in a minute.",
)


class SentOff(Protocol):
    """A connection that gets one answer, whatever it asks."""

    def __init__(self, answer: bytes) -> None:
        self._answer = answer
        self._end: asyncio.TimerHandle | None = None

    def connectionMade(self) -> None:
        """Answer, and wait a moment: what is closed with bytes unread would be reset, and the answer lost."""
        line: Any = self.transport
        line.write(self._answer)
        line.loseWriteConnection()
        self._end = asyncio.get_running_loop().call_later(LINGER_S, line.abortConnection)

    def connectionLost(self, reason: Any = None) -> None:  # noqa: ARG002 - Twisted's name
        """The client is gone."""
        if self._end is not None:
            self._end.cancel()


class Seat(ProtocolWrapper):
    """A connection that was let in; it counts until it is lost, whichever protocol it has changed to."""


class Gate(WrappingFactory[Seat]):
    """Counts connections, and builds what the inner factory builds while there is room."""

    protocol = Seat

    def __init__(self, inner: Any, limits: Limits) -> None:
        super().__init__(inner)  # type: ignore[no-untyped-call]
        self._limits = limits
        self._by_client: Counter[str] = Counter()
        self._clients: dict[Seat, str] = {}

    def buildProtocol(self, addr: Any) -> Any:
        """A seat, or a polite refusal."""
        if len(self._clients) >= self._limits.connections:
            return SentOff(FULL)
        client = addr.host
        known_proxy = any(ipaddress.ip_address(client) in network for network in self._limits.trusted_proxies)
        if self._by_client[client] >= self._limits.connections_per_client and not known_proxy:
            return SentOff(TOO_MANY)
        return super().buildProtocol(addr)

    def registerProtocol(self, p: Any) -> None:
        """A connection begins."""
        super().registerProtocol(p)  # type: ignore[no-untyped-call]
        client = self._clients[p] = p.getPeer().host
        self._by_client[client] += 1

    def unregisterProtocol(self, p: Any) -> None:
        """A connection is lost."""
        super().unregisterProtocol(p)  # type: ignore[no-untyped-call]
        client = self._clients.pop(p)
        self._by_client[client] -= 1
        if not self._by_client[client]:
            del self._by_client[client]
