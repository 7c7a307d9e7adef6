"""Seats that all processes count together, in Redis; while it is away each process counts its own."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import redis

from voxloom.shared.redis_link import NOW, Link, now_argument
from voxloom.shared.seats import Group, Seats

PREFIX = "voxloom:seats:"
# A group is a sorted set: its members are the holders, their scores the times when their seats end, in ms.
UNTIL = f"""{NOW}
local ends = now + ARGV[2]
"""
SIT = """
for place, key in ipairs(KEYS) do
    redis.call('ZADD', key, ends, ARGV[1])
    redis.call('PEXPIRE', key, math.ceil(2 * ARGV[2]))
end
return 0
"""
TAKE = f"""{UNTIL}
for place, key in ipairs(KEYS) do
    redis.call('ZREMRANGEBYSCORE', key, '-inf', now)
    local seats = tonumber(ARGV[2 + place])
    if seats >= 0 and not redis.call('ZSCORE', key, ARGV[1]) and redis.call('ZCARD', key) >= seats then
        return place
    end
end
{SIT}"""
RENEW = UNTIL + SIT
COUNT = f"""{NOW}
return redis.call('ZCOUNT', KEYS[1], '(' .. now, '+inf')"""


class RedisSeats:
    """As `Seats`, for all processes."""

    def __init__(self, client: "redis.Redis", clock: Callable[[], float] | None = None) -> None:
        """`clock` gives seconds, instead of those of Redis."""
        self._client = client
        self._clock = clock
        self._link = Link("each process counts its own calls")
        self._own = Seats() if clock is None else Seats(clock)
        self._take, self._renew, self._count = map(client.register_script, (TAKE, RENEW, COUNT))

    def take(self, holder: str, groups: Sequence[Group], seconds: float) -> str | None:
        """A seat in each group, or in none; the name of the first group that is full. Who sits keeps the seat."""
        limits = [-1 if group.seats is None else group.seats for group in groups]
        full: int | None = self._ask(self._take, groups, holder, seconds, *limits)
        if full is None:
            return self._own.take(holder, groups, seconds)
        if full:
            return groups[full - 1].name
        self._own.renew([(holder, groups)], seconds)
        return None

    def renew(self, holders: Iterable[tuple[str, Sequence[Group]]], seconds: float) -> None:
        """Those who sit go on sitting; who was forgotten meanwhile sits again."""
        known = list(holders)
        self._own.renew(known, seconds)
        for holder, groups in known:
            self._ask(self._renew, groups, holder, seconds)

    def release(self, holder: str, groups: Sequence[Group]) -> None:
        """Give the seats back."""
        self._own.release(holder, groups)

        def remove() -> None:
            with self._client.pipeline(transaction=False) as all_groups:
                for group in groups:
                    all_groups.zrem(PREFIX + group.name, holder)
                all_groups.execute()

        self._link.ask(remove)

    def count(self, name: str) -> int:
        """How many seats of a group are taken; of this process, while Redis is away."""
        taken = self._ask(self._count, [Group(name, None)], "", 0)
        return self._own.count(name) if taken is None else int(taken)

    def _ask(self, script: Callable[..., Any], groups: Sequence[Group], holder: str, seconds: float, *more: int) -> Any:
        keys = [PREFIX + group.name for group in groups]
        given = [holder, round(seconds * 1000), *more, now_argument(self._clock)]
        return self._link.ask(lambda: script(keys=keys, args=given))
