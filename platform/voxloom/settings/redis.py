"""How each client of Redis is made: none waits long for a server that does not answer, and none trusts an old line."""

from typing import Any

ANSWER_S = 2.0
"""Redis answers in under a millisecond; who waits longer is somebody's call."""
CHECK_EVERY_S = 10
"""A connection that was not used for so long is tried before it is used."""
TRIES = 1
"""More, for a connection that Redis closed when it was started again; none for an answer that is late."""

HINTS: dict[str, Any] = {"capacity": 100, "expiry": 30, "group_expiry": 2 * 3600}
"""Of a channel layer, of one process or of several: how many hints may wait for one socket, and for how many seconds;
and how long a group is remembered that nobody joins again, which is longer than any call. A hint that does not fit, or
is that old, is gone: whoever needs it looks into the database."""

# What redis-py is told, whichever library makes the client. It is imported only where there is a Redis.


def patience() -> dict[str, Any]:
    """How long it waits."""
    return {
        "socket_timeout": ANSWER_S,
        "socket_connect_timeout": ANSWER_S,
        "socket_keepalive": True,
        "health_check_interval": CHECK_EVERY_S,
    }


def channel_layer(address: str) -> dict[str, Any]:
    """The channel layer of several processes."""
    from redis.asyncio.retry import Retry  # noqa: PLC0415
    from redis.backoff import NoBackoff  # noqa: PLC0415
    from redis.exceptions import ConnectionError as Closed  # noqa: PLC0415

    again = Retry(NoBackoff(), TRIES, (Closed,))
    return {
        "BACKEND": "voxloom.shared.channel_layer.PatientLayer",
        "CONFIG": {"hosts": [{"address": address, "retry": again, **patience()}], **HINTS},
    }


def own_channel_layer() -> dict[str, Any]:
    """The channel layer of one process."""
    return {"BACKEND": "channels.layers.InMemoryChannelLayer", "CONFIG": dict(HINTS)}


def cache(address: str) -> dict[str, Any]:
    """The cache of several processes: how often somebody tried to sign in."""
    from redis.backoff import NoBackoff  # noqa: PLC0415
    from redis.exceptions import ConnectionError as Closed  # noqa: PLC0415
    from redis.retry import Retry  # noqa: PLC0415

    again = Retry(NoBackoff(), TRIES, (Closed,))
    return {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": address,
        "OPTIONS": {"retry": again, **patience()},
    }
