"""How many messages a socket may send."""

import time
from collections.abc import Callable

BURST = 40
"""Somebody who types keys fast; a page that reconnects."""
PER_SECOND = 20.0


class Rate:
    """A token bucket."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._left = float(BURST)
        self._then = clock()

    def allows(self) -> bool:
        """Whether one more message may be taken now."""
        now = self._clock()
        self._left = min(float(BURST), self._left + (now - self._then) * PER_SECOND)
        self._then = now
        if self._left < 1:
            return False
        self._left -= 1
        return True
