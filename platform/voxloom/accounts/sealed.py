"""Sealing with the key of the server (`FIELD_KEY`): what only this server shall read again."""

import secrets

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings


class WrongFieldKey(RuntimeError):
    """Something was sealed with another field key than this server's; the message is one line."""

    logs_its_words = True


def new_secret() -> str:
    """One to be shared with a program of somebody else's: 256 random bits."""
    return f"vxs_{secrets.token_urlsafe(32)}"


def seal(data: bytes) -> bytes:
    """As it may be kept."""
    return Fernet(settings.FIELD_KEY).encrypt(data)


def unseal(sealed: bytes | memoryview) -> bytes:
    """As it was. Raises WrongFieldKey."""
    try:
        return Fernet(settings.FIELD_KEY).decrypt(bytes(sealed))
    except InvalidToken:
        raise WrongFieldKey("This was not sealed with the field key of this server.") from None
