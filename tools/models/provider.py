"""A provider of language models as this server sees it: one that failed often is not asked for a while."""

import hashlib
from collections.abc import Callable
from urllib.parse import urlsplit

from tools.models.address import ModelAddress
from tools.models.problems import NoProcess, ProviderFailed
from tools.resting import Breaker
from voxloom.shared import backing
from voxloom.shared.backing import KeepsBreakers

FAILS_FROM = 500
"""HTTP statuses from there on are failures of the provider; those below of who asks, but for the next two."""
TOO_MANY, TOO_LATE = 429, 408


class Provider(Breaker):
    """Of one address; shared by all models there, for routes also of one key."""

    def __init__(
        self, address: ModelAddress, breakers: Callable[[], KeepsBreakers] = lambda: backing.breakers()
    ) -> None:
        """`breakers`: those of this server, or of a test."""
        host = urlsplit(address.api_base).netloc.rpartition("@")[2]
        name = f"the provider {address.model.partition('/')[0]}" + (f" at {host}" if host else "")
        if address.name:  # what one workspace has used up, another has not
            name += f" with the key {hashlib.sha256(address.api_key.encode()).hexdigest()[:8]}"
        super().__init__(name, _fails, breakers)

    def note(self, problem: Exception) -> None:
        """What it said when it failed: how long it wants to be left alone holds for all who ask it with this key."""
        if isinstance(problem, ProviderFailed) and problem.status_code == TOO_MANY and problem.retry_after_s:
            self.rest(problem.retry_after_s)


def _fails(problem: Exception) -> bool | None:
    """Whether the provider is to blame: what has no status did not even answer. None: it was not even asked."""
    if isinstance(problem, NoProcess):
        return None
    status = getattr(problem, "status_code", None)
    return not isinstance(status, int) or status >= FAILS_FROM or status in (TOO_MANY, TOO_LATE)
