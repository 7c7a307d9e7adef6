"""The words that name a slot."""

import asyncio

from flows.understanding.normal import normal
from flows.understanding.slot_names import SlotNames
from tests.flows.understanding.stage import Stage


def test_by_name_and_by_description(stage: Stage) -> None:
    names = SlotNames.of(stage.bot)
    among = ["payee", "amount"]
    assert names.words.named(["payee"], among) == "payee"
    assert names.words.named(["amount"], among) == "amount"
    assert names.words.named(["banana"], among) is None


def test_by_meaning_only_with_vectors(stage: Stage) -> None:
    vector = asyncio.run(stage.embedder.embed([normal("the account")]))[0]
    assert SlotNames.of(stage.bot).closest(vector, ["account", "amount"]) is None
    assert stage.trained.slots.closest(vector, ["account", "amount"]) == "account"
