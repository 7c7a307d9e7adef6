"""Rates that all processes count together, in Redis; by themselves while it is away."""

from collections.abc import Callable

import redis

from voxloom.shared.rates import Rates
from voxloom.shared.redis_link import NOW, Link, now_argument

PREFIX = "voxloom:rate:"
# One bucket: what is left and when it was counted, refilled by what has passed since.
BUCKET = f"""{NOW}
local at_once, cost = tonumber(ARGV[1]), tonumber(ARGV[2])
local per_ms = at_once / 60000
local kept = redis.call('HMGET', KEYS[1], 'left', 'at')
local left = tonumber(kept[1]) or at_once
left = math.min(at_once, left + math.max(0, now - (tonumber(kept[2]) or now)) * per_ms)
local allowed = left >= 1 and 1 or 0
if allowed == 1 and cost == 1 then
    left = left - 1
    redis.call('HSET', KEYS[1], 'left', tostring(left), 'at', tostring(now))
    redis.call('PEXPIRE', KEYS[1], 60000)
end
return {{allowed, tostring(math.max(0, (1 - left) / per_ms / 1000))}}
"""


class RedisRates:
    """As `Rates`, for all processes. While Redis is away each process counts for itself, and says so once a minute."""

    def __init__(self, client: "redis.Redis", clock: Callable[[], float] | None = None) -> None:
        """`clock` gives seconds, instead of those of Redis."""
        self._script = client.register_script(BUCKET)
        self._clock = clock
        self._alone = Rates()
        self._link = Link("this process counts alone")

    def wait_s(self, client: str, per_minute: int) -> float:
        """How long the client must wait; 0 when it may do it now. Nothing is counted."""
        asked = self._ask(client, per_minute, cost=0)
        return self._alone.wait_s(client, per_minute) if asked is None else asked[1]

    def allows(self, client: str, per_minute: int) -> bool:
        """Whether the client may do it once more now, a minute's worth being allowed at once; if so, it counts."""
        asked = self._ask(client, per_minute, cost=1)
        return self._alone.allows(client, per_minute) if asked is None else asked[0]

    def _ask(self, client: str, per_minute: int, *, cost: int) -> tuple[bool, float] | None:
        keys = [f"{PREFIX}{per_minute}:{client}"]
        given = [per_minute, cost, now_argument(self._clock)]
        answer = self._link.ask(lambda: self._script(keys=keys, args=given))
        return None if answer is None else (bool(answer[0]), float(answer[1]))
