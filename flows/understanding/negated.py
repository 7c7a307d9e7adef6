""" "Not john", "sixty rather than fifty", "I don't want savings": values that are not meant."""

from dataclasses import dataclass

from rapidfuzz import fuzz

from flows.understanding.found_values import MOMENTS
from flows.understanding.line import Line
from flows.understanding.phrases import Match, phrases
from flows.understanding.situation import FREE_TYPES, Situation
from flows.values.numerals import numerals
from flows.values.slot_type import Value
from flows.values.words import Words

FILE = "corrections.yaml"
MAX_VALUE_WORDS = 8
SAME_NAME = 70
"""rapidfuzz ratio (0-100) from which a name is the one that was heard before: "jon"/"john" 86, "jim"/"john" 57."""


@dataclass(frozen=True, slots=True)
class Negated:
    """A value that is not meant, and the parts of the sentence around it."""

    slot: str
    value: Value
    before: Line
    behind: Line


def negated(line: Line, situation: Situation) -> Negated | None:
    """The first value in a sentence that is said not to be meant."""
    at = 0
    while (found := _next(line, at)) is not None:
        start, end = found.start, found.end
        for lead in _leads(line, end):
            tail = line.part(lead)
            if len(tail) and (value := _value_at_start(tail, situation)) is not None:
                name, what, length = value
                return Negated(name, what, line.part(0, start), tail.part(length))
        at = end
    return _negated_behind(line, situation)


def _negated_behind(line: Line, situation: Situation) -> Negated | None:
    """ "Monday is no good", "seven doesn't work": the words stand behind the value."""
    found = phrases(FILE, "not_behind").inside(line.tokens)
    if found is None or found.start == 0:
        return None
    for start in range(max(0, found.start - MAX_VALUE_WORDS), found.start):
        value = _value_at_start(line.part(start, found.start), situation, _told_by_themselves(situation))
        if value is not None and start + value[2] == found.start:
            return Negated(value[0], value[1], line.part(0, start), line.part(found.end))
    return None


def _next(line: Line, at: int) -> Match | None:
    if (found := phrases(FILE, "not").inside(line.tokens[at:])) is None:
        return None
    # The pattern that begins first may be a short one: "it's not" and "not for" begin at different words.
    longest = phrases(FILE, "not").at_start(line.tokens, at + found.start)
    return longest if longest is not None else Match(at + found.start, at + found.end, {})


def _leads(line: Line, end: int) -> list[int]:
    """Where the value may begin: at once, or behind "the", "to", "for my"."""
    lead = phrases(FILE, "not_lead").at_start(line.tokens, end)
    return [end] if lead is None else [lead.end, end]


def _told_by_themselves(situation: Situation) -> tuple[str, ...]:
    """Slots that nobody asked for yet and whose values are plain by their own words: days, options."""
    return tuple(name for name in situation.others if situation.slot(name).type in (*MOMENTS, "choice"))


def _value_at_start(tail: Line, situation: Situation, more: tuple[str, ...] = ()) -> tuple[str, Value, int] | None:
    """The slot, the value and how many tokens it takes; the value that is known already before any other."""
    names = (*more, *situation.filled, *([situation.asked] if situation.asked is not None else []))
    for name in dict.fromkeys(names):
        if (length := _known_value(tail, name, situation)) is not None:
            return name, situation.known[name], length
    for name in dict.fromkeys(reversed(names)):
        if situation.slot(name).type not in FREE_TYPES | {"yes_no"} and (other := _any_value(tail, name, situation)):
            return other
    return None


def _known_value(tail: Line, name: str, situation: Situation) -> int | None:
    old = situation.known.get(name)
    slot = situation.slot(name)
    if old is None or slot.type in ("text", "yes_no"):
        return None
    if slot.type == "person":
        return _same_name(tail, str(old))
    for size in range(1, min(MAX_VALUE_WORDS, len(tail)) + 1):
        part = tail.words_of(0, size)
        found = situation.find(name, part, asked=True)[:1]
        if found and found[0].start == 0 and slot.loosely(found[0].value) == old:
            return _with_unit(tail, name, size, situation)
    return None


def _same_name(tail: Line, old: str) -> int | None:
    size = len(Words.of(old).tokens)
    for length in range(min(size, len(tail)), 0, -1):
        said = " ".join(tail.tokens[:length])
        if fuzz.ratio(said, old.lower()) >= SAME_NAME or (length < size and said in old.lower().split()):
            return length
    return None


def _with_unit(tail: Line, name: str, size: int, situation: Situation) -> int:
    """ "Fifty dollars" is longer than "fifty", and both are fifty; "fifty sixty" is not."""
    old, best = situation.known[name], size
    for longer in range(size + 1, min(MAX_VALUE_WORDS, len(tail)) + 1):
        if tail.pauses_before(longer - 1) or len(list(numerals(tail.tokens[:longer]))) > 1:
            break
        found = situation.find(name, tail.words_of(0, longer), asked=True)[:1]
        if found and found[0].start == 0 and found[0].value == old and found[0].end > best:
            best = longer
    return best


def _any_value(tail: Line, name: str, situation: Situation) -> tuple[str, Value, int] | None:
    """A value that is not the known one: "sixty not fifty" when nothing is known yet."""
    slot = situation.slot(name)
    best: tuple[str, Value, int] | None = None
    for size in range(1, min(MAX_VALUE_WORDS, len(tail)) + 1):
        if tail.pauses_before(size - 1) or len(list(numerals(tail.tokens[:size]))) > 1:
            break  # "not fifty, sixty" and "not fifty sixty" deny the first
        part = tail.words_of(0, size)
        found = [
            item
            for item in situation.find(name, part, asked=slot.type != "choice" and not getattr(slot, "past", False))
            if item.start == 0 and item.end == len(part)
        ]
        if found:
            best = name, found[0].value, size
    return best
