"""Values that were said once more: "eight fifty" is 850 where 850 is read back, "pounds" are the bot's dollars."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from flows.understanding.found_values import SlotValue
from flows.understanding.line import Line
from flows.understanding.phrases import word_set
from flows.understanding.situation import Situation
from flows.values.words import Words

FILE = "corrections.yaml"
HUNDRED = 100
""" "Eight fifty" is 8.50 or 850."""


def as_known(
    line: Line, values: Mapping[str, SlotValue], said: Mapping[str, Words], situation: Situation
) -> dict[str, SlotValue]:
    """The values, those that can mean what is known already as that, unless the words put something right."""
    if word_set(FILE, "putting_right") & set(line.tokens):
        return dict(values)
    return {
        name: _once_more(item, said[name], situation) if name in situation.filled and name in said else item
        for name, item in values.items()
    }


def of_others(values: Mapping[str, SlotValue], said: Mapping[str, Words], situation: Situation) -> dict[str, SlotValue]:
    """The values without days that are those of another slot: "I said the ninth of May" speaks of the birthday."""

    def is_another(name: str) -> bool:
        slot = situation.slot(name)
        rivals = [
            other
            for other in situation.filled
            if other != name and slot.type == situation.slot(other).type == "date" and other != situation.asked
        ]
        return name in said and any(
            situation.slot(other).can_mean(said[name], situation.known[other])
            and situation.known[other] != values[name].value
            for other in rivals
        )

    return {name: item for name, item in values.items() if name == situation.asked or not is_another(name)}


def _once_more(item: SlotValue, words: Words, situation: Situation) -> SlotValue:
    known, slot = situation.known[item.slot], situation.slot(item.slot)
    if item.found.mended or item.value == known or slot.type == "yes_no" or not slot.can_mean(words, known):
        return item
    return SlotValue(item.slot, replace(item.found, value=known, doubtful=False))


def in_loose_words(
    values: Mapping[str, SlotValue], dropped: Mapping[str, Any], situation: Situation
) -> dict[str, SlotValue]:
    """The values, with another currency as the slot's own where the caller plainly speaks of the amount that was read
    back: took it back in the same words, or says the other reading of it. It is read back again."""
    result = dict(values)
    for name, item in values.items():
        slot, old = situation.slot(name), situation.known.get(name)
        meant = slot.loosely(item.value)
        if meant == item.value or not situation.reads_back or name != situation.asked or old is None:
            continue
        assert not isinstance(meant, str)
        if name in dropped or old in (meant * HUNDRED, meant / HUNDRED):
            result[name] = SlotValue(name, replace(item.found, value=meant, doubtful=True))
    return result
