"""Which pages may open a socket. A script can send any Origin; the ticket is what carries the weight."""

from urllib.parse import urlsplit


def is_allowed(origin: bytes | None, host: bytes | None) -> bool:
    """The page's own host, or no page at all (a program). `null` and every other host are refused."""
    if origin is None:
        return True
    try:
        parts = urlsplit(origin.decode("ascii"))
        return parts.scheme in ("http", "https") and host is not None and parts.netloc.lower() == host.decode().lower()
    except (UnicodeDecodeError, ValueError):
        return False
