"""Whether a page is one of this server, by the headers that a browser sends with what the page asks for."""

from collections.abc import Iterable
from urllib.parse import urlsplit

from django.conf import settings
from django.http.request import split_domain_port, validate_host


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


def opened_by_own_page(headers: Iterable[tuple[bytes, bytes]]) -> bool:
    """Whether a page of ours opens a socket: a cookie comes along whichever page does, so only these may."""
    fields = list(headers)
    origins = [value for name, value in fields if name == b"origin"]
    hosts = [value for name, value in fields if name == b"host"]
    return len(origins) == len(hosts) == 1 and is_own(origins[0], hosts[0])
