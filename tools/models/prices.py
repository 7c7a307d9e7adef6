"""What a question to a language model costs: by the prices that LiteLLM knows, or those of the settings."""

import logging
import math
from dataclasses import dataclass
from typing import Any

from tools.models.address import ModelAddress

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


def price_of(library: Any, address: ModelAddress) -> Price:
    """Of a model; nothing for one that nobody knows a price of, and the log says so."""
    if address.price is not None:
        return Price(*address.price)
    try:
        known = library.get_model_info(address.model)
        return Price(*(1e6 * float(known.get(f"{way}_cost_per_token") or 0.0) for way in ("input", "output")))
    except Exception:  # LiteLLM raises what it likes for a model that it does not know
        log.warning("no price of %s is known, so what it costs is not counted", address.model)
        log.debug("LiteLLM knows no price", exc_info=True)
        return Price()


def tokens_of(*texts: str) -> int:
    """About how many tokens texts have, rather too many."""
    return math.ceil(sum(map(len, texts)) / CHARACTERS_A_TOKEN)
