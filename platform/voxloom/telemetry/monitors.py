"""Who may see more than a caller: users of this machine, and of the metrics also those that know the token."""

import hmac
import ipaddress

from django.conf import settings
from django.http import HttpRequest
from django.http.request import split_domain_port

FORWARDED = ("X-Forwarded-For", "Forwarded", "X-Real-IP", "Via")
"""With one of these a request was passed on by a proxy; the proxy's being here says nothing about who asks."""


def may_read(request: HttpRequest) -> bool:
    """Whether this request may read the metrics."""
    return _knows_the_token(request) or is_of_this_machine(request)


def is_of_this_machine(request: HttpRequest) -> bool:
    """Whether a program or browser of this machine asks, by a name that only it has for itself.

    Through a tunnel that tells nothing of itself a stranger comes from here, too, but asks for a public name.
    """
    if any(name in request.headers for name in FORWARDED):
        return False
    name, _ = split_domain_port(request.get_host())
    return _is_loopback(request.META.get("REMOTE_ADDR", "")) and (name == "localhost" or _is_loopback(name.strip("[]")))


def _knows_the_token(request: HttpRequest) -> bool:
    token: str = settings.METRICS_TOKEN
    scheme, _, given = request.headers.get("Authorization", "").partition(" ")
    if not token or scheme.lower() != "bearer":
        return False
    return hmac.compare_digest(given.strip().encode(), token.encode())


def _is_loopback(text: str) -> bool:
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return False
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return (mapped or address).is_loopback
