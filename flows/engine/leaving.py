"""Cancel: the flow on top, the one that is named, one that waits for its turn, or a correction under way."""

from dataclasses import replace

from flows.engine.corrections import take_back
from flows.engine.done import record, record_dropped
from flows.engine.frames import ask_for_more, come_back, repair, start_next
from flows.engine.holding import cut, take_out
from flows.engine.state import Frame
from flows.engine.turn import Turn


def cancel(turn: Turn, flow: str | None, *, followed: bool = False) -> bool:
    """Leave what the caller wants to leave; False when there is nothing to leave.

    `followed`: the same sentence asks for something else, so nothing is said and nothing else begins.
    """
    stack = turn.state.stack
    if flow is None and take_back(turn):
        repair(turn, "on_cancel")
        return True
    if flow is not None and any(_waits(frame, flow) for frame in stack):
        for request in (request for frame in stack for request in frame.later if request.flow == flow):
            record_dropped(turn, request)
        turn.change(stack=tuple(_without(frame, flow) for frame in stack))
        turn.note("cancelled", cancelled=flow)
        _acknowledge(turn, followed=followed)
        return True
    at = _to_leave(stack, flow)
    if at is None:
        return False
    end = at + 1 if flow is not None else len(stack)
    while end < len(stack) and stack[end].sub:
        end += 1
    left = stack[at]
    was_on_top = end == len(stack)
    record(turn, stack[at:end], left=True)
    turn.note("cancelled", cancelled=left.flow)
    if was_on_top:
        cut(turn, at)
    else:
        take_out(turn, at, end)
    if was_on_top and not followed:
        _go_on_without(turn, left)
    _acknowledge(turn, followed=followed)
    return True


def _to_leave(stack: tuple[Frame, ...], flow: str | None) -> int | None:
    """The frame with which a task begins: sub-flows and repairs belong to the flow below them."""
    if flow is None:
        at = len(stack) - 1
    else:
        at = next((at for at in reversed(range(len(stack))) if stack[at].flow == flow), -1)
    while at > 0 and (stack[at].sub or (flow is None and stack[at].repair and not stack[at].interrupted)):
        at -= 1
    return at if at >= 0 else None


def _go_on_without(turn: Turn, left: Frame) -> None:
    if left.later:
        start_next(turn, left.later)
    elif turn.state.top is None:
        ask_for_more(turn)
    elif turn.top.interrupted:
        come_back(turn)


def _acknowledge(turn: Turn, *, followed: bool) -> None:
    if not followed:
        repair(turn, "on_cancel")


def _waits(frame: Frame, flow: str) -> bool:
    return any(request.flow == flow for request in frame.later)


def _without(frame: Frame, flow: str) -> Frame:
    return replace(frame, later=tuple(request for request in frame.later if request.flow != flow))
