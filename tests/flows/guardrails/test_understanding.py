"""What rules find in the caller's words comes with what they mean."""

import asyncio
from collections.abc import Mapping
from typing import Any

from flows.engine.acts import Act, Understanding
from flows.engine.expectation import Expectation
from flows.guardrails.guard import Guard
from flows.guardrails.understanding import GuardedUnderstanding, guard_of
from flows.values.setting import ANYWHERE, Setting
from tests.flows.small_bots import bot

BOT = """
slots: {card: {type: card_number}, note: {type: text}}
guardrails:
  cards: {type: personal, applies_to: input}
  rude: {type: abuse, action: refuse}
  rivals: {type: pattern, applies_to: input, phrases: [acme], action: refuse}
flows: {main: {nodes: {a: {type: ask, slot: card, say: Your card?, next: end}}}}
"""


class Means:
    """Understands everything as the same."""

    def __init__(self, *acts: Act) -> None:
        self.acts = acts
        self.heard: list[str] = []

    async def understand(
        self, text: str, expectation: Expectation, known: Mapping[str, Any], setting: Setting
    ) -> Understanding:
        self.heard.append(text)
        return Understanding(text, self.acts)


def heard(text: str, *acts: Act, slot: str | None = None) -> Understanding:
    inner = Means(*acts)
    guarded = GuardedUnderstanding(inner, inner, Guard(bot(BOT, warnings=True)))
    expectation = Expectation("slot" if slot else "request", slot=slot)
    return asyncio.run(guarded.understand(text, expectation, {}, ANYWHERE))


def test_what_nobody_asked_for_is_taken_out_of_the_words() -> None:
    understood = heard("my card is 4242424242424242 by the way")
    assert understood.text == "my card is by the way"
    assert [(trip.rule, trip.action) for trip in understood.trips] == [("cards", "redact")]


def test_what_is_asked_for_is_left() -> None:
    fill = Act("fill", slot="card", value="4242424242424242")
    understood = heard("4242424242424242", fill, slot="card")
    assert (understood.text, understood.trips) == ("4242424242424242", ())


def test_an_insult_beside_a_request_is_only_told_of() -> None:
    assert [trip.action for trip in heard("you stupid idiot").trips] == ["refuse"]
    beside = heard("you stupid idiot, my balance", Act("start_flow", flow="main"))
    assert [trip.action for trip in beside.trips] == ["flag"]


def test_words_that_a_rule_stops_are_for_this_machine_alone() -> None:
    model, local = Means(), Means()
    guarded = GuardedUnderstanding(model, local, Guard(bot(BOT, warnings=True)))
    for text in ("is acme better", "hello there"):
        asyncio.run(guarded.understand(text, Expectation("request"), {}, ANYWHERE))
    assert (local.heard, model.heard) == (["is acme better"], ["hello there"])


def test_who_understands_says_which_guardrails_there_are() -> None:
    guard = Guard(bot(BOT, warnings=True))
    assert guard_of(GuardedUnderstanding(Means(), Means(), guard)) is guard
    assert guard_of(Means()) is None
