"""Reads `data/talk*held_out*.yaml`: what callers say about the conversation, by act, each where it may be said."""

from collections.abc import Iterator
from dataclasses import dataclass

import yaml

from flows.engine.acts import Act
from flows.engine.expectation import Expectation
from flows.understanding.local import LocalUnderstanding
from flows.values.setting import ANYWHERE
from tests.flows.understanding.acts_table import DATA

Context = tuple[str, Expectation, dict[str, object]]
"""A bot, what it expects, and what it knows."""
CONTEXTS: dict[str, Context] = {
    "idle": ("riverbank", Expectation(), {}),
    "a choice": (
        "riverbank",
        Expectation("slot", "check_balance", "which", "account", ("account",), (), (), ("check_balance",)),
        {},
    ),
    "a name": (
        "table_booking",
        Expectation(
            "slot", "book_table", "whose", "guest_name", ("guest_name",), ("party_size", "day", "time"), (),
            ("book_table",),
        ),
        {"party_size": 4, "day": "2026-03-06", "time": "19:30"},
    ),
    "a read-back": (
        "riverbank",
        Expectation("confirm", "transfer", "how_much", "amount", (), ("payee", "amount"), (), ("transfer",)),
        {"payee": "john", "amount": 40},
    ),
    "a yes or no": (
        "riverbank",
        Expectation("slot", "card_lost", "sure", "confirm_block", ("confirm_block",), ("card",), (), ("card_lost",)),
        {"card": "debit"},
    ),
}  # fmt: skip
OPEN = ("a choice", "a name")
YES_OR_NO = ("a read-back", "a yes or no")
WHERE = {"help_asked": OPEN, "refuse": OPEN, "affirm": YES_OR_NO, "deny": YES_OR_NO}
"""Where an act may be said; all others idle and while a question is open."""


@dataclass(frozen=True)
class Said:
    """A sentence, where it is said, and the act that it must give."""

    act: str
    manner: str
    text: str
    where: str


def sayings(name: str) -> Iterator[Said]:
    """Every sentence of a file in every context in which it may be said."""
    for act, manners in yaml.safe_load((DATA / name).read_text(encoding="utf-8")).items():
        for manner, sentences in manners.items():
            for text in sentences:
                for where in WHERE.get(act, ("idle", *OPEN)):
                    yield Said(act.removesuffix("_asked"), manner, text, where)


async def heard(said: Said, understanders: dict[str, LocalUnderstanding]) -> tuple[str, ...]:
    """The acts that a sentence gives."""
    bot, expectation, known = CONTEXTS[said.where]
    understood = await understanders[bot].understand(said.text, expectation, known, ANYWHERE)
    return tuple(_told(act) for act in understood.acts)


def _told(act: Act) -> str:
    match act.act:
        case "start_flow":
            return "human" if act.flow == "person" else f"start_flow {act.flow}"
        case "fill" if act.slot == "confirm_block":
            return "affirm" if act.value else "deny"
        case "fill" | "correct":
            return f"{act.act} {act.slot}"
        case kind:
            return kind
