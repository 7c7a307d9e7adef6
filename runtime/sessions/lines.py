"""How many calls there may be: in all, and of one client; calls with a voice and chats are counted apart."""

import math
from collections.abc import Mapping
from typing import Literal

Mode = Literal["voice", "text"]
SPARE_SHARE = 0.5
"""Lines above the cap for conversations that go on after their process died: the cap is below what a process can do."""


class Busy(RuntimeError):
    """As many calls go on as this machine can serve well."""


class TooManyOfOne(Busy):
    """As many calls of one client go on as one may have."""


class Lines:
    """The calls of a process by id."""

    def __init__(self, in_all: Mapping[Mode, int], of_one: Mapping[Mode, int]) -> None:
        self._in_all = in_all
        self._of_one = of_one
        self._taken: dict[str, tuple[Mode, str | None]] = {}

    def check(self, mode: Mode, *, goes_on: bool = False) -> None:
        """Raises Busy when no line is free. A conversation that `goes_on` was let in before: there is one for it."""
        count = sum(1 for taken, _ in self._taken.values() if taken == mode)
        if count >= self._in_all[mode] + (self._spare(mode) if goes_on else 0):
            raise Busy(f"{count} {mode} calls go on")

    def _spare(self, mode: Mode) -> int:
        return math.ceil(self._in_all[mode] * SPARE_SHARE)

    def take(self, call_id: str, mode: Mode, client: str | None, *, goes_on: bool = False) -> None:
        """Take a line; a client of None may have any number of them. Raises Busy, TooManyOfOne."""
        self.check(mode, goes_on=goes_on)
        if client is not None and list(self._taken.values()).count((mode, client)) >= self._of_one[mode]:
            raise TooManyOfOne(f"{client} has {self._of_one[mode]} {mode} calls")
        self._taken[call_id] = (mode, client)

    def release(self, call_id: str) -> None:
        """Give a line back."""
        self._taken.pop(call_id, None)
