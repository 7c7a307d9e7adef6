"""The channel layer in Redis, for hints between processes: whoever listens on it outlives a Redis that is away."""

import asyncio
import logging
import time
from typing import Any

import redis
from channels_redis.core import RedisChannelLayer

log = logging.getLogger(__name__)

AGAIN_S = 1.0
"""Between two tries while Redis is away."""
TELL_EVERY_S = 60.0


class PatientLayer(RedisChannelLayer):  # type: ignore[misc]  # the package has no types
    """Each socket listens on it as long as it lives; by itself the layer would end them all with Redis.

    What is sent while Redis is away is lost and raises, as it may: the truth is in the database.
    """

    brpop_timeout = 1
    """Seconds that Redis waits for a message before it says that there is none: less than an answer may take."""
    _told_at = float("-inf")

    async def receive(self, channel: str) -> dict[str, Any]:
        """The next message for this channel, however long that takes."""
        while True:
            try:
                message: dict[str, Any] = await super().receive(channel)
            except (redis.RedisError, OSError) as problem:
                if time.monotonic() - PatientLayer._told_at >= TELL_EVERY_S:
                    PatientLayer._told_at = time.monotonic()
                    log.warning("Redis is away, so processes cannot hint at anything: %s", type(problem).__name__)
                await asyncio.sleep(AGAIN_S)
            else:
                return message
