"""References within a document: JSON pointers (RFC 6901), followed as far as anybody needs, and never out of it."""

from collections.abc import Iterator
from itertools import islice
from typing import Any
from urllib.parse import unquote

MOST_STEPS = 5_000
"""Parts of a document that are looked at for one operation; large real ones take some hundred."""
MOST_IN_ALL = 1_000_000
"""The same for all operations together."""
KEYS_OF_A_STEP = 50
"""A map of more keys counts as several parts: it takes longer to be looked at."""
FEW = 100
"""Entries of a map that has some in any document that somebody wrote."""
MOST_HOPS = 20
"""References that lead to a reference."""
MOST_CHARACTERS = 500
"""Of a reference."""


class Unresolved(ValueError):
    """What stands there cannot be had; the message says why, without a point at its end."""


class TooLarge(Unresolved):
    """There is more of it than a tool can have."""


class Refs:
    """The parts of one document."""

    def __init__(self, document: dict[str, Any]) -> None:
        self._document = document
        self._left, self._left_in_all = MOST_STEPS, MOST_IN_ALL

    def begin(self) -> None:
        """Another operation is looked at."""
        self._left = MOST_STEPS

    def spend(self, keys: int) -> None:
        """Something with so many keys or entries is looked at. Raises TooLarge."""
        steps = 1 + keys // KEYS_OF_A_STEP
        self._left, self._left_in_all = self._left - steps, self._left_in_all - steps
        if self._left < 0 or self._left_in_all < 0:
            raise TooLarge("it is larger than a tool can be")

    def map(self, value: Any) -> dict[str, Any]:
        """The map that stands there, or that a reference stands for; what stands beside a reference goes before.

        Raises Unresolved.
        """
        seen: set[str] = set()
        beside: dict[str, Any] = {}
        while True:
            self.spend(len(value) if isinstance(value, dict) else 0)
            if not isinstance(value, dict):
                raise Unresolved("a map should stand there")
            target = value.get("$ref")
            if not isinstance(target, str):
                return {**value, **beside} if beside else value
            if target in seen or len(seen) >= MOST_HOPS:
                raise Unresolved(f"the reference {target} leads back to itself")
            seen.add(target)
            beside = {**{key: entry for key, entry in value.items() if key != "$ref"}, **beside}
            value = self._at(target)

    def _at(self, target: str) -> Any:
        if not target.startswith("#"):
            raise Unresolved(f"it refers to another document, {target}, and none is fetched")
        if len(target) > MOST_CHARACTERS:
            raise Unresolved("a reference is too long")
        here: Any = self._document
        missing = Unresolved(f"there is nothing at {target}")
        first, *parts = unquote(target[1:]).split("/")
        if first:
            raise missing  # an anchor, which nobody uses
        for part in parts:
            part = part.replace("~1", "/").replace("~0", "~")
            index = int(part) if part.isascii() and part.isdecimal() and len(part) < 10 else None
            if isinstance(here, dict) and part in here:
                here = here[part]
            elif isinstance(here, dict) and index in here:
                here = here[index]  # YAML reads `200:` as a number
            elif isinstance(here, list) and index is not None and index < len(here):
                here = here[index]
            else:
                raise missing
        return here


def entries(value: Any) -> Iterator[tuple[str, Any]]:
    """The entries of a map; none of anything else."""
    for key, entry in value.items() if isinstance(value, dict) else ():
        yield str(key), entry


def few(value: Any) -> Iterator[tuple[str, Any]]:
    """The first entries of a map."""
    return islice(entries(value), FEW)


def items(value: Any) -> list[Any]:
    """The entries of a list; none of anything else."""
    return value if isinstance(value, list) else []


def word(value: Any) -> str:
    """A text; empty for anything else."""
    return value if isinstance(value, str) else ""
