"""Who a client is, as far as limits are concerned: an address, or the network that one customer has of IPv6."""

import ipaddress
from collections.abc import Iterable, Sequence

from django.conf import settings

Network = ipaddress.IPv4Network | ipaddress.IPv6Network

IPV6_PREFIX = 64
"""A customer gets that whole network, and may use another address of it for each call."""
UNKNOWN = "unknown"


def client_of(peer: str | None, forwarded_for: Iterable[str], trusted: Sequence[Network] | None = None) -> str:
    """The nearest address that is no proxy of ours; X-Forwarded-For counts only as far as our proxies wrote it."""
    proxies = settings.LIMITS.trusted_proxies if trusted is None else trusted
    hops = [part.strip() for value in forwarded_for for part in value.split(",")]
    nearest = _address(peer or "")
    while nearest is not None and hops and any(nearest in network for network in proxies):
        if (before := _address(hops.pop())) is None:
            break
        nearest = before
    if nearest is None:
        return UNKNOWN
    if nearest.version == 6:
        return str(ipaddress.ip_network((nearest, IPV6_PREFIX), strict=False))
    return str(nearest)


def client_of_scope(scope: dict[str, object]) -> str:
    """The client of a socket."""
    client, headers = scope.get("client"), scope.get("headers")
    peer = str(client[0]) if isinstance(client, list | tuple) and client else None
    fields = headers if isinstance(headers, list | tuple) else ()
    return client_of(peer, [value.decode("latin-1") for name, value in fields if name == b"x-forwarded-for"])


def _address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        found = ipaddress.ip_address(text)
    except ValueError:
        return None
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped is not None:
        return found.ipv4_mapped
    return found
