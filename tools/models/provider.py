"""A provider of language models as this server sees it: one that failed often is not asked for a while."""

import hashlib
import time
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

from tools.models.address import ModelAddress
from tools.models.problems import NoProcess, ProviderFailed
from tools.resting import Breaker, Outcome, Resting
from voxloom.shared import backing
from voxloom.shared.backing import KeepsBreakers

FAILS_FROM = 500
"""HTTP statuses from there on are failures of the provider; those below of who asks, but for the next two."""
TOO_MANY, TOO_LATE = 429, 408
LONGEST_REST_S = 60.0
"""Of what a provider may ask for by Retry-After; who wants longer is asked again and says so again."""


class Provider(Breaker):
    """Of one address; shared by all models there, for routes also of one key."""

    def __init__(
        self,
        address: ModelAddress,
        breakers: Callable[[], KeepsBreakers] = lambda: backing.breakers(),
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`clock` gives seconds."""
        host = urlsplit(address.api_base).netloc.rpartition("@")[2]
        name = f"the provider {address.model.partition('/')[0]}" + (f" at {host}" if host else "")
        if address.name:  # what one workspace has used up, another has not
            name += f" with the key {hashlib.sha256(address.api_key.encode()).hexdigest()[:8]}"
        super().__init__(name, _fails, breakers)
        self._clock, self._not_before = clock, float("-inf")

    @asynccontextmanager
    async def asked(self) -> AsyncGenerator[Outcome]:
        """As a breaker; one that said how long it wants to be left alone is. Raises Resting."""
        if self._clock() < self._not_before:
            raise Resting(f"{self._name} wants to be left alone for a moment")
        async with super().asked() as outcome:
            yield outcome

    def note(self, problem: Exception) -> None:
        """What it said when it failed."""
        if isinstance(problem, ProviderFailed) and problem.status_code == TOO_MANY and problem.retry_after_s:
            self._not_before = self._clock() + min(problem.retry_after_s, LONGEST_REST_S)


def _fails(problem: Exception) -> bool | None:
    """Whether the provider is to blame: what has no status did not even answer. None: it was not even asked."""
    if isinstance(problem, NoProcess):
        return None
    status = getattr(problem, "status_code", None)
    return not isinstance(status, int) or status >= FAILS_FROM or status in (TOO_MANY, TOO_LATE)
