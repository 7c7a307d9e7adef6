"""Who may read the metrics: programs of this machine, and those that know the token."""

import hmac
import ipaddress

from django.conf import settings
from django.http import HttpRequest

FORWARDED = ("X-Forwarded-For", "Forwarded", "X-Real-IP", "Via")
"""With one of these a request was passed on by a proxy; the proxy's being here says nothing about who asks."""


def may_read(request: HttpRequest) -> bool:
    """Whether this request may read what only operators should."""
    return _knows_the_token(request) or _is_of_this_machine(request)


def _knows_the_token(request: HttpRequest) -> bool:
    token: str = settings.METRICS_TOKEN
    scheme, _, given = request.headers.get("Authorization", "").partition(" ")
    if not token or scheme.lower() != "bearer":
        return False
    return hmac.compare_digest(given.strip().encode(), token.encode())


def _is_of_this_machine(request: HttpRequest) -> bool:
    if any(name in request.headers for name in FORWARDED):
        return False
    try:
        address = ipaddress.ip_address(request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        return False
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return (mapped or address).is_loopback
