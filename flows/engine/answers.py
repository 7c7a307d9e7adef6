"""Answers to the open question: its value, other values, corrections, yes and no."""

from dataclasses import replace
from typing import Any

from flows.definition.nodes.ask import Ask
from flows.definition.nodes.node import Go, Outcome
from flows.engine.corrections import reopen, snapshot, take_again, too_late
from flows.engine.frames import repair, taken_back
from flows.engine.meaning import Meaning
from flows.engine.questions import answer, ask_once_more, confirmed, denied, fail, fill_early
from flows.engine.rounds import is_stale
from flows.engine.state import Question
from flows.engine.turn import Turn


def open_question(turn: Turn) -> Ask | None:
    """The question to which the caller's next words are the answer."""
    frame = turn.state.top
    if frame is None or frame.question is None:
        return None
    node = turn.node(frame)
    return node if isinstance(node, Ask) else None


def answer_question(turn: Turn, node: Ask, meaning: Meaning) -> Outcome:
    """What a sentence does to the open question."""
    question, kinds = turn.top.question or Question(), meaning.kinds
    own = node.slot in meaning.values
    consents = meaning.values.get(node.slot) is True or (
        question.kind == "confirm" and "affirm" in kinds and not meaning.values and not meaning.reopened
    )
    if consents and not turn.question_heard:
        turn.note("consent_unheard", slot=node.slot)
        return ask_once_more(turn, node)
    others = Meaning(values={name: value for name, value in meaning.values.items() if name != node.slot})
    taken = _take(turn, replace(others, doubtful=meaning.doubtful))
    if taken.late:
        repair(turn, "on_too_late", slot=_named(taken.late))
        return Go("")
    if isinstance(meaning.values.get(node.slot), bool) and (taken.corrected or taken.refusal or meaning.reopened):
        own = False  # "no, three" and "yes, but three" answer a question that is no longer the same: it is put again
    if own and not taken.corrected:
        if taken.refusal is not None:
            turn.say_as_is(taken.refusal)
        return answer(turn, node, meaning.values[node.slot], doubtful=node.slot in meaning.doubtful)
    if own:
        taken = taken.joined(
            _take(turn, Meaning(values={node.slot: meaning.values[node.slot]}, doubtful=meaning.doubtful))
        )
    if taken.refusal is not None:
        turn.say_as_is(taken.refusal)
        if not taken.corrected:
            return ask_once_more(turn, node)
    if taken.corrected:
        read_back = node.confirm is not None and (own or question.kind == "confirm")
        return _corrected(turn, taken.corrected, read_back=read_back, answered=node.slot if own else None)
    if meaning.reopened:
        return _reopened(turn, node, question, meaning.reopened[0])
    if meaning.values:
        return ask_once_more(turn, node)
    if question.kind == "confirm" and "affirm" in kinds:
        return confirmed(turn, node)
    if question.kind == "confirm" and "deny" in kinds:
        return denied(turn, node)
    if "start_flow" in kinds:  # the caller said once more what they are here for
        return ask_once_more(turn, node)
    return fail(turn, node)


def go_on_after(turn: Turn, meaning: Meaning) -> Outcome:
    """What a sentence does to a flow whose tool was broken off: a correction leads back, all else lets it go on."""
    taken = _take(turn, meaning)
    if taken.late:
        repair(turn, "on_too_late", slot=_named(taken.late))
    elif taken.refusal is not None:
        turn.say_as_is(taken.refusal)
    elif taken.corrected:
        return _corrected(turn, taken.corrected, read_back=False, answered=None)
    elif meaning.reopened and not too_late(turn, meaning.reopened[0]):
        reopen(turn, meaning.reopened[0])
    elif taken_back(turn) and "affirm" not in meaning.kinds:
        repair(turn, "on_no_match")
    return Go("")


class Taken:
    """What became of values that were no answer: slots with new values, those for which it is too late, a refusal."""

    def __init__(self) -> None:
        self.corrected: dict[str, tuple[Any, Any]] = {}
        self.late: list[str] = []
        self.refusal: str | None = None

    def joined(self, other: "Taken") -> "Taken":
        """Both together."""
        self.corrected |= other.corrected
        self.refusal = self.refusal or other.refusal
        return self


def _take(turn: Turn, meaning: Meaning) -> Taken:
    taken = Taken()
    for name, value in meaning.values.items():
        before = None if is_stale(turn, name) else turn.state.slots.get(name)
        if before is not None and before != value and too_late(turn, name):
            turn.note("too_late", slot=name)
            taken.late.append(name)
            continue
        refusal = fill_early(turn, name, value, doubtful=name in meaning.doubtful)
        taken.refusal = taken.refusal or refusal
        if refusal is None and before is not None and turn.state.slots.get(name) != before:
            taken.corrected[name] = before, value
    return taken


def take_values(turn: Turn, meaning: Meaning) -> None:
    """Values in a sentence that goes on to something else: kept for when the flow on top goes on."""
    node = open_question(turn)
    taken = _take(turn, meaning)
    if taken.refusal is not None:
        turn.say_as_is(taken.refusal)
    if taken.corrected:
        take_again(turn, taken.corrected)
    elif node is not None and node.slot in meaning.values and turn.state.slots.get(node.slot) is not None:
        turn.change_top(question=None)  # the flow goes on behind it


def _corrected(turn: Turn, corrected: dict[str, tuple[Any, Any]], *, read_back: bool, answered: str | None) -> Outcome:
    """Say what was understood, unless it is read back next, and go back to what hangs on it.

    `answered`: the slot of the open question, when the same sentence answered it.
    """
    slots = turn.program.bot.slots
    old = " and ".join(slots[name].say(before) for name, (before, _) in corrected.items())
    new = " and ".join(slots[name].say(after) for name, (_, after) in corrected.items())
    first = next(iter(corrected))
    undo = snapshot(turn, first, corrected[first][0])
    heard_in_it = read_back and set(corrected) <= turn.program.needs(turn.top.flow, turn.top.node)
    take_again(turn, corrected)
    if answered is not None and answered not in corrected and turn.state.slots.get(answered) is not None:
        turn.change_top(question=None)  # the flow goes on behind it
    if not heard_in_it:
        turn.push(
            "on_correction", repair=True, correction=undo, values={"slot": _named(corrected), "old": old, "new": new}
        )
    return Go("")


def _reopened(turn: Turn, node: Ask, question: Question, slot: str) -> Outcome:
    """The caller wants to change a slot, and named no value."""
    if too_late(turn, slot):
        repair(turn, "on_too_late", slot=_named([slot]))
        return Go("")
    if slot == node.slot:
        return denied(turn, node) if question.kind == "confirm" else ask_once_more(turn, node)
    if not reopen(turn, slot):
        return fail(turn, node)
    if turn.top.question is not None:  # its question lies ahead
        repair(turn, "on_correction", slot=_named([slot]), old="", new="")
    return Go("")


def _named(slots: Any) -> str:
    return " and ".join(name.replace("_", " ") for name in slots)
