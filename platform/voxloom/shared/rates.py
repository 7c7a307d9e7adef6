"""How often something may be done: by a socket, and by each of many clients."""

import threading
import time
from collections.abc import Callable

Clock = Callable[[], float]

MESSAGES_AT_ONCE = 40
"""Somebody who types keys fast; a page that reconnects."""
MESSAGES_PER_S = 20.0
MAX_CLIENTS = 10_000
"""Kept at once; each is about 200 bytes."""


class Rate:
    """A token bucket: so many at once, so many a second in the long run. As it stands: the messages of a socket."""

    def __init__(
        self, at_once: float = MESSAGES_AT_ONCE, per_s: float = MESSAGES_PER_S, clock: Clock = time.monotonic
    ) -> None:
        self._at_once = float(at_once)
        self._per_s = per_s
        self._clock = clock
        self._left = self._at_once
        self._then = clock()

    def allows(self) -> bool:
        """Whether it may be done once more now; if so, it counts."""
        self._fill()
        if self._left < 1:
            return False
        self._left -= 1
        return True

    def wait_s(self) -> float:
        """How long until it may be done again."""
        self._fill()
        return max(0.0, (1 - self._left) / self._per_s)

    @property
    def rested(self) -> bool:
        """Whether nothing is left of what was done."""
        self._fill()
        return self._left >= self._at_once

    def _fill(self) -> None:
        now = self._clock()
        self._left = min(self._at_once, self._left + (now - self._then) * self._per_s)
        self._then = now


class Rates:
    """A rate for each client; for any number of threads. Clients that have rested are forgotten."""

    def __init__(self, clock: Clock = time.monotonic, max_clients: int = MAX_CLIENTS) -> None:
        self._clock = clock
        self._max_clients = max_clients
        self._lock = threading.Lock()
        self._rates: dict[tuple[str, int], Rate] = {}

    def wait_s(self, client: str, per_minute: int) -> float:
        """How long the client must wait; 0 when it may do it now. Nothing is counted."""
        with self._lock:
            known = self._rates.get((client, per_minute))
            return known.wait_s() if known is not None else 0.0

    def allows(self, client: str, per_minute: int) -> bool:
        """Whether the client may do it once more now, a minute's worth being allowed at once; if so, it counts."""
        with self._lock:
            known = self._rates.get((client, per_minute))
            if known is None:
                self._make_room()
                known = self._rates[client, per_minute] = Rate(per_minute, per_minute / 60, self._clock)
            return known.allows()

    def __len__(self) -> int:
        return len(self._rates)

    def _make_room(self) -> None:
        if len(self._rates) < self._max_clients:
            return
        for client in [client for client, rate in self._rates.items() if rate.rested]:
            del self._rates[client]
        while len(self._rates) >= self._max_clients:  # more clients than that within a minute: the oldest go
            del self._rates[next(iter(self._rates))]
