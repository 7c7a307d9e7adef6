"""Callers change their minds: what hung on the old value is taken again, everything else stays as it was.

Every flow keeps the nodes that it was left by (`Frame.path`). A correction sends it back to the first of them that
hangs on what changed; from there the walk goes on as ever, past everything that does not hang on it.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from flows.definition.nodes.ask import Ask
from flows.definition.nodes.flow import RunFlow
from flows.engine.done import record_written
from flows.engine.holding import cut, lowest_with
from flows.engine.needs import needed_names
from flows.engine.state import Correction, Frame, Held, Place, Question, Step
from flows.engine.turn import Turn

MAX_PATH = 200
"""Steps that a flow remembers; a loop that is longer is not taken again from its beginning."""


def remember(turn: Turn, to: str, *, committed: bool = False) -> None:
    """The node on top is left."""
    frame = turn.top
    asked = turn.program.asked_at(frame.flow, frame.node)
    gave = tuple(slot for slot in asked if turn.state.slots.get(slot) is not None)
    step = Step(frame.flow, frame.node, to, committed, gave, put=frame.question is not None)
    settled = frame.correction is not None and frame.correction.slot in asked
    turn.change_top(
        path=(*frame.path, step)[-MAX_PATH:], correction=None if settled else frame.correction,
        stale=tuple(slot for slot in frame.stale if slot not in asked),
    )  # fmt: skip


def pass_by(turn: Turn) -> bool:
    """Go past a node that was left before the correction and does not hang on it. False: it is to be visited."""
    frame = turn.top
    if not frame.retrace:
        return False
    step, rest = frame.retrace[0], frame.retrace[1:]
    if (step.flow, step.node) != (frame.flow, frame.node):  # the correction led elsewhere
        turn.change_top(retrace=(), changed=())
        return False
    ahead = (rest[0].flow, rest[0].node) if rest else (frame.stood.flow, frame.stood.node) if frame.stood else None
    hangs = set(frame.changed) & turn.program.needs(step.flow, step.node)
    lost = {slot for slot in step.gave if turn.state.slots.get(slot) is None}
    asks = bool(lost) and _is_needed(turn, lost, rest)
    if ahead is None or not step.to or hangs or asks:
        rest = _forgetting_again(turn, lost, rest) if asks else rest
        turn.change_top(retrace=rest, early=_known_to_sub_flow(turn, step))
        return False
    turn.note("kept")
    turn.change_top(path=(*frame.path, step), retrace=rest, flow=ahead[0], node=ahead[1])
    return True


def _known_to_sub_flow(turn: Turn, step: Step) -> tuple[str, ...]:
    """What came early; with it what a sub-flow that is run again need not ask again. One with other inputs asks all
    but what was corrected."""
    frame, node = turn.top, turn.node(turn.top)
    if not isinstance(node, RunFlow):
        return frame.early
    anew = set(frame.changed) & needed_names(node)
    known = (slot for slot in step.gave if turn.state.slots.get(slot) is not None)
    return tuple(dict.fromkeys((*frame.early, *(slot for slot in known if not anew or slot in frame.changed))))


def _is_needed(turn: Turn, lost: set[str], rest: tuple[Step, ...]) -> bool:
    """Whether slots that a node gave and that have no value any more are needed by one that is visited behind it."""
    lost, changed = set(lost), set(turn.top.changed)
    for later in rest:
        needs = turn.program.needs(later.flow, later.node)
        lost -= set(turn.program.asked_at(later.flow, later.node))
        if not lost:
            return False
        if needs & changed:  # from here on the way may be another one
            return True
        lost -= set(turn.program.given_at(later.flow, later.node))
    return bool(lost)


def _forgetting_again(turn: Turn, lost: set[str], rest: tuple[Step, ...]) -> tuple[Step, ...]:
    """The nodes behind a question that is put again, so that what forgot its answer does so again."""
    return tuple(
        replace(step, to="")
        if lost & set(turn.program.given_at(step.flow, step.node)) - set(turn.program.asked_at(step.flow, step.node))
        else step
        for step in rest
    )


def take_again(turn: Turn, names: Iterable[str]) -> None:
    """Send every flow back to the first node that hangs on slots which have new values."""
    changed = tuple(names)
    lowest = {name: lowest_with(turn, name) for name in changed}
    at = 0
    while at < len(turn.state.stack):
        frame = turn.state.stack[at]
        own = tuple(name for name in changed if lowest[name] <= at)
        first = min((k for name in own if (k := _first_hanging(turn, frame, name)) is not None), default=None)
        if first is not None:
            _send_back(turn, at, first, own)
        at += 1


def _first_hanging(turn: Turn, frame: Frame, slot: str) -> int | None:
    """The first step since a slot was last asked for that hangs on it."""
    start = next((at for at in reversed(range(len(frame.path))) if _asks(turn, frame.path[at], slot)), 0)
    needs = turn.program.needs
    return next(
        (k for k in range(start, len(frame.path)) if slot in needs(frame.path[k].flow, frame.path[k].node)), None
    )


def _asks(turn: Turn, step: Step, slot: str) -> bool:
    """Whether a node asks for a slot, itself or by the flow that it runs."""
    return slot in turn.program.asked_at(step.flow, step.node)


def _send_back(turn: Turn, at: int, first: int, changed: tuple[str, ...]) -> None:
    _leave_sub_flows(turn, at)
    frame = turn.state.stack[at]
    first = _far_enough(turn, frame.path, first)
    step = frame.path[first]
    turn.note("taken_again", changed=list(changed), back_to=step.node)
    turn.change_frame(
        at, flow=step.flow, node=step.node, question=None, path=frame.path[:first], changed=changed,
        retrace=(*frame.path[first:], Step(frame.flow, frame.node, ""), *frame.retrace), stood=_place(frame),
    )  # fmt: skip


def _far_enough(turn: Turn, path: tuple[Step, ...], first: int) -> int:
    """The step from which a flow can be taken again: where something behind it speaks of an answer that was forgotten
    since, that of its question."""
    program, slots = turn.program, turn.state.slots
    while True:
        gave = {slot: at for at in range(first) for slot in path[at].gave if slots.get(slot) is None}
        read: set[str] = set()
        given: set[str] = set()
        for step in path[first:]:
            read |= program.reads(step.flow, step.node) - given
            given |= set(program.given_at(step.flow, step.node))
        back = min((at for slot, at in gave.items() if slot in read), default=first)
        if back == first:
            return first
        first = back


def _leave_sub_flows(turn: Turn, at: int) -> None:
    """The sub-flows that a flow runs end with it; what they asked for is not asked for again."""
    stack = turn.state.stack
    above = at + 1
    while above < len(stack) and stack[above].sub:
        above += 1
    if above == at + 1:
        return
    known = [slot for frame in stack[at + 1 : above] for slot in turn.program.wanted_slots(frame.flow)]
    early = (slot for slot in known if turn.state.slots.get(slot) is not None)
    frame = replace(stack[at], early=tuple(dict.fromkeys((*stack[at].early, *early))))
    turn.change(stack=(*stack[:at], frame, *stack[above:]))


def _place(frame: Frame) -> Place:
    return Place(frame.flow, frame.node, frame.question, frame.path, frame.retrace)


def too_late(turn: Turn, slot: str) -> bool:
    """Whether something in the world was changed already with the value of a slot."""
    for frame in turn.state.stack[lowest_with(turn, slot) :]:
        first = _first_hanging(turn, frame, slot)
        if slot in frame.sealed or (first is not None and any(step.committed for step in frame.path[first:])):
            return True
    return False


def reopen(turn: Turn, slot: str) -> bool:
    """Ask for a slot again: the caller wants to change it and named no value. False when no open flow asks for it.

    Where its question still lies ahead, the early value is only dropped.
    """
    stack = turn.state.stack
    heights = range(len(stack) - 1, lowest_with(turn, slot) - 1, -1)
    at = next((at for at in heights if slot in turn.program.wanted_slots(stack[at].flow)), None)
    asked = None
    for index in heights:
        steps = [k for k, step in enumerate(stack[index].path) if _asks(turn, step, slot)]
        if steps:
            at, asked = index, steps[-1]
            break
    if at is None:
        return False
    old, had = turn.state.slots.get(slot), _values(turn)
    turn.note("reopened", slot=slot)
    if asked is None:
        asking = next((index for index in heights if _is_open(turn, stack[index], slot)), None)
        if asking is not None:
            cut(turn, asking + 1)
            question = replace(turn.top.question or Question(), kind="slot", confirmed=False)
            turn.change_top(question=question, interrupted=False)
        turn.set_slot(slot, None)
        for index, frame in enumerate(turn.state.stack):
            turn.change_frame(index, early=tuple(name for name in frame.early if name != slot))
        return True
    record_written(turn, stack[at + 1 :])
    cut(turn, at + 1)
    frame = stack[at]
    _send_back(turn, at, asked, (slot,))
    turn.set_slot(slot, None)
    early = tuple(name for name in turn.top.early if name != slot)
    turn.change_top(correction=Correction(slot, old, _place(frame), had), interrupted=False, early=early)
    return True


def _is_open(turn: Turn, frame: Frame, slot: str) -> bool:
    """Whether the question for a slot is the one that a flow has put."""
    node = turn.node(frame)
    return frame.question is not None and isinstance(node, Ask) and node.slot == slot


def snapshot(turn: Turn, slot: str, old: Any) -> Correction:
    """What is needed to take a correction of the flow on top back."""
    return Correction(slot, old, _place(turn.top), _values(turn))


def _values(turn: Turn) -> tuple[Held, ...]:
    known = ((name, value) for name, value in turn.state.slots.items() if value is not None)
    return tuple(Held(name, value, name in turn.state.doubtful) for name, value in known)


def take_back(turn: Turn) -> bool:
    """ "Cancel" during a correction: as if it had not been said. False when none is under way."""
    stack = turn.state.stack
    at = next((at for at in reversed(range(len(stack))) if stack[at].correction is not None), None)
    if at is None:
        return False
    correction = stack[at].correction
    assert correction is not None
    cut(turn, at + 1)
    if stack[at].flow == "on_correction" and at > 0:
        cut(turn, at)
    place = correction.place
    for held in correction.had:
        if turn.state.slots.get(held.slot) is None and held.slot in turn.program.bot.slots:
            turn.set_slot(held.slot, held.value, doubtful=held.doubtful)
    turn.set_slot(correction.slot, correction.old)
    turn.change_top(
        flow=place.flow, node=place.node, question=place.question, path=place.path, retrace=place.retrace,
        correction=None, stood=None,
    )  # fmt: skip
    turn.note("correction_taken_back", slot=correction.slot)
    return True
