"""The signature of a request: its time and an HMAC of that time and the body, so that neither can be changed or
replayed later."""

import hashlib
import hmac

HEADER = "Voxloom-Signature"
LATEST_S = 300
"""A receiver should refuse what is older."""


def signature(secret: str, body: bytes, at: int) -> str:
    """The value of the header. `at`: seconds since 1970.

    >>> signature("vxs_secret", b"{}", 1700000000)[:13]
    't=1700000000,'
    """
    digest = hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={at},v1={digest}"


def is_signed(secret: str, body: bytes, header: str, now: int) -> bool:
    """What a receiver does: whether the header fits body and secret and is not too old."""
    parts = dict(part.partition("=")[::2] for part in header.split(","))
    try:
        at = int(parts["t"])
    except (KeyError, ValueError):
        return False
    return abs(now - at) <= LATEST_S and hmac.compare_digest(signature(secret, body, at), header)
