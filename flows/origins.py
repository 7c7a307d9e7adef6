"""Pages that may embed a bot: origins, each exactly as a browser sends it."""

from collections.abc import Iterable
from urllib.parse import urlsplit

from flows.models import Bot, Release
from voxloom.accounts.isolation import everywhere
from voxloom.audit.actor import note

MOST = 100
DEFAULT_PORTS = {"http": 80, "https": 443}


class NoOrigin(ValueError):
    """A text is no origin; the message is one line."""


def origin_of(text: str) -> str:
    """An origin as browsers write it: scheme, host in small letters and ASCII, and the port unless it is the usual one.

    >>> origin_of("https://Shop.Example.com:443/"), origin_of("http://bücher.example:8080")
    ('https://shop.example.com', 'http://xn--bcher-kva.example:8080')

    Raises NoOrigin.
    """
    given = text.strip()
    problem = NoOrigin(f"{given[:80]!r} is no origin; write it as https://shop.example.com.")
    try:
        parts = urlsplit(given)
        host, port = (parts.hostname or "").encode("idna").decode("ascii"), parts.port
    except (ValueError, UnicodeError):
        raise problem from None
    whole = parts.path in ("", "/") and not parts.query and not parts.fragment and "@" not in parts.netloc
    if parts.scheme not in DEFAULT_PORTS or not host or not whole or not given.isprintable() or "*" in host:
        raise problem
    shown = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{shown}" + ("" if port in (None, DEFAULT_PORTS[parts.scheme]) else f":{port}")


def allow(bot: Bot, origins: Iterable[str]) -> list[str]:
    """Let pages of these origins embed a bot, and no others. Raises NoOrigin."""
    wanted = list(dict.fromkeys(origin_of(text) for text in origins))
    if len(wanted) > MOST:
        raise NoOrigin(f"A bot may have {MOST} origins.")
    bot.origins = wanted
    bot.save(update_fields=["origins"])
    note("bot.origins", bot.slug, origins=wanted)
    return wanted


def embedding() -> frozenset[str]:
    """The origins of all pages that may embed some bot of this server."""
    with everywhere("which pages may call this server at all"):
        lists = Release.objects.values_list("bot__origins", flat=True)
        return frozenset(origin for listed in lists for origin in listed)
