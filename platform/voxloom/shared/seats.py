"""Seats: how many of something go on at once, such as the calls of a bot. Each is taken for a while and renewed.

A process that dies gives nothing back; its seats end by themselves.
"""

import threading
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Group:
    """Something with so many seats. Of None as many are taken as come, and they count for who comes later."""

    name: str
    seats: int | None


class Seats:
    """Those of one process, for any number of threads."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """`clock` gives seconds."""
        self._clock = clock
        self._lock = threading.Lock()
        self._taken: dict[str, dict[str, float]] = {}
        """Group to holder to when it ends."""

    def take(self, holder: str, groups: Sequence[Group], seconds: float) -> str | None:
        """A seat in each group, or in none; the name of the first group that is full. Who sits keeps the seat."""
        with self._lock:
            now = self._clock()
            for group in groups:
                taken = self._living(group.name, now)
                if group.seats is not None and holder not in taken and len(taken) >= group.seats:
                    return group.name
            for group in groups:
                self._taken.setdefault(group.name, {})[holder] = now + seconds
            return None

    def renew(self, holders: Iterable[tuple[str, Sequence[Group]]], seconds: float) -> None:
        """Those who sit go on sitting; who was forgotten meanwhile sits again."""
        with self._lock:
            until = self._clock() + seconds
            for holder, groups in holders:
                for group in groups:
                    self._taken.setdefault(group.name, {})[holder] = until

    def release(self, holder: str, groups: Sequence[Group]) -> None:
        """Give the seats back."""
        with self._lock:
            for group in groups:
                taken = self._taken.get(group.name, {})
                taken.pop(holder, None)
                if not taken:
                    self._taken.pop(group.name, None)

    def count(self, name: str) -> int:
        """How many seats of a group are taken."""
        with self._lock:
            return len(self._living(name, self._clock()))

    def _living(self, name: str, now: float) -> dict[str, float]:
        taken = self._taken.get(name, {})
        for holder in [holder for holder, until in taken.items() if until <= now]:
            del taken[holder]
        return taken
