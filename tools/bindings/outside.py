"""What is given outside of bots, as bindings see it."""

from collections.abc import Mapping
from typing import Protocol


class Given(Protocol):
    """To the bots of one workspace in one environment. Nothing of it may be logged."""

    async def names(self) -> Mapping[str, str]:
        """What `env.NAME` stands for."""

    async def secret(self, name: str) -> str | None:
        """A secret; None where there is none of that name."""

    async def may_ask(self, host: str) -> bool:
        """Whether bots may send requests to a host."""
