"""How each client of Redis is made: none waits long for a server that does not answer, and none trusts an old line."""

from typing import Any

ANSWER_S = 2.0
"""Redis answers in under a millisecond; who waits longer is somebody's call."""
CHECK_EVERY_S = 10
"""A connection that was not used for so long is tried before it is used."""


def patience() -> dict[str, Any]:
    """The words for redis-py, whichever library makes the client."""
    return {
        "socket_timeout": ANSWER_S,
        "socket_connect_timeout": ANSWER_S,
        "socket_keepalive": True,
        "health_check_interval": CHECK_EVERY_S,
    }


def channel_layer(address: str) -> dict[str, Any]:
    """The channel layer of several processes."""
    return {
        "BACKEND": "voxloom.shared.channel_layer.PatientLayer",
        "CONFIG": {"hosts": [{"address": address, **patience()}]},
    }


def cache(address: str) -> dict[str, Any]:
    """The cache of several processes: how often somebody tried to sign in."""
    return {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": address,
        "OPTIONS": patience(),
    }
