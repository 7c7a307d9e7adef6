"""Which pages may open a socket or ask for a ticket: those of this server, and those that a bot may be embedded in.

Browsers stop here; a script can send any Origin, so it is the ticket that carries the weight.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.http.request import split_domain_port, validate_host


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


def is_own(origin: bytes, host: bytes | None) -> bool:
    """The page's own host, if it is one of ours: `null`, every other host, scheme and port are not.

    A foreign name that was pointed at this machine is its own host, but none of ours.
    """
    try:
        page, ours = urlsplit(origin.decode("ascii")), (host or b"").decode("ascii").lower()
    except (UnicodeDecodeError, ValueError):
        return False
    name, _ = split_domain_port(ours)
    same = page.scheme in ("http", "https") and page.netloc.lower() == ours
    return same and bool(name) and validate_host(name, settings.ALLOWED_HOSTS)
