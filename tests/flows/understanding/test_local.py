"""The local provider with real vectors."""

import asyncio
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest

from flows.definition.bot import Bot
from flows.engine.expectation import Expectation
from flows.understanding.in_process import InProcessEmbedder
from flows.understanding.local import LocalUnderstanding
from flows.understanding.port import Vectors
from flows.values.setting import ANYWHERE
from tests.flows.small_bots import bot

REQUEST = Expectation()
MORE = Expectation("anything_else")
ACCOUNT = Expectation("slot", "check_balance", "which", "account", open_slots=("account",))
AMOUNT = Expectation("slot", "transfer", "how_much", "amount", open_slots=("amount",), filled_slots=("payee",))
READ_BACK = Expectation("confirm", "transfer", "how_much", "amount", filled_slots=("payee", "amount"))
BLOCK = Expectation("slot", "card_lost", "sure", "confirm_block", open_slots=("confirm_block",), filled_slots=("card",))
OFFER = Expectation("clarify", candidates=("transfer", "check_balance"))
KNOWN = {"payee": "john", "amount": 40}


@pytest.fixture(scope="module")
def riverbank(starter_bots: dict[str, Bot], embedder: InProcessEmbedder) -> LocalUnderstanding:
    return asyncio.run(LocalUnderstanding.train(starter_bots["riverbank"], embedder))


def _told(understander: LocalUnderstanding, said: str, expectation: Expectation, known: dict[str, Any]) -> list[Any]:
    acts = asyncio.run(understander.understand(said, expectation, known, ANYWHERE)).acts
    return [tuple(value for key, value in act.as_json().items() if key != "confidence") for act in acts]


@pytest.mark.parametrize(
    ("said", "expectation", "told"),
    [
        ("what's my balance", REQUEST, [("start_flow", "check_balance")]),
        ("what's my savings balance", REQUEST, [("start_flow", "check_balance"), ("fill", "account", "savings")]),
        ("purple elephants", REQUEST, [("out_of_scope",)]),
        ("", REQUEST, [("out_of_scope",)]),
        ("...", REQUEST, [("out_of_scope",)]),
        ("yes", REQUEST, [("affirm",)]),
        ("no thanks", MORE, [("deny",)]),
        ("yes please", MORE, [("affirm",)]),
        ("yes I lost my credit card", MORE, [("start_flow", "card_lost"), ("fill", "card", "credit")]),
        ("savings", ACCOUNT, [("fill", "account", "savings")]),
        ("one moment", ACCOUNT, [("wait",)]),
        ("hold on a second", ACCOUNT, [("wait",)]),
        ("the second one", ACCOUNT, [("fill", "account", "checking")]),
        ("when are you open", ACCOUNT, [("start_flow", "opening_hours")]),
        ("I said I want to know my balance", ACCOUNT, [("start_flow", "check_balance")]),
        ("banana", ACCOUNT, [("out_of_scope",)]),
        ("sixty", AMOUNT, [("fill", "amount", 60)]),
        ("no, to anna", AMOUNT, [("correct", "payee", "john", "anna")]),
        ("one more time", AMOUNT, [("repeat",)]),
        ("yes", READ_BACK, [("affirm",)]),
        ("no", READ_BACK, [("deny",)]),
        ("stop", READ_BACK, [("deny",)]),
        ("no, sixty", READ_BACK, [("deny",), ("correct", "amount", 40, 60)]),
        ("no, to anna", READ_BACK, [("deny",), ("correct", "payee", "john", "anna")]),
        ("forty", READ_BACK, [("affirm",)]),
        ("when are you open", READ_BACK, [("start_flow", "opening_hours")]),
        ("stop", BLOCK, [("fill", "confirm_block", False)]),
        ("go ahead", BLOCK, [("fill", "confirm_block", True)]),
        ("the second one", OFFER, [("start_flow", "check_balance")]),
        ("the transfer", OFFER, [("start_flow", "transfer")]),
        ("send money to anna", OFFER, [("start_flow", "transfer"), ("fill", "payee", "anna")]),
        ("no", OFFER, [("deny",)]),
        ("neither of those", OFFER, [("deny",)]),
        ("let me speak to a human", AMOUNT, [("human", "person")]),
        (
            "tell me my balance and then block my card",
            REQUEST,
            [("start_flow", "check_balance"), ("start_flow", "card_lost")],
        ),
    ],
)
def test_acts(riverbank: LocalUnderstanding, said: str, expectation: Expectation, told: list[Any]) -> None:
    known = {name: value for name, value in KNOWN.items() if name in expectation.filled_slots}
    assert _told(riverbank, said, expectation, known) == told


def test_names_are_not_taken_from_other_corrections(starter_bots: dict[str, Bot], embedder: InProcessEmbedder) -> None:
    booking = asyncio.run(LocalUnderstanding.train(starter_bots["table_booking"], embedder))
    asked = Expectation("confirm", "book_table", "whose", "guest_name", filled_slots=("party_size", "guest_name"))
    known = {"party_size": 2, "guest_name": "Ann"}
    assert _told(booking, "no, for five people", asked, known) == [("deny",), ("correct", "party_size", 2, 5)]
    assert _told(booking, "no, for Anna", asked, known) == [("deny",), ("correct", "guest_name", "Ann", "Anna")]


class TwoWays:
    """Vectors by hand: `one` and `two` stand at right angles, everything else between them."""

    versions = "by hand"

    async def embed(self, sentences: Sequence[str]) -> Vectors:
        rows = {"one": [1, 0], "two": [0, 1]}
        return np.array([rows.get(sentence, [1, 1]) for sentence in sentences], np.float32)


def test_close_calls_are_asked_about() -> None:
    twins = bot(
        "intents: {a: {description: a, examples: [one]}, b: {description: b, examples: [two]}}\n"
        "flows:\n  main: {nodes: {x: {type: say, say: Hi., next: end}}}\n"
        "  first: {triggers: [a], nodes: {x: {type: say, say: A., next: end}}}\n"
        "  second: {triggers: [b], nodes: {x: {type: say, say: B., next: end}}}\n"
    )
    understander = asyncio.run(LocalUnderstanding.train(twins, TwoWays()))
    (told,) = _told(understander, "either", REQUEST, {})
    assert told[0] == "clarify"
    assert set(told[1]) == {"first", "second"}
    assert _told(understander, "one", REQUEST, {}) == [("start_flow", "first")]


def test_a_bot_without_intents_understands_answers(embedder: InProcessEmbedder) -> None:
    plain = bot("slots: {n: {type: integer}}\nflows: {main: {nodes: {a: {type: ask, slot: n, say: N?, next: end}}}}\n")
    understander = asyncio.run(LocalUnderstanding.train(plain, embedder))
    asked = Expectation("slot", "main", "a", "n", open_slots=("n",))
    assert _told(understander, "five", asked, {}) == [("fill", "n", 5)]
    assert _told(understander, "hello world", REQUEST, {}) == [("out_of_scope",)]


def test_long_sentences_are_cut(riverbank: LocalUnderstanding) -> None:
    assert _told(riverbank, "blah " * 50_000, REQUEST, {})


def test_the_closest_intents_are_told_where_a_sentence_was_compared(riverbank: LocalUnderstanding) -> None:
    def nearest(said: str) -> list[tuple[str, float]]:
        understood = asyncio.run(riverbank.understand(said, REQUEST, {}, ANYWHERE))
        return [(near.intent, near.score) for near in understood.nearest]

    first, second, third = nearest("what is my balance please")
    assert first[0] == "check_balance"
    assert first[1] > 0.8 > second[1] >= third[1]
    assert nearest("goodbye") == []  # words that are known by themselves are compared with nothing
