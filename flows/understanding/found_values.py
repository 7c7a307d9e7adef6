"""Slot values in a sentence: of the slot that was asked for, and of others where it is plain which."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from flows.values.digits import digit_rows
from flows.values.head_counts import SORTS
from flows.values.moments import COUNTED, SPANS, Moment, moments
from flows.values.numerals import numerals
from flows.values.slot_type import SlotType, Value
from flows.values.words import Found, Words

NUMERIC = frozenset({"number", "integer", "money"})
MOMENTS = frozenset({"date", "time", "datetime", "duration"})
REFUSED_IN_WORDS = frozenset({"date", "time", "datetime"})
"""Plain by their own words: "yesterday" and "at five" are refused with the reason and not passed over."""
MIN_ROW = 3
"""So many digits said one by one are a code and no amount."""
_ORDER = (
    "email", "iban", "card_number", "phone", "choice", "yes_no", "datetime", "date", "time", "duration", "postcode",
    "digits", "spelled", "money", "integer", "number", "address", "person", "text",
)  # fmt: skip
"""The types that are told by their own words come first: "four at eight" is a time and what is left is a number. A
name is what nothing else can be."""
_SINGULAR = {"children": "child", "people": "person", "men": "man", "women": "woman", "babies": "baby"}
PLAIN = {"money": 0.9, "integer": 0.81, "number": 2.0}
"""From this confidence an unasked number says what it is: "fifty dollars", "four people"; a bare one does not."""


@dataclass(frozen=True)
class SlotValue:
    """A value for a slot, where it stood, and how sure it is."""

    slot: str
    found: Found

    @property
    def value(self) -> Value:
        """The value itself."""
        return self.found.value


def unasked_values(
    words: Words, slots: Mapping[str, SlotType], names: Iterable[str], taken: Iterable[Found] = ()
) -> list[SlotValue]:
    """Values for slots that were not asked for; `taken` spans belong to another slot already.

    A span is used once, by the most telling type first. A slot gets a value where no other could be meant: it alone
    has this type, the sentence names it, or the words say what they count.
    """
    found: list[SlotValue] = []
    used = list(taken)
    rows = digit_rows(words, MIN_ROW)
    when = moments(words)
    wanted = (name for name in names if name in slots and slots[name].found_unasked)
    candidates = sorted(wanted, key=lambda name: _place(slots[name]))
    for name in candidates:
        if (counted := _counted(words, name, slots[name], used)) is not None:
            found.append(SlotValue(name, counted))
            used.append(counted)
    filled = {item.slot for item in found}
    for name in candidates:
        if name in filled:
            continue
        slot = slots[name]
        said = slot.find(words, asked=False)
        items = [
            item
            for item in said
            if not any(_overlap(item, (other.start, other.end)) for other in used)
            and not (_is_numeric(slot) and (any(_overlap(item, row) for row in rows) or _in_range(words, item)))
            and _fits_context(words, item, slot, when)
        ]
        fitting = [item for item in items if slot.problem_at(item.value, words.setting) is None]
        items = fitting or [item for item in items if _is_refused_in_words(slot, item)]
        rivals = _taking(words, items, _rivals(name, candidates, slots), slots)
        if _kind(slot) == "digits" and any(_is_numeric(slots[other]) for other in candidates):
            items = [item for item in items if item.end - item.start >= MIN_ROW or _places(words, name, rivals)]
        chosen = _chosen(words, name, items, rivals, _kind(slot))
        if chosen is not None:
            if rivals and len(said) > 1 and not _stands_against(chosen, said):
                chosen = replace(chosen, doubtful=False)  # the other values were for the other slots
            found.append(SlotValue(name, chosen))
            used.append(chosen)
    return found


def without_moments(words: Words, slot: SlotType, found: Iterable[Found], others: Iterable[SlotType]) -> list[Found]:
    """ "Four on Friday the 13th": a number that belongs to a day or a time is no answer to another question."""
    kept = list(found)
    if not _is_numeric(slot):
        return kept
    taken = [item for other in others if _kind(other) in MOMENTS for item in other.find(words, asked=False)]
    return [item for item in kept if not any(_overlap(item, (other.start, other.end)) for other in taken)]


def _in_range(words: Words, item: Found) -> bool:
    """ "Between seven and nine": mostly times, and no plain number in any case."""
    before = words.tokens[max(0, item.start - 3) : item.start]
    return before[-1:] == ("between",) or (before[:1] == ("between",) and before[-1:] == ("and",))


def _kind(slot: SlotType) -> str:
    return str(getattr(slot, "type", ""))


def _place(slot: SlotType) -> int:
    kind = _kind(slot)
    return _ORDER.index(kind) if kind in _ORDER else len(_ORDER)


def _is_numeric(slot: SlotType) -> bool:
    return _kind(slot) in NUMERIC


def _overlap(item: Found, row: tuple[int, int]) -> bool:
    return item.start < row[1] and row[0] < item.end


def _rivals(name: str, candidates: Sequence[str], slots: Mapping[str, SlotType]) -> dict[str, str]:
    """The other slots that could be meant, with their types; choices know their own words."""
    kind = _kind(slots[name])
    alike = NUMERIC if kind in NUMERIC else frozenset() if kind == "choice" else frozenset({kind})
    return {other: _kind(slots[other]) for other in candidates if other != name and _kind(slots[other]) in alike}


def _taking(
    words: Words, items: Sequence[Found], rivals: Mapping[str, str], slots: Mapping[str, SlotType]
) -> dict[str, str]:
    """The rivals that would take one of the values, where the words themselves tell: no birthday is on "friday"."""

    def takes(slot: SlotType) -> bool:
        found = [item for item in slot.find(words, asked=False) if slot.problem_at(item.value, words.setting) is None]
        return any(_overlap(item, (other.start, other.end)) for item in found for other in items)

    return {name: kind for name, kind in rivals.items() if kind not in REFUSED_IN_WORDS or takes(slots[name])}


def _chosen(words: Words, name: str, items: Sequence[Found], rivals: Mapping[str, str], kind: str) -> Found | None:
    """The value that is plainly meant for a slot."""
    if not items:
        return None
    if not rivals:
        return items[0]
    if places := _places(words, name, rivals):
        return min(items, key=lambda item: min(_distance(item, at) for at in places))
    if kind in rivals.values():
        return None
    plain = [item for item in items if item.confidence >= PLAIN.get(kind, 2.0)]
    return plain[0] if plain else None


def _stands_against(chosen: Found, said: Sequence[Found]) -> bool:
    """ "Four or six": a tie of two values."""
    return any(item is not chosen and _overlap(item, (chosen.start, chosen.end)) for item in said)


def _places(words: Words, name: str, rivals: Iterable[str] = ()) -> list[int]:
    """Where a sentence names a slot, by words that its rivals have not."""
    shared = {part for other in rivals for part in other.split("_")}
    own = {_stem(part) for part in set(name.split("_")) - shared}
    return [at for at, token in enumerate(words.tokens) if _stem(token) in own]


def _stem(word: str) -> str:
    return _SINGULAR.get(word, word.removesuffix("s"))


def _counted(words: Words, name: str, slot: SlotType, used: Iterable[Found]) -> Found | None:
    """ "Two nights" for the slot `nights`, "no children" for `children`: the number directly before the name."""
    for at in _places(words, name) if _is_numeric(slot) else ():
        word = words.tokens[at]
        if at == 0 or words.pauses_before(at) or not (word.endswith("s") or word in COUNTED | SORTS | SPANS):
            continue
        before = replace(words, tokens=words.tokens[:at], spans=words.spans[:at])
        said = slot.find(before, asked=True) or slot.find(before, asked=False)
        none = [Found(0, at - 1, at, 0.85)] if words.tokens[at - 1] == "no" else []
        for item in (*(item for item in said if item.end == at), *none):
            free = not any(_overlap(item, (other.start, other.end)) for other in used)
            if free and slot.problem_at(item.value, words.setting) is None:
                return replace(item, end=at + 1, doubtful=item.doubtful and _stands_against(item, said))
    return None


def _is_refused_in_words(slot: SlotType, item: Found) -> bool:
    """ "Yesterday", and amounts in another currency, which `find` tells as words."""
    return _kind(slot) in REFUSED_IN_WORDS or (_kind(slot) == "money" and isinstance(item.value, str))


def _distance(item: Found, at: int) -> float:
    """Words between a value and a word; a name stands before its value more often than behind it."""
    return item.start - at - 1 if at < item.start else at - item.end + 0.5 if at >= item.end else 0


def _fits_context(words: Words, item: Found, slot: SlotType, when: Iterable[Moment]) -> bool:
    """An option that is a bare number, "7", is meant where a time is told: "at seven", not "for seven"."""
    if _kind(slot) != "choice" or not _is_bare_number(words.tokens[item.start : item.end]):
        return True
    return any(moment.kind != "measure" and moment.holds(item.start, item.end) for moment in when)


def _is_bare_number(tokens: tuple[str, ...]) -> bool:
    found = list(numerals(tokens))
    return len(found) == 1 and found[0].end - found[0].start == len(tokens)
