"""A trained bot, and sentences in their situations."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

from flows.definition.bot import Bot
from flows.engine.acts import Act
from flows.engine.expectation import Expectation
from flows.understanding.line import Line
from flows.understanding.port import Embedder
from flows.understanding.sentence import Sentence
from flows.understanding.situation import Situation
from flows.understanding.trained import train
from flows.values.setting import Setting
from flows.values.words import Words

T = TypeVar("T")
REQUEST = Expectation("request")
AMOUNT = Expectation(
    "slot", "transfer", "how_much", "amount", open_slots=("amount",), filled_slots=("payee",), open_flows=("transfer",)
)
READ_BACK = Expectation(
    "confirm", "transfer", "how_much", "amount", filled_slots=("payee", "amount"), open_flows=("transfer",)
)
OFFER = Expectation("clarify", candidates=("transfer", "check_balance"))
KNOWN = {"payee": "john", "amount": 40}


class Stage:
    """Everything that a part of understanding is given."""

    def __init__(self, bot: Bot, embedder: Embedder) -> None:
        self.bot = bot
        self.embedder = embedder
        self.trained = asyncio.run(train(bot, embedder))

    def situation(self, expectation: Expectation = AMOUNT, known: dict[str, Any] | None = None) -> Situation:
        return Situation(self.bot, self.trained.slots, expectation, KNOWN if known is None else known)

    def sentence(self, text: str, expectation: Expectation = AMOUNT, known: dict[str, Any] | None = None) -> Sentence:
        return Sentence(line(text), self.situation(expectation, known), self.trained, self.embedder)


def line(text: str) -> Line:
    return Line.of(Words.of(text, Setting()))


def acts(work: Coroutine[Any, Any, list[Act]]) -> list[tuple[Any, ...]]:
    """What came of it, without the confidences."""
    return [told(act) for act in asyncio.run(work)]


def told(act: Act) -> tuple[Any, ...]:
    return tuple(value for key, value in act.as_json().items() if key != "confidence")
