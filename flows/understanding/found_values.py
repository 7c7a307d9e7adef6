"""Slot values in a sentence: of the slot that was asked for, and of others where it is plain which."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flows.values.digits import digit_rows
from flows.values.numerals import numerals
from flows.values.slot_type import SlotType, Value
from flows.values.words import Found, Words

NUMERIC = frozenset({"number", "integer", "money"})
_CLOCK_BEFORE = frozenset({"at", "around", "about", "by", "from", "until", "till"})
_CLOCK_BEHIND = frozenset({"o'clock", "pm", "am", "p", "a", "oclock"})
MIN_ROW = 3
"""So many digits said one by one are a code and no amount."""
_ORDER = {
    "choice": 0, "yes_no": 1, "datetime": 2, "date": 3, "time": 4, "duration": 5, "digits": 6, "money": 7,
    "integer": 8, "number": 9,
}  # fmt: skip
"""Days and times come before numbers, so that "four at eight" is a number and a time."""
MOMENTS = frozenset({"date", "time", "datetime", "duration"})


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
    """Values for slots that were not asked for; `taken` spans belong to another slot already."""
    found: list[SlotValue] = []
    used = list(taken)
    rows = digit_rows(words, MIN_ROW)
    candidates = sorted(
        (name for name in names if name in slots and slots[name].found_unasked),
        key=lambda name: _ORDER.get(getattr(slots[name], "type", ""), 10),
    )
    for name in candidates:
        if not _plain_which(name, candidates, slots, words):
            continue
        for item in slots[name].find(words, asked=False):
            free = not any(item.start < other.end and other.start < item.end for other in used)
            free = free and not (_is_numeric(slots[name]) and any(_overlap(item, row) for row in rows))
            if (
                free
                and _fits_context(words, item, slots[name])
                and slots[name].problem_at(item.value, words.setting) is None
            ):
                found.append(SlotValue(name, item))
                used.append(item)
                break
    return found


def without_moments(words: Words, slot: SlotType, found: Iterable[Found], others: Iterable[SlotType]) -> list[Found]:
    """ "Four on Friday the 13th": a number that belongs to a day or a time is no answer to another question."""
    kept = list(found)
    if not _is_numeric(slot):
        return kept
    taken = [
        item for other in others if getattr(other, "type", "") in MOMENTS for item in other.find(words, asked=False)
    ]
    return [item for item in kept if not any(_overlap(item, (other.start, other.end)) for other in taken)]


def _is_numeric(slot: SlotType) -> bool:
    return getattr(slot, "type", "") in NUMERIC


def _overlap(item: Found, row: tuple[int, int]) -> bool:
    return item.start < row[1] and row[0] < item.end


def _plain_which(name: str, candidates: list[str], slots: Mapping[str, SlotType], words: Words) -> bool:
    """One slot alone has this type, or the sentence names the slot; choices know their own words."""
    kind = getattr(slots[name], "type", "")
    if kind == "choice":
        return True
    alike = NUMERIC if kind in NUMERIC else {kind}
    rivals = [other for other in candidates if getattr(slots[other], "type", "") in alike]
    return len(rivals) == 1 or set(name.split("_")) & set(words.tokens) != set()


def _fits_context(words: Words, item: Found, slot: SlotType) -> bool:
    """ "At seven" is a time and "for seven" a number of people."""
    spoken = words.tokens[item.start : item.end]
    before = words.tokens[item.start - 1] if item.start else ""
    behind = words.tokens[item.end] if item.end < len(words) else ""
    clock = before in _CLOCK_BEFORE or behind in _CLOCK_BEHIND
    kind = getattr(slot, "type", "")
    if kind == "choice" and _is_bare_number(spoken):
        return clock
    return not (kind in NUMERIC and clock and behind in _CLOCK_BEHIND | {""} and before in {"at"})


def _is_bare_number(tokens: tuple[str, ...]) -> bool:
    found = list(numerals(tokens))
    return len(found) == 1 and found[0].end - found[0].start == len(tokens)
