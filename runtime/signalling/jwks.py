"""The public keys of an issuer (JWKS), fetched from its address and kept for a while."""

import threading
import time
from typing import Any

import httpx
import jwt

from voxloom.outgoing.client import AddressRefused, checked_client

KEPT_S = 600.0
ANEW_S = 30.0
"""A key that is not known is looked for again, but not for every token that somebody makes up."""
MOST_BYTES = 64 * 1024
TIMEOUT_S = 3.0

_lock = threading.Lock()
"""Held for a moment, to find the lock of an address."""
_locks: dict[str, threading.Lock] = {}
_kept: dict[str, tuple[float, dict[str, Any]]] = {}


class KeysUnavailable(RuntimeError):
    """The keys cannot be had, or there is none of that name; the message is one line."""

    logs_its_words = True


def public_key(url: str, name: str) -> Any:
    """The key of a name (`kid`). Blocks for `TIMEOUT_S` at most; not for the event loop. Raises KeysUnavailable."""
    with _lock:
        own = _locks.setdefault(url, threading.Lock())
    if not own.acquire(timeout=TIMEOUT_S):
        raise KeysUnavailable("The keys are being fetched.")
    try:
        fetched_at, keys = _kept.get(url, (float("-inf"), {}))
        age_s = time.monotonic() - fetched_at
        if age_s > KEPT_S or (name not in keys and age_s > ANEW_S):
            _kept[url] = time.monotonic(), {}  # a failure is remembered, too
            keys = _fetched(url)
            _kept[url] = time.monotonic(), keys
    finally:
        own.release()
    if name not in keys:
        raise KeysUnavailable("There is no key of that name.")
    return keys[name]


def forget() -> None:
    """Fetch anew when they are asked for next."""
    with _lock:
        _kept.clear()


def _fetched(url: str) -> dict[str, Any]:
    try:
        with checked_client(TIMEOUT_S) as client, client.stream("GET", url) as response:
            raw = b""
            for piece in response.iter_bytes():
                raw += piece
                if len(raw) > MOST_BYTES:
                    raise KeysUnavailable("The answer is too long.")
        if not response.is_success:
            raise KeysUnavailable(f"The answer has the status {response.status_code}.")
        found = jwt.PyJWKSet.from_json(raw.decode())
    except (httpx.HTTPError, AddressRefused, jwt.PyJWTError, ValueError, AttributeError, TypeError) as problem:
        raise KeysUnavailable(f"The keys cannot be had: {type(problem).__name__}.") from None
    # A symmetric key has no business there: with one, everybody who reads the page could sign.
    return {key.key_id or "": key.key for key in found.keys if key.key_type in ("RSA", "EC")}
