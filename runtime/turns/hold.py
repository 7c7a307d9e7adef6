"""How long silence must last before the bot answers.

A fixed hold is either felt as lag or cuts people off: 200 ms took every pause of half a second for the end. So it
depends on what was said, on what was asked, and on how this caller speaks. Pure: words, acts and numbers in,
milliseconds out.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from flows.engine.acts import Act
from flows.engine.expectation import Expectation
from flows.values.slot_type import SlotType
from runtime.turns.pace import Pace
from runtime.turns.whole import Wholeness, wholeness

WHOLE_MS = 100
"""Nothing can follow: what is left is to see that the sound was not a stop within a word."""
LIKELY_MS = 200
"""After "yes" comes "please" or nothing; its pause is short."""
OPEN_MS = 230
"""A finished sentence in an open question: more cuts off fewer people, and is felt by all (docs/performance.md)."""
MAY_GO_ON_MS = 500
"""The answer has no natural end: a name, an address."""
UNCLEAR_MS = 800
"""Words that mean nothing here are mostly half a sentence, or misheard; asking again may wait."""
BROKEN_MS = 1_000
"""Digits are missing, or the sentence breaks off: pauses of 700 ms are usual there."""
NOTHING_MS = 300
"""No words in it: noise, which is dropped anyway."""
FINISHED, BROKEN_OFF = 0.5, 0.2
"""Of `completeness.finished`: from here on a sentence is taken as finished, and below as broken off."""

_ANSWERS = {
    "confirm": ("affirm", "deny", "correct"),
    "anything_else": ("affirm", "deny"),
    "clarify": ("affirm", "deny", "clarify"),
}
_AT_ANY_TIME = ("goodbye", "repeat", "cancel", "human", "wait", "help")
"""What callers say in a few words, whatever was asked."""


Why = Literal[
    "answer", "incomplete", "may go on", "nothing", "request", "unclear", "unfinished", "undecided", "unheard"
]
"""docs/reference/turn-parts.md tells what each of them means; `voxloom.telemetry.metrics.HOLDS` names the same."""


@dataclass(frozen=True)
class Hold:
    """`ms` of silence, and why, in a word for the call's page and the metrics."""

    ms: int
    why: Why


def hold(
    words: str,
    acts: Sequence[Act],
    expectation: Expectation,
    slot: SlotType | None,
    *,
    finished: float,
    pace: Pace | None = None,
) -> Hold:
    """For what was understood in a pause. `slot`: what was asked for, None where nothing was.

    `finished` is how likely the words are no beginning of a longer sentence, 0 to 1.
    """
    spoken = words.strip()
    if not spoken:
        # One letter or digit alone is often heard as nothing; where it may be a piece of more, more is waited for.
        in_pieces = slot is not None and wholeness(slot, None, "") == "broken"
        return Hold(MAY_GO_ON_MS, "unclear") if in_pieces else Hold(NOTHING_MS, "nothing")
    whole = _answer(spoken, acts, expectation, slot)
    if whole == "whole":
        return Hold(WHOLE_MS, "answer")
    if whole == "broken":
        return Hold(BROKEN_MS, "incomplete")
    if finished < BROKEN_OFF:
        return Hold(BROKEN_MS, "unfinished")
    at_least_ms = (pace or Pace()).at_least_ms
    if whole == "likely":
        return Hold(max(LIKELY_MS, min(at_least_ms, OPEN_MS)), "answer")
    if whole == "open":
        return Hold(max(MAY_GO_ON_MS, at_least_ms), "may go on")
    if not _means_something(acts):
        if expectation.kind in _ANSWERS:  # a yes or a no that was misheard, most likely
            return Hold(MAY_GO_ON_MS, "unclear")
        return Hold(max(_open_ms(finished), UNCLEAR_MS), "unclear")
    return Hold(max(_open_ms(finished), at_least_ms), "request")


def _means_something(acts: Sequence[Act]) -> bool:
    return any(act.act != "out_of_scope" for act in acts)


def _answer(words: str, acts: Sequence[Act], expectation: Expectation, slot: SlotType | None) -> Wholeness | None:
    """How whole the answer to the question is; None for words that are no answer to it."""
    kinds = {act.act for act in acts}
    if expectation.kind == "slot" and slot is not None:
        found = [act for act in acts if act.act in ("fill", "correct") and act.slot == expectation.slot]
        if found or not kinds - {"out_of_scope", "affirm", "deny"}:
            value = (found[-1].value if found[-1].act == "fill" else found[-1].new) if found else None
            return wholeness(slot, value, words)
        return None
    if kinds & set(_ANSWERS.get(expectation.kind, ())):
        return "likely" if len(words.split()) <= 1 else "whole" if "correct" not in kinds else "likely"
    return None


def _open_ms(finished: float) -> int:
    """Between a finished sentence and one that breaks off, in proportion: no caller shall feel a step."""
    share = max(0.0, min(1.0, (FINISHED - finished) / (FINISHED - BROKEN_OFF)))
    return round(OPEN_MS + share * (BROKEN_MS - OPEN_MS))
