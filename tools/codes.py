"""One-time codes, by functions that bots may call: `voxloom.make_code` and `voxloom.check_code`.

A code is somebody's for five minutes, works once, and no longer than until there is a newer one. How often somebody may
try is for the tool to say that checks it: `verifies`.
"""

import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime, timedelta
from hmac import compare_digest
from typing import Any, Protocol

from django.utils import timezone

from tools.registry import tool
from tools.threads import there
from voxloom.verifying import codes as kept
from voxloom.verifying.digests import plain

LASTS_S = 300
"""A message takes up to a minute, and who reads it while on the phone another."""
DEFAULT_DIGITS, LEAST_DIGITS, MOST_DIGITS = 6, 4, 10


class KeepsCodes(Protocol):
    """Where codes are. All of it may block."""

    def keep(self, bot: str, who: str, code: str) -> None:
        """From now on this is the code of somebody."""

    def use(self, bot: str, who: str, code: str) -> bool:
        """Whether it is the code of somebody; it is not any more then."""


class MemoryCodes:
    """Of one conversation that is kept nowhere."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """`clock` gives seconds."""
        self._clock = clock
        self._codes: dict[tuple[str, str], tuple[str, float]] = {}

    def keep(self, bot: str, who: str, code: str) -> None:
        """From now on this is the code of somebody."""
        self._codes[bot, plain(who)] = plain(code), self._clock() + LASTS_S

    def use(self, bot: str, who: str, code: str) -> bool:
        """Whether it is the code of somebody; it is not any more then."""
        known = self._codes.get((bot, plain(who)))
        if known is None or known[1] <= self._clock() or not compare_digest(known[0].encode(), plain(code).encode()):
            return False
        return self._codes.pop((bot, plain(who)), None) is not None


class KeptCodes:
    """In the database, of a workspace."""

    def __init__(self, workspace: int, clock: Callable[[], datetime] = timezone.now) -> None:
        self._workspace, self._clock = workspace, clock

    def keep(self, bot: str, who: str, code: str) -> None:
        """From now on this is the code of somebody. Raises DatabaseError."""
        with there(self._workspace):
            kept.keep(bot, who, code, timedelta(seconds=LASTS_S), self._clock())

    def use(self, bot: str, who: str, code: str) -> bool:
        """Whether it is the code of somebody; it is not any more then. Raises DatabaseError."""
        with there(self._workspace):
            return kept.use(bot, who, code, self._clock())


@dataclass(frozen=True)
class Place:
    """Where the codes of a bot are."""

    codes: KeepsCodes
    bot: str


_place: ContextVar[Place] = ContextVar("codes")


@contextmanager
def codes_in(place: Place) -> Iterator[None]:
    """Functions that are called here make and check codes there."""
    token = _place.set(place)
    try:
        yield
    finally:
        _place.reset(token)


@tool("voxloom.make_code")
def make_code(who: str, digits: int = DEFAULT_DIGITS) -> dict[str, Any]:
    """A new code of somebody, and for how long. Raises ValueError."""
    if not plain(who) or not LEAST_DIGITS <= digits <= MOST_DIGITS:
        raise ValueError(f"a code is somebody's and has from {LEAST_DIGITS} to {MOST_DIGITS} digits")
    place = _place.get()
    code = "".join(secrets.choice("0123456789") for _ in range(digits))
    place.codes.keep(place.bot, who, code)
    return {"code": code, "expires_s": LASTS_S}


@tool("voxloom.check_code")
def check_code(who: str, code: str) -> dict[str, bool]:
    """Whether it is the newest code of somebody, not used and not too old."""
    place = _place.get()
    return {"verified": bool(plain(who)) and place.codes.use(place.bot, who, code)}
