"""The channel layer in Redis, with a deadline for each answer."""

from channels_redis.core import RedisChannelLayer


class PatientLayer(RedisChannelLayer):  # type: ignore[misc]  # the package has no types
    """Asks for messages anew each second: by itself it asks Redis to wait for longer than an answer may take."""

    brpop_timeout = 1
