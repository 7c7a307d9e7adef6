"""What is said in each scenario, beside mix.yaml."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

MIX = Path(__file__).with_name("mix.yaml")
PAUSED = Path(__file__).resolve().parents[1] / "turns.yaml"
CLOSED = ("choice", "digits")
"""Kinds of turns whose answer the bot expects to be one of a few, or of one form."""

# Typed by the caller so that the bot puts its question: (flow, slot) to what is typed.
OPENERS: dict[tuple[str, str], tuple[str, ...]] = {
    ("check_balance", "account"): ("what is my balance",),
    ("card_lost", "card"): ("i lost my card",),
    ("card_lost", "confirm_block"): ("i lost my debit card",),
    ("transfer", "payee"): ("i want to transfer money",),
    ("cancel_booking", "booking_code"): ("i want to cancel my booking",),
    ("book_table", "party_size"): ("i want to book a table",),
    ("book_table", "day"): ("i want to book a table for two people",),
    ("track", "order_code"): ("where is my order",),
    ("join", "member_id"): ("renew my membership please",),
    ("call_me", "callback"): ("please call me back",),
    ("call_me", "caller_name"): ("please call me back", "212 555 0187"),
    ("move", "zip"): ("i have a new address",),
}
INTERRUPTIONS = (
    "What time do you open on Saturday?",
    "What is my balance?",
    "I lost my card.",
    "What time do you close on Friday?",
)
# "Um-hum" is how a voice that reads letters says "mhm": given that, it spells it.
SIGNS = ("Um-hum.", "Okay.", "Yeah.", "Right.", "Uh-huh.", "I see.")
TERMS = "Please read me your terms of business."
ARCHIVE = ("Can you look for my old contract?", "I need a paper from the archive.", "Would you search for my old file?")
CACHED = (("open", "I lost my card."), ("choice", "My debit card."), ("choice", "Yes, please."))
ASKED_OF_MODEL = (
    "Who has sent me money this week?",
    "What was the last payment that I got?",
    "How much do I have in my savings account?",
    "Tell me what happened on my account.",
    "Did my salary come in yesterday?",
    "What is my balance today?",
)
DRINKS = ("A coffee, please.", "Coffee for me.", "I would like a coffee.", "A cup of coffee.")
THIRSTY = "i would like something to drink"
ADVICE = "what do you recommend"
MODEL_SAYS = "{name} has sent you {number} dollars this week."
MODEL_MARK = "has sent you"


@dataclass(frozen=True)
class Dialogue:
    """One call: which bot, and for each turn its kind and what is said."""

    bot: str
    turns: tuple[tuple[str, str], ...]

    @property
    def said(self) -> list[str]:
        """The texts alone."""
        return [text for _, text in self.turns]


def mix() -> list[Dialogue]:
    """The calls of mix.yaml."""
    entries: list[dict[str, Any]] = yaml.safe_load(MIX.read_text("utf-8"))
    return [
        Dialogue(entry["bot"], tuple((kind, text) for turn in entry["turns"] for kind, text in turn.items()))
        for entry in entries
    ]


def hesitations() -> dict[str, list[dict[str, Any]]]:
    """Group to the sentences with pauses of turns.yaml."""
    found: dict[str, list[dict[str, Any]]] = yaml.safe_load(PAUSED.read_text("utf-8"))
    return {group: found[group] for group in ("phrase", "pieces", "clause")}


def opener(entry: dict[str, Any]) -> tuple[str, ...]:
    """What must be typed before a sentence of turns.yaml can be said."""
    asked = entry.get("asked")
    return OPENERS[asked["flow"], asked["slot"]] if asked else ()
