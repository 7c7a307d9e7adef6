"""Answers that may be any words: names and texts."""

from flows.engine.acts import Act
from flows.understanding.address_answers import without_postcode
from flows.understanding.clauses import likely_boundaries
from flows.understanding.found_values import SlotValue
from flows.understanding.line import Line
from flows.understanding.openings import opening
from flows.understanding.phrases import phrases
from flows.understanding.reading import Reading, free_value, may_be_name, read
from flows.understanding.sentence import Sentence
from flows.understanding.slot_acts import slot_acts, value_act
from flows.understanding.waiting import called_away

CORRECTED = 0.5
"""From this part of a clause on, what it says of other slots is what it means."""
MAX_BARE_NAME_WORDS = 3
AWAY = 0.7


def free_answer(sentence: Sentence, reading: Reading) -> list[Act]:
    """The answer to a question for a name or a text, with what else an introduction holds."""
    situation, line = sentence.situation, sentence.line
    name = situation.asked
    if name is None or not situation.asks_freely:
        return []
    slot = situation.slot(name)
    if slot.type != "person":
        if called_away(line, situation):
            return [Act("wait", AWAY)]
        words, postcode = without_postcode(line.words, situation)
        values = [SlotValue(name, item) for item in slot.find(words, asked=True)[:1]]
        values += [postcode] if postcode is not None and values else []
        acts = [value_act(item, situation) for item in values]
        return [act for act in acts if act is not None]
    if both := _with_a_correction(sentence, name):
        return both
    introduced = slot.find(line.words, asked=False)
    item = SlotValue(name, introduced[0]) if introduced else _name(line, name, sentence)
    if item is None:
        return []
    others = [value for value in reading.values.values() if introduced and value.slot != name]
    every = [value_act(value, situation) for value in (item, *others)]
    return [act for act in every if act is not None]


def _with_a_correction(sentence: Sentence, name: str) -> list[Act]:
    """ "Henderson, and make it five people": one clause is the name, the other puts something right."""
    line, situation = sentence.line, sentence.situation
    for boundary in likely_boundaries(line):
        if not boundary.joined:
            continue
        own, other = line.part(0, boundary.end), line.part(boundary.begin)
        reading = read(other, situation)
        acts = slot_acts(reading, situation)
        if not acts or reading.explained(situation) < CORRECTED:
            continue
        introduced = situation.slot(name).find(own.words, asked=False)
        item = SlotValue(name, introduced[0]) if introduced else _name(own, name, sentence)
        if item is not None and (act := value_act(item, situation)) is not None:
            return [act, *acts]
    return []


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
