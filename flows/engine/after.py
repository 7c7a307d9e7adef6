"""After something was done: what callers ask about it, put right, or would like to take back.

None of it starts a task again that changed something in the world, nor offers to.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from flows.definition.repair import repair_flows
from flows.engine.answers import open_question
from flows.engine.finished import Done
from flows.engine.frames import ask_for_more, repair, start_flow
from flows.engine.meaning import Meaning
from flows.engine.state import Frame, Request
from flows.engine.turn import Turn

MOST_TOLD = 2
"""Tasks of the same flow that are told of: "twenty to Anna" and "thirty to John"."""
TELLING = 3
"""Characters from which a value in a text is that value: the "2" of a code is no number of people."""
_NO_FACTS = frozenset({"yes_no", "text", "card_number", "iban"})
"""Types that say nothing, or too much, of what was done."""
_LABELLED = frozenset({"integer", "number", "digits", "spelled"})
"""Types whose values need a name beside them: "party size 4"."""


def tell_standing(turn: Turn, about: str) -> None:
    """ "Did you send it?": what was said at the end of the task, or that nothing was done. `about`: a flow or empty."""
    standing, told = _standing(turn, about)
    turn.note("asked_what_was_done", about=about, standing=standing)
    if open_question(turn) is None and turn.state.top is None:
        _go_on(turn)
    repair(turn, "on_status", standing=standing, **_words(turn, told))


def take_further(turn: Turn, meaning: Meaning) -> bool:
    """A correction right after the end of a task: too late when it changed something, else the task once more.

    False when it corrects none.
    """
    named = {*meaning.values, *meaning.reopened}
    last = (done for done in reversed(_known(turn)) if named & set(turn.program.wanted_slots(done.flow)))
    if "correct" not in meaning.kinds or (done := next(last, None)) is None:
        return False
    wanted = turn.program.wanted_slots(done.flow)
    new = {name: value for name, value in meaning.values.items() if name in wanted}
    if done.wrote:
        _too_late(turn, [done], slot=" and ".join((*new, *meaning.reopened)).replace("_", " "))
        return True
    slots = turn.program.bot.slots
    kept = {name: value for name, value in done.values.items() if name in slots and slots[name].type != "yes_no"}
    values = {name: value for name, value in {**kept, **new}.items() if name not in meaning.reopened}
    turn.note("taken_further", again=done.flow, changed=[*new, *meaning.reopened])
    start_flow(turn, Request(done.flow, values, tuple(name for name in new if name in meaning.doubtful)))
    return True


def undo(turn: Turn, flow: str | None) -> bool:
    """ "Cancel the transfer", and it is over: that it is done, or that nothing was. False when there was none."""
    same = [done for done in _known(turn) if done.flow == flow]
    if not same:
        return False
    wrote = [done for done in same if done.wrote]
    if wrote:
        _too_late(turn, wrote[-MOST_TOLD:], slot="")
    else:
        tell_standing(turn, flow or "")
    return True


def _too_late(turn: Turn, told: Sequence[Done], slot: str) -> None:
    turn.note("too_late", done=told[-1].flow)
    if turn.state.top is None:
        _go_on(turn)
    repair(turn, "on_too_late", slot=slot, **_words(turn, told))


def _go_on(turn: Turn) -> None:
    """Nothing is open: the caller may want something else."""
    if turn.state.done:
        ask_for_more(turn)
    else:
        repair(turn, "on_request")


def _known(turn: Turn) -> list[Done]:
    return [done for done in turn.state.done if done.flow in turn.program.flows]


def _standing(turn: Turn, about: str) -> tuple[str, Sequence[Done]]:
    """How what the caller asks about stands, and the tasks of which is told."""
    every = _known(turn)
    wrote = [done for done in every if done.wrote]
    same = [done for done in every if done.flow == about]
    own = [done for done in same if done.wrote]
    task = _open_task(turn)
    if task is not None and about in ("", task.task, task.flow):
        own = own or [done for done in wrote if done.flow in (task.task, task.flow)]
        now = [Done(task.flow, {}, wrote=True, told=task.told)] if task.wrote else []
        return ("done", now) if now else ("open", own[-MOST_TOLD:])
    if about and not same:
        return ("other", wrote[-1:]) if wrote else ("nothing", ())
    if not every:
        return "nothing", ()
    chosen = same if about else [done for done in every if done.flow == (wrote or every)[-1].flow]
    own = [done for done in chosen if done.wrote]
    if chosen[-1].left:
        return "left", own[-MOST_TOLD:]
    if not own and not chosen[-1].told:
        return "nothing", ()
    return "done", own[-MOST_TOLD:] or chosen[-1:]


def _open_task(turn: Turn) -> Frame | None:
    """The topmost task in progress: the frame with which it began."""
    tasks = (frame for frame in reversed(turn.state.stack) if not frame.sub)
    return next((frame for frame in tasks if not frame.repair and frame.flow not in repair_flows()), None)


def _words(turn: Turn, told: Sequence[Done]) -> dict[str, Any]:
    """What was said at the end of tasks, and the values of those that changed something, as far as they were not."""
    words = " ".join(dict.fromkeys(text for done in told for text in done.told))
    facts = [", ".join(_facts(turn, done, words)) for done in told if done.wrote]
    return {"told": words, "facts": "; ".join(fact for fact in facts if fact)}


def _facts(turn: Turn, done: Done, words: str) -> Iterable[str]:
    for name, value in done.values.items():
        slot = turn.program.bot.slots.get(name)
        if slot is None or slot.type in _NO_FACTS or getattr(slot, "past", False):
            continue  # a day that is past tells who somebody is
        said = slot.say(value)
        if len(said) >= TELLING and re.search(rf"(?<!\w){re.escape(said.lower())}(?!\w)", words.lower()):
            continue
        yield f"{name.replace('_', ' ')} {said}" if slot.type in _LABELLED else said
