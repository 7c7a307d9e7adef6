"""What is remembered of tasks that are over, and what they said at their end."""

from collections.abc import Sequence
from dataclasses import replace

from flows.definition.repair import repair_flows
from flows.engine.finished import Done
from flows.engine.state import Frame, Request
from flows.engine.turn import Turn

MAX_DONE = 6
"""Tasks of a call that are remembered; callers ask about the last ones."""
MAX_TOLD = 4
"""Texts of a task's end that are remembered."""


def begin_turn(turn: Turn) -> None:
    """The caller speaks: what was said before is the end of no task, unless something was changed by then."""
    for at, frame in enumerate(turn.state.stack):
        if frame.passed or (frame.told and not frame.wrote):
            turn.change_frame(at, told=frame.told if frame.wrote else (), passed=())


def tell(turn: Turn, before: int) -> None:
    """The flow on top has spoken. `before`: the number of texts of this turn until then."""
    texts = turn.state.last_said[before:]
    if texts and not turn.top.repair:
        turn.change_top(told=(*turn.top.told, *texts)[-MAX_TOLD:])


def written(turn: Turn) -> None:
    """The flow on top has changed something: what it says from here on is its end."""
    turn.change_top(told=turn.top.told if turn.top.wrote else (), wrote=True)


def hand_down(turn: Turn, ended: Frame) -> None:
    """A sub-flow is over: what it did and said counts for the flow that ran it, which is on top."""
    if ended.wrote or ended.told:
        told = (*(turn.top.told if turn.top.wrote or not ended.wrote else ()), *ended.told)
        turn.change_top(told=told[-MAX_TOLD:], wrote=turn.top.wrote or ended.wrote)


def record(turn: Turn, frames: Sequence[Frame], *, left: bool = False) -> None:
    """A task is over: the frame that it began with, and those of its sub-flows. `left`: the caller did not want it."""
    frame = frames[0]
    wrote = any(one.wrote for one in frames)
    flow = _named(turn, frame)
    if frame.sub or (not wrote and (frame.repair or frame.opening or flow in repair_flows())):
        return
    told = tuple(text for one in frames if one.wrote or not wrote for text in one.told)[-MAX_TOLD:]
    wanted = turn.program.wanted_slots(flow)
    values = {name: value for name in wanted if (value := turn.state.slots.get(name)) is not None}
    _add(turn, Done(flow, values, wrote, told if wrote or not left else (), left and not wrote))


def record_dropped(turn: Turn, request: Request) -> None:
    """A request that waited for its turn is dropped."""
    _add(turn, Done(request.flow, request.values, left=True))


def record_written(turn: Turn, frames: Sequence[Frame]) -> None:
    """Flows that are cut off: those that changed something are remembered."""
    for frame in frames:
        if frame.wrote:
            record(turn, [replace(frame, sub=False)])


def _add(turn: Turn, done: Done) -> None:
    turn.change(done=(*turn.state.done, done)[-MAX_DONE:])


def _named(turn: Turn, frame: Frame) -> str:
    """The flow that a caller would name: the one that was asked for, also when it moved on to another."""
    flows = turn.program.flows
    names = [name for name in (frame.task, frame.flow) if name in flows]
    return next((name for name in names if flows[name].triggers), names[0])
