"""Breakers whose states all processes share, in Redis; by themselves while it is away."""

import json
from collections.abc import Callable
from typing import TypeVar

import redis

from voxloom.shared.breakers import (
    CLOSED,
    LONGEST_REST_S,
    PAUSE_S,
    PROBE_S,
    WITHIN_S,
    Breakers,
    Permit,
    State,
    asked,
    ended,
    rested,
    tell,
)
from voxloom.shared.redis_link import Link

PREFIX = "voxloom:breaker:"
LIFE_MS = round(1000 * (WITHIN_S + PAUSE_S + max(PROBE_S, LONGEST_REST_S)))
TRIES = 5
"""When others change the same state at the same time."""
# The state as it is, and the time of Redis, so that processes whose clocks differ agree.
LOOK = """
local time = redis.call('TIME')
return {redis.call('GET', KEYS[1]) or '', tostring(time[1] + time[2] / 1000000)}
"""
# A new state, if it still is as it was.
CHANGE = """
if (redis.call('GET', KEYS[1]) or '') ~= ARGV[1] then
    return 0
end
if ARGV[2] == '' then
    redis.call('DEL', KEYS[1])
else
    redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
end
return 1
"""
T = TypeVar("T")
Change = Callable[[State, float], tuple[State, T]]


class RedisBreakers:
    """As `Breakers`, for all processes. Who asks waits for Redis: not on an event loop."""

    blocks = True

    def __init__(self, client: "redis.Redis", clock: Callable[[], float] | None = None) -> None:
        """`clock` gives seconds, instead of those of Redis."""
        self._look, self._change = client.register_script(LOOK), client.register_script(CHANGE)
        self._clock = clock
        self._client = client
        self._link = Link("each process finds out for itself who fails")
        self._alone = Breakers() if clock is None else Breakers(clock)

    def asked(self, name: str) -> Permit | None:
        """Whether somebody may ask what is called so; then they must tell what came of it."""
        told = self._changed(name, asked)
        return self._alone.asked(name) if told is None else told[2]

    def ended(self, name: str, permit: Permit, *, ok: bool | None) -> None:
        """What came of it: an answer, a failure, or neither (None)."""
        if ok is not False and not permit.probe:
            return  # nothing follows from it
        told = self._changed(name, lambda state, now: (ended(state, permit, ok=ok, now=now), None))
        if told is None:
            self._alone.ended(name, permit, ok=ok)
        else:
            tell(name, told[0], told[1])

    def rest(self, name: str, seconds: float) -> None:
        """Who is called so wants to be left alone for so long."""
        if self._changed(name, lambda state, now: (rested(state, min(seconds, LONGEST_REST_S), now), None)) is None:
            self._alone.rest(name, seconds)

    def opened(self) -> list[str]:
        """Who is left alone, or was and has not been asked since; by name."""

        def once() -> list[str]:
            keys = list(self._client.scan_iter(match=f"{PREFIX}*", count=1_000))
            texts = self._client.mget(keys) if keys else []
            known = zip(keys, texts, strict=True)
            return sorted(
                _text(key).removeprefix(PREFIX) for key, text in known if _unpacked(_text(text or "")).told_of
            )

        found = self._link.ask(once)
        return self._alone.opened() if found is None else found

    def _changed(self, name: str, change: "Change[T]") -> tuple[State, State, T] | None:
        """The states before and after, and what came of it; None when Redis is away, or too many change it at once."""
        key = [PREFIX + name]

        def once() -> tuple[State, State, T] | None:
            for _ in range(TRIES):
                text, time_s = self._look(keys=key)
                before = _unpacked(text)
                after, told = change(before, float(time_s) if self._clock is None else self._clock())
                if after == before or self._change(keys=key, args=[text, _packed(after), LIFE_MS]):
                    return before, after, told
            return None

        return self._link.ask(once)


def _text(value: "bytes | str") -> str:
    return value.decode() if isinstance(value, bytes) else value


def _packed(state: State) -> str:
    return "" if state == CLOSED else json.dumps([state.failures, state.opened, state.probe_until, state.rests_until])


def _unpacked(text: str) -> State:
    if not text:
        return CLOSED
    failures, *times = json.loads(text)
    return State(tuple(failures), *times)
