"""The values in a sentence, each for the slot it is meant for."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from flows.understanding.found_values import NUMERIC, SlotValue, unasked_values, without_moments
from flows.understanding.situation import FREE_TYPES, Situation
from flows.values.moments import moments
from flows.values.numerals import TENS, UNITS, numerals
from flows.values.words import FILLERS, Found, Words

BEHIND, BEFORE = (1.0, 0.5), (0.8, 0.4, 0.3)
"""How much a word beside a value tells, by its distance: "two packs", "the strength is fifty"."""
ROLE = 3.0
"""A word such as "from" directly before a value, if that is the role of the slot."""
CLOCK = 2.0
MAX_NUMBERS, MAX_CLAIMS = 12, 40
"""In sentences with more of them the words around tell nothing."""
_CLOCK_BEFORE = frozenset({"at", "around", "about", "by", "until", "till"})
_CLOCK_BEHIND = frozenset({"o'clock", "oclock", "pm", "am"})
_BETWEEN = frozenset({"the", "a", "my", "our", "site", "number"})


@dataclass(frozen=True, slots=True)
class Claim:
    """A slot that would take a value that stands somewhere."""

    slot: str
    found: Found
    tells: float = 0.0


def find_values(
    words: Words, situation: Situation, names: Iterable[str], *, asked: str | None = None
) -> list[SlotValue]:
    """The values for some slots. `asked`: the words may answer the question for this one, so that less will do."""
    others = [name for name in dict.fromkeys(names) if name != asked]
    plain, doubtful = _contested(words, situation, others, asked)
    taken = [item.found for item in plain]
    done = {item.slot for item in plain}
    result = list(plain)
    if asked is not None and asked not in done and situation.slot(asked).type not in FREE_TYPES | {"yes_no"}:
        found = _answers(words, situation, asked, others, taken)
        fitting = [item for item in found if situation.fits(asked, item, words)]
        if found and not fitting:
            each = _items(words, situation, asked, asked=True)
            fitting = [item for item in each if situation.fits(asked, item, words) and not _overlaps(item, taken)]
        if found and not fitting and (other := _named_instead(words, situation, others, found)) is not None:
            result.append(other)
            taken.append(other.found)
            done.add(other.slot)
        elif found:
            result.append(SlotValue(asked, _undecided(words, fitting) or (fitting or found)[0]))
            taken.append(result[-1].found)
    rest = [name for name in others if name not in done and name not in doubtful]
    return [*result, *unasked_values(words, situation.bot.slots, rest, taken)]


def _contested(
    words: Words, situation: Situation, others: list[str], asked: str | None
) -> tuple[list[SlotValue], set[str]]:
    """Where several slots would take the same words: the slot that the words around name, and those left in doubt."""
    claims = [
        Claim(name, found)
        for name in (*([asked] if asked is not None else []), *others)
        if name in situation.bot.slots and situation.slot(name).type not in FREE_TYPES | {"yes_no"}
        for found in _items(words, situation, name, asked=name == asked)
        if situation.fits(name, found, words)
    ]
    if len(claims) > MAX_CLAIMS:
        return [], set()
    plain: dict[str, SlotValue] = {}
    doubtful: set[str] = set()
    for claim in sorted(claims, key=lambda item: item.found.start):
        rivals = [item for item in claims if _overlaps(item.found, [claim.found])]
        if len({item.slot for item in rivals}) < 2:
            continue
        ranked = sorted(
            (replace(item, tells=_tells(words, situation, item)) for item in rivals), key=lambda item: -item.tells
        )
        best, *_ = ranked
        second = next((item.tells for item in ranked if item.slot != best.slot), 0.0)
        if best.tells > second and best.slot not in plain:
            plain[best.slot] = SlotValue(best.slot, best.found)
        elif best.tells <= second and asked not in {item.slot for item in rivals}:
            alike = {item.slot for item in rivals if situation.slot(item.slot).type == situation.slot(claim.slot).type}
            doubtful |= alike if len(alike) > 1 else set()
    return list(plain.values()), doubtful - plain.keys()


def _answers(words: Words, situation: Situation, asked: str, others: list[str], taken: list[Found]) -> list[Found]:
    """The values for the slot in question, outside of what belongs to other slots."""
    slot = situation.slot(asked)
    found = [
        _moved(item, start)
        for start, piece in _pieces(words, taken)
        for item in situation.find(asked, piece, asked=True)
    ]
    known = [situation.slot(name) for name in others]
    return without_moments(words, slot, found, known) or found if slot.type in NUMERIC else found


def _pieces(words: Words, taken: list[Found]) -> list[tuple[int, Words]]:
    """The parts of a sentence between values that are taken, each with where it begins; the later ones first."""
    ends = [0, *(item.end for item in sorted(taken, key=lambda item: item.start))]
    starts = [*(item.start for item in sorted(taken, key=lambda item: item.start)), len(words)]
    parts = [(begin, end) for begin, end in zip(ends, starts, strict=True) if begin < end]
    return [(begin, slice_of(words, begin, end)) for begin, end in reversed(parts)]


def slice_of(words: Words, start: int, end: int) -> Words:
    """Some of the words of a sentence."""
    return replace(words, tokens=words.tokens[start:end], spans=words.spans[start:end])


def _moved(item: Found, by: int) -> Found:
    return replace(item, start=item.start + by, end=item.end + by)


def _items(words: Words, situation: Situation, name: str, *, asked: bool) -> list[Found]:
    """Every value of a slot in a sentence; of several numbers each by itself."""
    slot = situation.slot(name)
    numbers = [item.start for item in numerals(words.tokens)] if slot.type in NUMERIC else []
    if not 2 <= len(numbers) <= MAX_NUMBERS:
        return situation.find(name, words, asked=asked)
    starts = [0, *numbers[1:]]
    ends = [*numbers[1:], len(words)]
    windows = [(begin, slice_of(words, begin, end)) for begin, end in zip(starts, ends, strict=True)]
    found = [_moved(item, begin) for begin, piece in windows for item in situation.find(name, piece, asked=asked)]
    when = [moment for moment in moments(words) if moment.kind != "measure"]  # "4 people at 8"
    return [item for item in found if not any(moment.holds(item.start, item.end) for moment in when)]


def _named_instead(words: Words, situation: Situation, others: list[str], found: list[Found]) -> SlotValue | None:
    """A value that the slot in question refuses and that the words around give to another one."""
    for name in others:
        if situation.slot(name).type in FREE_TYPES | {"yes_no"}:
            continue
        for item in situation.find(name, words, asked=False):
            claim = Claim(name, item)
            if situation.fits(name, item, words) and _overlaps(item, found) and _tells(words, situation, claim) >= 1:
                return SlotValue(name, item)
    return None


def _tells(words: Words, situation: Situation, claim: Claim) -> float:
    """How much the words around a value tell of a slot."""
    start, end = claim.found.start, claim.found.end
    total = 0.0
    for distance, weight in enumerate(BEHIND):
        if words.pauses_before(end + distance):
            break
        total += weight * situation.names.words.tells(claim.slot, _token(words, end + distance))
    for distance, weight in enumerate(BEFORE):
        if words.pauses_before(start - distance):
            break
        total += weight * situation.names.words.tells(claim.slot, _token(words, start - 1 - distance))
    if situation.slot(claim.slot).type in NUMERIC:  # its unit
        inside = [token for token in words.tokens[start:end] if token not in UNITS and token not in TENS]
        total += sum(situation.names.words.tells(claim.slot, token) for token in inside)
    before = start - 1
    while _token(words, before) in _BETWEEN:
        before -= 1
    if _token(words, before) in situation.names.roles.get(claim.slot, frozenset()):
        total += ROLE
    clock = _token(words, start - 1) in _CLOCK_BEFORE or _token(words, end) in _CLOCK_BEHIND
    if clock and situation.slot(claim.slot).type in ("choice", "time", "datetime"):
        total += CLOCK
    return total


def _undecided(words: Words, found: list[Found]) -> Found | None:
    """ "Friday or saturday": the first of them, to be read back; None when it is decided."""
    if len({item.value for item in found}) < 2:
        return None
    first, second = sorted(found, key=lambda item: item.start)[-2:]
    between = [token for token in words.tokens[first.end : second.start] if token not in FILLERS]
    return replace(first, doubtful=True) if between == ["or"] else None


def _overlaps(item: Found, others: Iterable[Found]) -> bool:
    return any(item.start < other.end and other.start < item.end for other in others)


def _token(words: Words, at: int) -> str:
    return words.tokens[at] if 0 <= at < len(words) else ""
