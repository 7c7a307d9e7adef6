"""Sealing with the keys of the server (`FIELD_KEY`): what only this server shall read again.

There is one key that seals, and there may be older ones that still open (`manage.py field_key rotate`).
"""

import secrets
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

_read_again: tuple[str, ...] = ()
"""What stands in the file of keys since it was changed by another process."""
_looked_at = 0
"""When that file was changed last, as far as this process knows; ns."""


class WrongFieldKey(RuntimeError):
    """Something was sealed with another field key than this server's; the message is one line."""

    logs_its_words = True


def new_secret() -> str:
    """One to be shared with a program of somebody else's: 256 random bits."""
    return f"vxs_{secrets.token_urlsafe(32)}"


def seal(data: bytes) -> bytes:
    """As it may be kept, with the newest key: another process may have made one."""
    global _looked_at
    file = settings.FIELD_KEY_FILE
    changed = Path(file).stat().st_mtime_ns if file and Path(file).exists() else 0
    if changed != _looked_at:
        look_again()
        _looked_at = changed  # only now: another thread that seals meanwhile looks by itself
    return MultiFernet([Fernet(key) for key in keys()]).encrypt(data)


def unseal(sealed: bytes | memoryview) -> bytes:
    """As it was. Raises WrongFieldKey."""
    known = keys()
    try:
        return _opened(known, sealed)
    except InvalidToken:
        look_again()
        if keys() == known:  # another thread may have looked meanwhile
            raise WrongFieldKey("This was not sealed with the field key of this server.") from None
        return unseal(sealed)


def sealed_anew(sealed: bytes | memoryview) -> bytes:
    """The same, sealed with the key that seals now. Raises WrongFieldKey."""
    return seal(unseal(sealed))


def is_sealed_now(sealed: bytes | memoryview) -> bool:
    """Whether it was sealed with the key that seals now."""
    try:
        Fernet(keys()[0]).decrypt(bytes(sealed))
    except InvalidToken:
        return False
    return True


def keys() -> tuple[str, ...]:
    """The key that seals, and those that open besides."""
    return _read_again or (settings.FIELD_KEY, *settings.OLD_FIELD_KEYS)


def look_again() -> bool:
    """Read the keys anew: another process may have made one. Whether there are others now."""
    global _read_again
    file = settings.FIELD_KEY_FILE
    found = tuple(Path(file).read_text(encoding="ascii").split()) if file and Path(file).exists() else ()
    if not found or found == keys():
        return False
    _read_again = found
    return True


def _opened(with_keys: tuple[str, ...], sealed: bytes | memoryview) -> bytes:
    return MultiFernet([Fernet(key) for key in with_keys]).decrypt(bytes(sealed))
