"""The way to a Redis that may be away: short deadlines, a rest after each failure, and a line in the log now and then.

What is kept there helps; the database has what counts. So whoever asks gets None while Redis is away, and goes on.
"""

import logging
import threading
import time
from collections.abc import Callable
from typing import TypeVar

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

log = logging.getLogger(__name__)

TIMEOUT_S = 0.5
"""For a connection and for an answer, which takes a millisecond: a Redis that is slower helps nobody."""
REST_S = 2.0
"""After a failure nobody asks for so long: a Redis that answers nothing then costs a quarter of a thread at most."""
TELL_EVERY_S = 60.0
NOW = """
local now = tonumber(ARGV[#ARGV])
if not now then
    local time = redis.call('TIME')
    now = time[1] * 1000 + time[2] / 1000
end
"""
"""The beginning of a script: `now` in ms, which is its last argument (`now_argument`), or by the clock of Redis, so
that processes whose clocks differ agree."""
T = TypeVar("T")


def connect(url: str, timeout_s: float = TIMEOUT_S) -> "redis.Redis":
    """A client for any number of threads. Nothing is connected yet."""
    return redis.Redis.from_url(
        url,
        socket_timeout=timeout_s,
        socket_connect_timeout=timeout_s,
        retry=Retry(NoBackoff(), 1),  # a connection that Redis closed when it was started again
        health_check_interval=30,
        decode_responses=True,
    )


def now_argument(clock: Callable[[], float] | None) -> float | str:
    """The last argument of a script that begins with `NOW`; `clock` gives seconds, None is that of Redis."""
    return "" if clock is None else clock() * 1000


class Link:
    """Asks, unless Redis did not answer a moment ago. For any number of threads."""

    def __init__(self, what: str, clock: Callable[[], float] = time.monotonic) -> None:
        """`what` happens while Redis is away, for the log."""
        self._what = what
        self._clock = clock
        self._lock = threading.Lock()
        self._away_until = self._told_at = float("-inf")

    def ask(self, question: Callable[[], T]) -> T | None:
        """The answer; None while Redis is away."""
        if self._clock() < self._away_until:
            return None
        try:
            return question()
        except redis.RedisError as problem:
            self._away(problem)
            return None

    def _away(self, problem: Exception) -> None:
        now = self._clock()
        with self._lock:
            self._away_until = now + REST_S
            tell = now - self._told_at >= TELL_EVERY_S
            self._told_at = now if tell else self._told_at
        if tell:
            log.warning("Redis is away, so %s: %s", self._what, type(problem).__name__)
