"""Bare values at a yes-or-no question: "no, can we do three" changes the time that the question spoke of."""

from dataclasses import replace

from flows.understanding.found_values import SlotValue
from flows.understanding.openings import Opening
from flows.understanding.phrases import word_set
from flows.understanding.situation import FREE_TYPES, Situation
from flows.values.words import FILLERS

MAX_WORDS = 6
"""A bare value has few words."""


def bare_values(begin: Opening, situation: Situation) -> list[SlotValue]:
    """The known slots whose value the words behind "no, make it" can be, each with its new value."""
    words = begin.rest.words
    asked = situation.asked
    if asked is None or situation.slot(asked).type != "yes_no" or not begin.kinds & {"make", "said"}:
        return []
    meaning = [token for token in words.tokens if token not in word_set("naming.yaml", "stop") | FILLERS]
    if not meaning or len(words) > MAX_WORDS:
        return []
    found: list[SlotValue] = []
    for name in situation.filled:
        slot = situation.slot(name)
        if slot.type in FREE_TYPES | {"yes_no"} or getattr(slot, "past", False):
            continue
        for item in situation.find(name, words, asked=True)[:1]:
            whole = item.end - item.start >= len(meaning)
            if whole and situation.fits(name, item, words) and item.value != situation.known[name]:
                found.append(SlotValue(name, replace(item, doubtful=True)))
    return found
