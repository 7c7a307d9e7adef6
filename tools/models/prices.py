"""What a question to a language model costs: by the prices that LiteLLM knows, or those of the settings."""

import contextlib
import logging
import math
from dataclasses import dataclass

from tools.models.address import ModelAddress
from tools.models.process import ModelProcess

log = logging.getLogger(__name__)

CHARACTERS_A_TOKEN = 3
"""Fewer than in most texts (about four in English), so that a guess is rather too high than too low."""


@dataclass(frozen=True)
class Price:
    """Of one token of the question and of the answer, in millionths of a dollar."""

    asked: float = 0.0
    answered: float = 0.0

    @property
    def free(self) -> bool:
        """Whether there is nothing to count."""
        return self.asked <= 0 and self.answered <= 0

    def of(self, asked: int, answered: int) -> int:
        """Of so many tokens, in whole millionths."""
        return math.ceil(self.asked * asked + self.answered * answered)


async def price_of(process: ModelProcess, address: ModelAddress) -> Price:
    """Of a model; nothing for one that nobody knows a price of, and the log says so. Raises ModelFailed."""
    if address.price is not None:
        return Price(*address.price)
    async with contextlib.aclosing(process.ask("price", {"model": address.model})) as replies:
        async for reply in replies:
            if isinstance(known := reply.fields.get("price"), list):
                return Price(*map(float, known))
    log.warning("no price of %s is known, so what it costs is not counted", address.model)
    return Price()


def tokens_of(*texts: str) -> int:
    """About how many tokens texts have, rather too many."""
    return math.ceil(sum(map(len, texts)) / CHARACTERS_A_TOKEN)
