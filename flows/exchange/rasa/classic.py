"""Rules and stories."""

from typing import Any

from flows.exchange.rasa.intents import Intents
from flows.exchange.rasa.maker import Maker


def make_classic(maker: Maker, intents: Intents, made: dict[str, Any]) -> dict[str, Any]:
    """The flows made of plain rules and stories."""
    del maker, intents, made
    return {}
