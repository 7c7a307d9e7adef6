"""Which pages may open a socket or ask for a ticket.

Browsers stop here; a script can send any Origin, so it is the ticket that carries the weight.
"""

from collections.abc import Iterable
from urllib.parse import urlsplit

from django.conf import settings
from django.http.request import split_domain_port, validate_host


def may_open(headers: Iterable[tuple[bytes, bytes]]) -> bool:
    """Whether the headers of a handshake are those of an allowed page, or of no page at all (a program)."""
    fields = list(headers)
    origins = [value for name, value in fields if name == b"origin"]
    hosts = [value for name, value in fields if name == b"host"]
    if not origins:
        return True
    return len(origins) == len(hosts) == 1 and is_allowed(origins[0], hosts[0])


def is_allowed(origin: bytes | None, host: bytes | None) -> bool:
    """The page's own host, if it is one of ours: `null`, every other host, scheme and port are refused.

    A foreign name that was pointed at this machine is its own host, but none of ours.
    """
    if origin is None:
        return True
    try:
        page, ours = urlsplit(origin.decode("ascii")), (host or b"").decode("ascii").lower()
    except (UnicodeDecodeError, ValueError):
        return False
    name, _ = split_domain_port(ours)
    same = page.scheme in ("http", "https") and page.netloc.lower() == ours
    return same and bool(name) and validate_host(name, settings.ALLOWED_HOSTS)
