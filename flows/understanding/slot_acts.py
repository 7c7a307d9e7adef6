"""The acts that the slots of a sentence come to: fill, correct, and corrections without a new value."""

from typing import Any

from flows.engine.acts import Act
from flows.understanding.found_values import SlotValue
from flows.understanding.reading import Reading
from flows.understanding.situation import Situation

NAMED_SURE, DROPPED_SURE = 0.85, 0.85
"""How sure corrections without a new value are."""


def slot_acts(reading: Reading, situation: Situation) -> list[Act]:
    """Fills and corrections, the slot in question first."""
    values = sorted(reading.values.values(), key=lambda item: item.slot != situation.asked)
    acts = [act for item in values if (act := value_act(item, situation)) is not None]
    if reading.only_asks:
        acts = [act for act in acts if act.act == "fill"]
    done = {act.slot for act in acts}
    for name, value in reading.dropped.items():
        if name not in done and name in situation.filled and situation.known[name] == value:
            acts.append(Act("correct", DROPPED_SURE, slot=name, old=value))
            done.add(name)
    for name in dict.fromkeys(reading.to_change):
        if name not in done and name in situation.filled:
            acts.append(Act("correct", NAMED_SURE, slot=name, old=situation.known[name]))
    return acts


def value_act(item: SlotValue, situation: Situation) -> Act | None:
    """A value for a slot: a fill, a correction, or nothing new."""
    old: Any = situation.known.get(item.slot) if item.slot in situation.filled else None
    sure, doubtful = item.found.confidence, item.found.doubtful or None
    if old is None:
        return Act("fill", sure, slot=item.slot, value=item.value, doubtful=doubtful)
    if old == item.value:
        return None
    return Act("correct", sure, slot=item.slot, old=old, new=item.value, doubtful=doubtful)
