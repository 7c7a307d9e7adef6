"""Sealing: values with the key of their conversation, that key with the key of the server (`FIELD_KEY`)."""

import hashlib
import hmac
import json
from typing import Any

from cryptography.fernet import Fernet, InvalidToken

from voxloom.accounts import sealed as field


class VaultClosed(RuntimeError):
    """The key of a conversation cannot be opened: the server's key is another one now; the message is a line."""

    logs_its_words = True


def new_key() -> bytes:
    """A key for one conversation."""
    return Fernet.generate_key()


def seal_key(key: bytes) -> bytes:
    """As it may be kept."""
    return field.seal(key)


def open_key(sealed: bytes) -> bytes:
    """The key again. Raises VaultClosed."""
    try:
        return field.unseal(sealed)
    except field.WrongFieldKey:
        raise VaultClosed("The vault cannot be opened with the field key of this server.") from None


def digest(key: bytes, text: str) -> str:
    """Of 64 letters: what was said can be found again by it, and read by nobody."""
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


def plain(value: Any) -> str:
    """The text of a value of JSON, for a digest."""
    return json.dumps(value, sort_keys=True, default=str)


def seal(key: bytes, value: Any) -> bytes:
    """A value of JSON as it may be kept."""
    return Fernet(key).encrypt(json.dumps(value).encode())


def unseal(key: bytes, sealed: bytes) -> Any:
    """The value again. Raises VaultClosed."""
    try:
        return json.loads(Fernet(key).decrypt(bytes(sealed)))
    except InvalidToken:
        raise VaultClosed("A value of the vault was not sealed with the key of its conversation.") from None
