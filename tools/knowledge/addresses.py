"""Addresses of pages that are read; loads nothing that asks them."""

from urllib.parse import urlsplit

from tools.knowledge.reading.blocks import CannotRead

LONGEST_CHARACTERS = 1_000


def checked_address(address: str) -> str:
    """An address that can be read. Raises CannotRead."""
    try:
        parts = urlsplit(address)
        fits = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.username is None
        _ = parts.port
    except ValueError:
        fits = False
    if not fits or len(address) > LONGEST_CHARACTERS:
        raise CannotRead("An address begins with https:// or http:// and a host, without a name and password in it.")
    return address


def is_address(address: str) -> bool:
    """Whether it can be read."""
    try:
        checked_address(address)
    except CannotRead:
        return False
    return True
