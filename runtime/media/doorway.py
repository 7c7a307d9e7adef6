"""What a media socket lets in: packets of the caller, so many a second, and of strangers nothing but a few ICE checks.

Anybody can send to a UDP port. aioice hands everything that is no STUN to DTLS, whoever sent it: an empty datagram of a
stranger ended a call. And a flood, read and answered in Python, was heard in all other calls.
"""

import logging
import time
from collections.abc import Callable, Collection
from typing import Any

from aioice.ice import Connection, StunProtocol

from voxloom.shared.rates import Rate

logger = logging.getLogger(__name__)

Address = tuple[str, int]

MAX_BYTES = 1_500
"""Of a packet: what a network takes in one piece. libsrtp's buffer has no more."""
CALLERS_AT_ONCE, CALLERS_PER_S = 1_000, 600
"""Packets of the caller: 50 a second, 400 with the shortest that Opus has, and at once what was held up for 2 s."""
STRANGERS_AT_ONCE, STRANGERS_PER_S = 100, 50
"""Checks from addresses that have not been shown to be the caller's: a browser sends a few dozen in all."""
MAX_ADDRESSES = 32
"""Of one caller. A browser has up to ten; each costs checks in return."""
MAX_UNREAD = 512
"""Packets that wait for DTLS, which takes none before the connection is made."""

_STUN_HEADER_BYTES = 20
_BINDING_REQUEST, _COOKIE = b"\x00\x01", b"\x21\x12\xa4\x42"


class Doorway:
    """Decides about the packets of one socket; `addresses` are those of the caller, as far as they are known by now."""

    def __init__(
        self, addresses: Callable[[], Collection[Address]], *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """`clock` in seconds."""
        self._addresses = addresses
        self._known: set[Address] = set()
        self._callers = Rate(CALLERS_AT_ONCE, CALLERS_PER_S, clock)
        self._strangers = Rate(STRANGERS_AT_ONCE, STRANGERS_PER_S, clock)

    def lets_in(self, data: bytes, source: Address) -> bool:
        """Whether to read a packet at all."""
        if not 0 < len(data) <= MAX_BYTES:
            return False
        if source in self._known:
            return self._callers.allows()
        addresses = self._addresses()
        if source in addresses:
            self._known.add(source)  # no address is ever taken from the caller again
            return self._callers.allows()
        # The caller too is a stranger at first, until aioice has seen a check with the password of this call.
        return len(addresses) < MAX_ADDRESSES and _is_check(data) and self._strangers.allows()


def _is_check(data: bytes) -> bool:
    return len(data) >= _STUN_HEADER_BYTES and data.startswith(_BINDING_REQUEST) and data[4:8] == _COOKIE


class GuardedSocket(StunProtocol):
    """aioice's socket behind a doorway. Whatever a packet makes aioice raise ends with that packet."""

    def __init__(self, receiver: Connection) -> None:
        super().__init__(receiver)
        self._doorway = Doorway(lambda: [(each._network_host, each.port) for each in self.receiver._remote_candidates])

    def datagram_received(self, data: bytes | str, addr: tuple[Any, ...]) -> None:
        """A packet, from anybody."""
        assert isinstance(data, bytes)
        if self.receiver._queue.qsize() >= MAX_UNREAD or not self._doorway.lets_in(data, (addr[0], addr[1])):
            return
        try:
            super().datagram_received(data, addr)
        except Exception:  # aioice reads attributes of the wrong length, and takes some for granted
            logger.debug("a packet could not be read", exc_info=True)
