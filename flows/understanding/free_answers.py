"""Answers that may be any words: names and texts."""

from flows.engine.acts import Act
from flows.understanding.found_values import SlotValue
from flows.understanding.line import Line
from flows.understanding.openings import opening
from flows.understanding.phrases import phrases
from flows.understanding.reading import Reading, free_value, may_be_name
from flows.understanding.sentence import Sentence
from flows.understanding.slot_acts import value_act

MAX_BARE_NAME_WORDS = 3


def free_answer(sentence: Sentence, reading: Reading) -> list[Act]:
    """The answer to a question for a name or a text, with what else an introduction holds."""
    situation, line = sentence.situation, sentence.line
    name = situation.asked
    if name is None or not situation.asks_freely:
        return []
    slot = situation.slot(name)
    if slot.type != "person":
        found = slot.find(line.words, asked=True)
        acts = [value_act(SlotValue(name, item), situation) for item in found[:1]]
        return [act for act in acts if act is not None]
    introduced = slot.find(line.words, asked=False)
    item = SlotValue(name, introduced[0]) if introduced else _name(line, name, sentence)
    if item is None:
        return []
    others = [value for value in reading.values.values() if introduced and value.slot != name]
    every = [value_act(value, situation) for value in (item, *others)]
    return [act for act in every if act is not None]


def _name(line: Line, name: str, sentence: Sentence) -> SlotValue | None:
    start = phrases("naming.yaml", "name_leads").at_start(line.tokens)
    part = line.part(start.end) if start is not None and start.end < len(line) else opening(line).rest
    found = free_value(part, name, sentence.situation)
    if found is not None or start is not None:
        return found
    return free_value(line, name, sentence.situation)


def name_instead(sentence: Sentence, reading: Reading) -> SlotValue | None:
    """At the read-back of a name, nothing but another name: "jimmy"."""
    situation = sentence.situation
    name, rest = situation.asked, reading.opening.rest
    if name is None or situation.slot(name).type != "person" or not 0 < len(rest) <= MAX_BARE_NAME_WORDS:
        return None
    return free_value(rest, name, situation) if may_be_name(rest.tokens) else None
