"""What a sentence says of slots: values, values that are not meant, slots that are to be changed."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from flows.understanding.address_answers import mended_address
from flows.understanding.bare_values import bare_values
from flows.understanding.clauses import MAX_CAREFUL_WORDS, clauses
from flows.understanding.found_values import SlotValue
from flows.understanding.known_values import as_known, in_loose_words, of_others
from flows.understanding.line import Line
from flows.understanding.named_slots import Named, named
from flows.understanding.negated import negated
from flows.understanding.openings import Opening, opening
from flows.understanding.phrases import phrases, word_set
from flows.understanding.situation import FREE_TYPES, Situation
from flows.understanding.slot_values import find_values, slice_of
from flows.values.words import FILLERS, Words
from flows.values.yes_no import yes_or_no

FILE = "corrections.yaml"
MAX_PARTS = 6
"""Corrections inside one sentence; more is noise."""
SURE_NAME = 2.0
"""A word that tells so much of a slot names it: part of its name or its description."""


@dataclass
class Reading:
    """Values by slot; later ones of a sentence take the place of earlier ones."""

    opening: Opening
    values: dict[str, SlotValue] = field(default_factory=dict)
    dropped: dict[str, Any] = field(default_factory=dict)
    """Values that the caller said are not meant."""
    to_change: list[str] = field(default_factory=list)
    """Slots that the caller named as wrong."""
    places: dict[str, tuple[int, int]] = field(default_factory=dict)
    """Where the values stand, in characters of the sentence."""
    said: dict[str, Words] = field(default_factory=dict)
    """The words of the values."""
    taken: int = 0
    """How many words these take."""
    denies: bool = False
    """A "no" in the middle: "fifty? no, sixty"."""

    @property
    def covered(self) -> float:
        """Which part of what was meant is understood, 0 to 1."""
        meaning = [token for token in self.opening.rest.tokens if token not in FILLERS]
        return 1.0 if self.to_change or self.dropped else min(1.0, self.taken / max(1, len(meaning)))

    def explained(self, situation: Situation) -> float:
        """The same, where words that tell nothing, or only name the slots of the values, need no explanation."""
        tells = situation.names.words.tells
        meaning = [
            token
            for token in self.opening.rest.tokens
            if token not in word_set("naming.yaml", "stop") and token not in FILLERS
        ]
        naming = [token for token in meaning if any(tells(name, token) >= 1 for name in self.values)]
        return max(self.covered, min(1.0, (self.taken + len(naming)) / max(1, len(meaning))))

    @property
    def only_asks(self) -> bool:
        """Whether the sentence is a question: "is john the landlord?"."""
        tokens = self.opening.rest.tokens
        asks = phrases(FILE, "asking").whole(tokens) is not None
        return asks and not self.puts_right and phrases(FILE, "asking_for").whole(tokens) is None

    @property
    def puts_right_something(self) -> bool:
        """Whether it is said what is wrong."""
        return bool(self.dropped or self.to_change)

    @property
    def puts_right(self) -> bool:
        """Whether the words themselves say that something is put right."""
        return bool(self.dropped or self.to_change or self.denies or self.opening.corrects)


def read(line: Line, situation: Situation) -> Reading:
    """The slots of a sentence, in the light of what the bot asked and knows."""
    begin = opening(line)
    mend = mended_address(line, situation)
    whole, line = line, mend[1] if mend is not None else line
    result = _read(line, situation, Reading(opening(line) if mend is not None else begin))
    if mend is not None:
        _put_address_right(result, mend[0], whole)
    result.values = as_known(line, result.values, result.said, situation)
    result.values = of_others(result.values, result.said, situation)
    result.values = in_loose_words(result.values, result.dropped, situation)
    return result


def _put_address_right(result: Reading, item: SlotValue, line: Line) -> None:
    result.dropped.pop(item.slot, None)
    result.to_change = [name for name in result.to_change if name != item.slot]
    _add(result, item, line.words)


def _read(line: Line, situation: Situation, result: Reading) -> Reading:
    begin = result.opening
    if len(line) > MAX_CAREFUL_WORDS:
        for part in (line.part(0, MAX_CAREFUL_WORDS), line.part(len(line) - MAX_CAREFUL_WORDS)):
            every = (*situation.others, *([situation.asked] if situation.asked is not None else []))
            for item in find_values(part.words, situation, every, asked=situation.asked):
                _add(result, item, part.words)
        return result
    for shorter in begin.shorter():
        if (found := named(shorter.rest, situation)) is not None and _take_named(result, found, situation):
            result.opening = shorter
            return result
    for part in _parts(result, situation):
        _take(result, part, situation, situation.asked)
    bare = bare_values(begin, situation) if not result.values and not result.puts_right_something else []
    if len(bare) == 1:
        _add(result, bare[0], begin.rest.words)
    if len(bare) < 2:  # of several slots it is unclear which one is meant, and so is the "no"
        _take_answer(result, line, situation)
    _put_right_the_last(result, situation)
    return result


def _parts(result: Reading, situation: Situation) -> list[Line]:
    """The clauses that name no slot, those that stand together as one; what the others say is taken."""
    rest = result.opening.rest
    groups: list[list[int]] = []
    joined = False
    for start, end in clauses(rest):
        clause = rest.part(start, end)
        found = named(opening(clause).rest, situation)
        if found is not None and _take_named(result, found, situation):
            result.taken += len(clause)
            joined = False
        elif joined:
            groups[-1][1] = end
        else:
            groups.append([start, end])
            joined = True
    return [rest.part(start, end) for start, end in groups]


def _take_named(result: Reading, found: Named, situation: Situation) -> bool:
    """Whether it was a correction after all: there is a new value, or an old one that is wrong."""
    trial = Reading(result.opening, dict(result.values), dict(result.dropped), list(result.to_change))
    for name in found.slots:
        trial.values.pop(name, None)
        if found.value is not None:
            _take(trial, found.value, situation, name)
            free = situation.slot(name).type in FREE_TYPES and name not in trial.values
            if free and (item := free_value(found.value, name, situation)) is not None:
                _add(trial, item, found.value.words)
        if name not in trial.values and name in situation.filled and not found.only_with_value:
            trial.to_change.append(name)
    if not any(name in trial.values or name in trial.to_change for name in found.slots):
        return False
    result.values, result.dropped, result.to_change = trial.values, trial.dropped, trial.to_change
    result.places |= trial.places
    result.said |= trial.said
    result.taken += trial.taken
    return True


def _take(result: Reading, part: Line, situation: Situation, asked: str | None, depth: int = 0) -> None:
    """The values of a part. `asked`: the slot for which it is most likely."""
    if not len(part) or depth > MAX_PARTS:
        return
    if (not_meant := negated(part, situation)) is not None:
        result.dropped[not_meant.slot] = not_meant.value
        for side in (not_meant.before, not_meant.behind):
            _take(result, opening(side).rest, situation, not_meant.slot, depth + 1)
        return
    repair = phrases(FILE, "repairs").inside(part.tokens[1:])
    if repair is not None and repair.end + 1 < len(part):
        before = dict(result.values)
        _take(result, part.part(0, repair.start + 1), situation, asked, depth + 1)
        known = {**result.values}
        _take(result, part.part(repair.end + 1), situation, asked, depth + 1)
        again = {name for name, item in result.values.items() if name in known and known[name] is not item}
        result.denies |= "no" in part.tokens[repair.start + 1 : repair.end + 1] and bool(again)
        if result.values != before or asked is None:
            return
    every = (*situation.others, *([situation.asked] if situation.asked is not None else []))
    for item in find_values(part.words, situation, every, asked=asked):
        _add(result, item, part.words)
    if asked is not None and asked not in result.values and (name := _free_value(part, asked, situation, result)):
        _add(result, name, part.words)


def _add(result: Reading, item: SlotValue, words: Words) -> None:
    found = item.found
    result.values[item.slot] = item
    result.taken += found.end - found.start
    result.said[item.slot] = slice_of(words, found.start, found.end)
    if found.start < found.end:
        result.places[item.slot] = words.spans[found.start][0], words.spans[found.end - 1][1]


def _free_value(part: Line, asked: str, situation: Situation, result: Reading) -> SlotValue | None:
    """A name, or a text, where the words say that one is put right: "not john, jimmy"."""
    opens = asked == situation.asked and not situation.reads_back
    if opens or result.values or not (result.puts_right or asked != situation.asked):
        return None
    return free_value(part, asked, situation)


def free_value(part: Line, name: str, situation: Situation) -> SlotValue | None:
    """Words as the value of a slot that takes nearly any."""
    slot = situation.slot(name)
    if slot.type not in FREE_TYPES or (slot.type == "person" and not may_be_name(_behind_i_am(part))):
        return None
    found = slot.find(part.words, asked=True)
    return SlotValue(name, found[0]) if found and yes_or_no(part.words) is None else None


def _behind_i_am(part: Line) -> tuple[str, ...]:
    """ "I am John Smith" has words that no name has, as "I'm John Smith" has not."""
    start = phrases("naming.yaml", "i_am").at_start(part.tokens)
    return part.tokens[start.end if start is not None else 0 :]


def _take_answer(result: Reading, line: Line, situation: Situation) -> None:
    """Yes and no, which the opening took away, and answers that an opening word was part of."""
    asked = situation.asked
    if asked is None or asked in result.values:
        return
    slot = situation.slot(asked)
    if slot.type == "yes_no":
        said = _behind_yes_or_no(result.opening, line) if situation.reads_back else line
        tells = situation.names.words.tells
        named_too = any(tells(asked, token) >= SURE_NAME for token in said.tokens)
        answer = yes_or_no(said.words)
        # A "no" beside a correction of something else answers that, and a "yes" beside one is no consent.
        # Nor is a "no" beside what is known already: "no, it's friday" where it is Friday.
        once_more = bool(result.values) and result.opening.kinds >= {"no", "make"}
        answers = named_too if situation.reads_back else not _changes(result, situation) and not once_more
        if answer is not None and answers:
            _add(result, SlotValue(asked, answer), said.words)
    elif slot.type not in FREE_TYPES and result.opening.kinds and not result.values and not result.dropped:
        for item in find_values(line.words, situation, (), asked=asked):
            _add(result, item, line.words)


def _put_right_the_last(result: Reading, situation: Situation) -> None:
    """ "No, I meant hillside" to "which site shall get them?": it is the site before that was meant."""
    asked = situation.asked
    if asked is None or situation.reads_back or asked not in result.values or not result.opening.takes_back:
        return
    if situation.slot(asked).type == "yes_no":  # the "no" is the answer, and takes nothing back
        return
    item, tells = result.values[asked], situation.names.words.tells
    if any(tells(asked, token) >= SURE_NAME for token in result.opening.rest.tokens):
        return
    for name in reversed(situation.filled):
        alike = situation.slot(name).type == situation.slot(asked).type
        fits = situation.slot(name).problem(item.value) is None
        if alike and fits and name not in result.values and situation.known[name] != item.value:
            del result.values[asked]
            result.values[name] = SlotValue(name, item.found)
            return


def _behind_yes_or_no(begin: Opening, line: Line) -> Line:
    """ "No, it's not urgent": the no is for the read-back, what follows is for the slot."""
    ends = [end for kind, end in begin.steps if kind in ("yes", "no")]
    return line.part(ends[0]) if ends else line


def _changes(result: Reading, situation: Situation) -> bool:
    changed = any(
        situation.known.get(name) != item.value for name, item in result.values.items() if name in situation.filled
    )
    return changed or bool(result.dropped or result.to_change)


def may_be_name(tokens: Iterable[str]) -> bool:
    """Whether words can be a name and are no sentence."""
    return not any(token in word_set("naming.yaml", "not_names") for token in tokens)
