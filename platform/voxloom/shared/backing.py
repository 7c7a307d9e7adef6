"""Which make is used: those of one process, or those of several where there is a Redis."""

from functools import cache
from typing import Protocol

import redis
from django.conf import settings

from voxloom.shared.rates import Rates
from voxloom.shared.redis_rates import TIMEOUT_S, RedisRates


class CountsClients(Protocol):
    """How often clients may do something; both makes pass the same tests."""

    def wait_s(self, client: str, per_minute: int) -> float:
        """How long the client must wait; 0 when it may do it now. Nothing is counted."""

    def allows(self, client: str, per_minute: int) -> bool:
        """Whether the client may do it once more now; if so, it counts."""


@cache
def rates() -> CountsClients:
    """Those of this server."""
    if not settings.REDIS_URL:
        return Rates()
    timeouts = {"socket_timeout": TIMEOUT_S, "socket_connect_timeout": TIMEOUT_S}
    return RedisRates(redis.Redis.from_url(settings.REDIS_URL, **timeouts))
