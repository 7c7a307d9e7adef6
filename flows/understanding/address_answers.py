"""Addresses: a street or a number that is put right in place, and a postcode that is said along with a street."""

from dataclasses import replace

from flows.understanding.found_values import SlotValue
from flows.understanding.line import Line
from flows.understanding.openings import opening
from flows.understanding.phrases import word_set
from flows.understanding.situation import Situation
from flows.values.address_parts import Part, Parts, address_parts, mended
from flows.values.address_tidy import postcode_at_end
from flows.values.region import region_of
from flows.values.words import LEFT_OUT, Found, Words

FILE = "corrections.yaml"
NAMES = ("street", "address")
"""A text slot that one of these words names holds an address."""
SURE = 0.8
MAX_WORDS = 40
"""In a longer sentence a street may be anything."""


def mended_address(line: Line, situation: Situation) -> tuple[SlotValue, Line] | None:
    """The known address with what the sentence puts right in it, and the sentence without these words."""
    if len(line) > MAX_WORDS or not situation.filled:
        return None
    said = _told(line.words, address_parts(line.words))
    corrects = situation.reads_back or opening(line).corrects or "wrong" in line.tokens
    negated = any(part.negated for part in (*said.streets, *said.numbers))
    if not (corrects or negated) or not (said.streets or said.numbers):
        return None
    for name in situation.filled:
        if not _holds_address(name, situation) or (situation.asks_freely and situation.asked == name):
            continue
        known = str(situation.known[name])
        text = mended(known, said)
        value = _as_value(text, name, line.words, situation) if text is not None else _said_again(known, said)
        if value is not None:
            every = (*said.streets, *said.numbers)
            start, end = min(part.start for part in every), max(part.end for part in every)
            return SlotValue(name, Found(value, start, end, SURE)), _without(line, every)
    return None


def without_postcode(words: Words, situation: Situation) -> tuple[Words, SlotValue | None]:
    """The words of an answer without the postcode at their end, and that postcode, where a slot asks for it."""
    names = [name for name in situation.others if situation.slot(name).type == "postcode"]
    if len(names) != 1 or situation.asked is None or not _holds_address(situation.asked, situation, known=False):
        return words, None
    slot = situation.slot(names[0])
    region = region_of(getattr(slot, "region", None), words.setting)
    start, code = postcode_at_end(words, 0, len(words), region)
    if not code or start < 2:
        return words, None
    found = Found(code.replace(" ", ""), start, len(words), SURE)
    if situation.known.get(names[0]) not in (None, found.value):
        return words, None  # it belongs to this address: what was said for the other slot stays
    end = start
    while end > 1 and words.tokens[end - 1] in word_set(FILE, "before_postcode"):
        end -= 1
    return replace(words, tokens=words.tokens[:end], spans=words.spans[:end]), SlotValue(names[0], found)


def _holds_address(name: str, situation: Situation, *, known: bool = True) -> bool:
    slot = situation.slot(name)
    if known and not isinstance(situation.known.get(name), str):
        return False
    tells = situation.names.words.tells
    return slot.type == "address" or (slot.type == "text" and any(tells(name, word) >= 1 for word in NAMES))


def _told(words: Words, said: Parts) -> Parts:
    """The streets that stand where a sentence tells one: "it's station road", not "in the first place"."""
    leads = word_set(FILE, "before_street")

    def is_told(street: Part) -> bool:
        numbers = [part for part in said.numbers if part.end == street.start]
        start = numbers[0].start if numbers else street.start
        behind_another = any(other.end == start for other in said.streets)
        return street.negated or bool(numbers) or start == 0 or behind_another or words.tokens[start - 1] in leads

    return Parts(tuple(street for street in said.streets if is_told(street)), said.numbers)


def _as_value(text: str, name: str, words: Words, situation: Situation) -> str | None:
    slot = situation.slot(name)
    if slot.type == "text":
        return text
    found = slot.find(Words.of(text, words.setting), asked=True)
    return str(found[0].value) if found and slot.problem(found[0].value) is None else None


def _said_again(known: str, said: Parts) -> str | None:
    """ "No, it's twelve station road" where that is what was read back."""
    old = address_parts(Words.of(known))
    streets = {part.text.lower() for part in said.streets if not part.negated}
    return known if streets and streets == {part.text.lower() for part in old.streets[:1]} else None


def _without(line: Line, parts: tuple[Part, ...]) -> Line:
    """The sentence with a mark in the place of each part."""
    words = line.words
    inside = {at for part in parts for at in range(part.start, part.end)}
    kept = [at for at in range(len(words)) if at not in inside or at - 1 not in inside]
    tokens = tuple(LEFT_OUT if at in inside else words.tokens[at] for at in kept)
    return Line.of(replace(words, tokens=tokens, spans=tuple(words.spans[at] for at in kept)))
