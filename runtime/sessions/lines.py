"""How many calls there may be: in all, and of one client; calls with a voice and chats are counted apart."""

from collections.abc import Mapping
from typing import Literal

Mode = Literal["voice", "text"]


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

    def check(self, mode: Mode) -> None:
        """Raises Busy when no line is free."""
        count = sum(1 for taken, _ in self._taken.values() if taken == mode)
        if count >= self._in_all[mode]:
            raise Busy(f"{count} {mode} calls go on")

    def take(self, call_id: str, mode: Mode, client: str | None) -> None:
        """Take a line; a client of None may have any number of them. Raises Busy, TooManyOfOne."""
        self.check(mode)
        if client is not None and list(self._taken.values()).count((mode, client)) >= self._of_one[mode]:
            raise TooManyOfOne(f"{client} has {self._of_one[mode]} {mode} calls")
        self._taken[call_id] = (mode, client)

    def release(self, call_id: str) -> None:
        """Give a line back."""
        self._taken.pop(call_id, None)
