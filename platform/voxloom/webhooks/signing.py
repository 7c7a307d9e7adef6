"""The signature of a request: its time and an HMAC of that time and the body, so that neither can be changed or
replayed later."""

import hashlib
import hmac

HEADER = "Voxloom-Signature"


def signature(secret: str, body: bytes, at: int) -> str:
    """The value of the header. `at`: seconds since 1970.

    >>> signature("vxs_secret", b"{}", 1700000000)[:13]
    't=1700000000,'
    """
    digest = hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={at},v1={digest}"
