"""Which pages may open a socket or ask for a ticket: those of this server, and those that a bot may be embedded in.

Browsers stop here; a script can send any Origin, so it is the ticket that carries the weight.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from voxloom.accounts.own_pages import is_own


@dataclass(frozen=True)
class Caller:
    """From where a request or a socket comes: a page, or a program, which has no origin."""

    origin: str | None
    own: bool
    """Whether the page is one of this server."""

    def may_call(self, origins: Collection[str]) -> bool:
        """Whether it may call a bot that may be embedded in pages of these origins."""
        return self.origin is None or self.own or self.origin in origins


def caller_of(headers: Iterable[tuple[bytes, bytes]]) -> Caller | None:
    """By the headers of a handshake; None for two origins or hosts, of which nobody knows which counts."""
    fields = list(headers)
    origins = [value for name, value in fields if name == b"origin"]
    hosts = [value for name, value in fields if name == b"host"]
    if not origins:
        return Caller(None, own=False)
    if len(origins) > 1 or len(hosts) != 1:
        return None
    return Caller(origins[0].decode("latin-1"), own=is_own(origins[0], hosts[0]))
