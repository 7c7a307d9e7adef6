"""The last states of conversations, in Redis, for all processes. While it is away there are none."""

import redis

from voxloom.shared.redis_link import Link
from voxloom.shared.states import LIFE_S, KnownState, packed, unpacked

PREFIX = "voxloom:state:"


class RedisStates:
    """As `States`; Redis itself lets them go."""

    def __init__(self, client: "redis.Redis", life_s: float = LIFE_S) -> None:
        self._client = client
        self._life_ms = round(life_s * 1000)
        self._link = Link("conversations of other processes are read from the database")

    def put(self, call: str, known: KnownState) -> None:
        """Keep the state of a call; one that is too long makes the one before it go."""
        text = packed(known)
        if text is None:
            self.drop(call)
        else:
            self._link.ask(lambda: self._client.set(PREFIX + call, text, px=self._life_ms))

    def get(self, call: str) -> KnownState | None:
        """The last state of a call, if it is known there."""
        text = self._link.ask(lambda: self._client.get(PREFIX + call))
        return unpacked(str(text)) if text else None

    def drop(self, call: str) -> None:
        """The call is over."""
        self._link.ask(lambda: self._client.delete(PREFIX + call))
