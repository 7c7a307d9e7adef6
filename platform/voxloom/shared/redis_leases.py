"""Leases that all processes see, in Redis. While it is away nobody knows who has what, and everybody goes on."""

from collections.abc import Callable
from typing import Any

import redis

from voxloom.shared.leases import KEEP_S, UNKNOWN, Holder
from voxloom.shared.redis_link import NOW, Link, now_argument

PREFIX = "voxloom:lease:"
KEEP_MS = round(KEEP_S * 1000)
FOUND = f"""{NOW}
local kept = redis.call('HMGET', KEYS[1], 'owner', 'epoch', 'until')
local owner, epoch, ends = kept[1], tonumber(kept[2]) or 0, tonumber(kept[3]) or 0
if ends + {KEEP_MS} <= now then
    owner, epoch, ends = false, 0, 0
end
"""
KEPT = f"""
redis.call('HSET', KEYS[1], 'owner', ARGV[1], 'epoch', epoch, 'until', now + ARGV[2])
redis.call('PEXPIRE', KEYS[1], math.ceil(ARGV[2] + {KEEP_MS}))
return epoch
"""
TAKE = f"""{FOUND}
if ends > now and owner ~= ARGV[1] then
    return -1
end
if ends <= now then
    epoch = epoch + 1
end
{KEPT}"""
RENEW = f"""{FOUND}
if owner ~= ARGV[1] then
    return -1
end
{KEPT}"""
RELEASE = f"""{FOUND}
if owner == ARGV[1] and ARGV[2] == '1' then
    redis.call('DEL', KEYS[1])
elseif owner == ARGV[1] then
    redis.call('HSET', KEYS[1], 'owner', '', 'until', math.min(ends, now))
end
return 0"""
HOLDER = f"""{FOUND}
if ends > now then
    return {{owner, epoch}}
end
return {{}}"""


class RedisLeases:
    """As `Leases`, for all processes."""

    def __init__(self, client: "redis.Redis", clock: Callable[[], float] | None = None) -> None:
        """`clock` gives seconds, instead of those of Redis."""
        self._link = Link("nobody knows which process has which conversation")
        self._clock = clock
        self._take, self._renew, self._release, self._holder = map(
            client.register_script, (TAKE, RENEW, RELEASE, HOLDER)
        )

    def take(self, name: str, owner: str, seconds: float) -> int | None:
        """The epoch, None while somebody else has it, `UNKNOWN` while Redis is away."""
        epoch = self._ask(self._take, name, owner, seconds * 1000)
        if epoch is None:
            return UNKNOWN
        return int(epoch) if epoch > 0 else None

    def renew(self, name: str, owner: str, seconds: float) -> bool | None:
        """Whether it is still theirs, and now is for so long; None while Redis is away."""
        epoch = self._ask(self._renew, name, owner, seconds * 1000)
        return None if epoch is None else epoch > 0

    def release(self, name: str, owner: str, *, forget: bool = False) -> None:
        """Give it back, if it is theirs; `forget` it where nobody will ask for it again."""
        self._ask(self._release, name, owner, int(forget))

    def holder(self, name: str) -> Holder | None:
        """Who has it now; None for nobody, or while Redis is away."""
        found = self._ask(self._holder, name)
        return Holder(found[0], int(found[1])) if found else None

    def _ask(self, script: Callable[..., Any], name: str, *arguments: str | float) -> Any:
        given = [*arguments, now_argument(self._clock)]
        return self._link.ask(lambda: script(keys=[PREFIX + name], args=given))
