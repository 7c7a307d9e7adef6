"""A provider of language models as this server sees it: one that failed often is not asked for a while."""

from collections.abc import Callable
from urllib.parse import urlsplit

from tools.models.address import ModelAddress
from tools.resting import Breaker
from voxloom.shared import backing
from voxloom.shared.backing import KeepsBreakers

FAILS_FROM = 500
"""HTTP statuses from there on are failures of the provider; those below of who asks, but for the next two."""
TOO_MANY, TOO_LATE = 429, 408


class Provider(Breaker):
    """Of one address; shared by all models there."""

    def __init__(
        self, address: ModelAddress, breakers: Callable[[], KeepsBreakers] = lambda: backing.breakers()
    ) -> None:
        host = urlsplit(address.api_base).netloc.rpartition("@")[2]
        name = f"the provider {address.model.partition('/')[0]}" + (f" at {host}" if host else "")
        super().__init__(name, _fails, breakers)


def _fails(problem: Exception) -> bool:
    """Whether the provider is to blame: what has no status did not even answer."""
    status = getattr(problem, "status_code", None)
    return not isinstance(status, int) or status >= FAILS_FROM or status in (TOO_MANY, TOO_LATE)
