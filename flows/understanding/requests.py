"""Requests in a sentence: one, two of different flows, or two of the same ("pay anna 50 and john 60")."""

from collections.abc import Mapping
from dataclasses import dataclass

from flows.definition.asked import asked_slots
from flows.definition.bot import Bot
from flows.engine.acts import Act
from flows.engine.expectation import Expectation
from flows.understanding.clauses import Boundary, boundaries
from flows.understanding.found_values import NUMERIC, SlotValue
from flows.understanding.line import Line
from flows.understanding.reading import Reading, read
from flows.understanding.situation import FREE_TYPES, Situation
from flows.understanding.slot_names import SlotNames

MAX_REQUESTS = 4
"""Requests in one sentence; who asks for more is asked again."""


@dataclass(frozen=True)
class Requests:
    """Makes the acts of requests for flows of one bot."""

    bot: Bot
    names: SlotNames

    def acts(self, line: Line, flow: str, score: float) -> list[Act]:
        """Start a flow with the values that the sentence gives for it; twice when it gives two sets of them."""
        situation = self._situation(flow)
        whole = read(line, situation)
        sets, doubtful = self._sets(line, situation, whole)
        if len(sets) < 2:
            kept = {name: item for name, item in whole.values.items() if name not in doubtful}
            return [Act("start_flow", score, flow=flow), *self._fills(kept)]
        return [act for values in sets for act in (Act("start_flow", score, flow=flow), *self._fills(values))]

    def _situation(self, flow: str) -> Situation:
        asked = asked_slots(self.bot, flow)
        return Situation(self.bot, self.names, Expectation("request", open_slots=asked), {})

    def _sets(self, line: Line, situation: Situation, whole: Reading) -> tuple[list[dict[str, SlotValue]], set[str]]:
        """The sets of values, one for each request; and slots with two numbers that make no second request."""
        sets: list[dict[str, SlotValue]] = [{}]
        doubtful: set[str] = set()
        for part in _parts(line, [boundary for boundary in boundaries(line) if not _inside(line, boundary, whole)]):
            values = _fitting(read(part, situation).values, sets[-1], part, situation)
            again = {name for name in values if name in sets[-1]}
            numbers = {name for name in again if situation.slot(name).type in NUMERIC}
            others = {name for name in again - numbers if values[name].value != sets[-1][name].value}
            if (others or len(again) > 1) and len(sets) < MAX_REQUESTS:
                sets.append(dict(values))
                continue
            doubtful |= numbers
            sets[-1].update(values)
        return sets, doubtful

    def _fills(self, values: Mapping[str, SlotValue]) -> list[Act]:
        """The plainest first; what may be any words comes last."""
        ordered = sorted(values.values(), key=lambda item: self.bot.slots[item.slot].type in FREE_TYPES)
        return [
            Act("fill", item.found.confidence, slot=item.slot, value=item.value, doubtful=item.found.doubtful or None)
            for item in ordered
        ]


def _fitting(
    values: Mapping[str, SlotValue], before: dict[str, SlotValue], part: Line, situation: Situation
) -> dict[str, SlotValue]:
    """ "A toothache since yesterday, and I need to come tomorrow": of two values one that cannot be meant makes no
    request of its own."""
    kept: dict[str, SlotValue] = {}
    for name, item in values.items():
        if name in before and not situation.fits(name, item.found, part.words):
            continue
        if name in before and not situation.fits(name, before[name].found, part.words):
            del before[name]
        kept[name] = item
    return kept


def _parts(line: Line, between: list[Boundary]) -> list[Line]:
    """The clauses behind "and"; commas and opening words part no values."""
    joined = [boundary for boundary in between if boundary.begin > boundary.end]
    starts = [0, *(boundary.begin for boundary in joined)]
    ends = [*(boundary.end for boundary in joined), len(line)]
    return [line.part(start, end) for start, end in zip(starts, ends, strict=True)]


def _inside(line: Line, boundary: Boundary, whole: Reading) -> bool:
    """ "Fifty dollars and ten cents": the "and" is part of a value."""
    joint = line.words.spans[line.at[boundary.end]][0]
    return any(start <= joint < end for start, end in whole.places.values())
