"""What flows that come between take from the flows below, and give back.

A flow that begins forgets what it asks for. When it was laid upon another one that had a value there, that value is
held in its frame, and is there again when the flow below goes on.
"""

from dataclasses import replace

from flows.engine.state import Frame, Held
from flows.engine.turn import Turn


def give_back(turn: Turn, gone: Frame, *, left: bool = False) -> None:
    """A flow was taken off the top of the stack: the flows below have again what they had. `left`: it was not gone
    through to its end, so also slots that keep their values have those from before."""
    slots = turn.program.bot.slots
    for held in gone.held:
        if held.slot not in slots or held.value is None:
            continue
        if left or turn.state.slots.get(held.slot) is None or not slots[held.slot].keep:
            _put(turn, held)


def cut(turn: Turn, height: int) -> None:
    """Leave all flows above a height of the stack."""
    while len(turn.state.stack) > height:
        give_back(turn, turn.pop(), left=True)


def take_out(turn: Turn, start: int, end: int) -> None:
    """Leave the flows from one height of the stack to another. What they hold goes to the next flow above them that
    comes between, for the slots that it holds too, and else back to the flows below."""
    stack = turn.state.stack
    gone, above = stack[start:end], stack[end:]
    at = next((number for number, frame in enumerate(above) if not frame.sub), None)
    for frame in reversed(gone):
        for held in frame.held:
            upper = above[at] if at is not None else None
            if upper is None or all(other.slot != held.slot for other in upper.held):
                if held.value is not None:
                    _put(turn, held)
                continue
            assert at is not None
            kept = tuple(held if other.slot == held.slot else other for other in upper.held)
            above = (*above[:at], replace(upper, held=kept), *above[at + 1 :])
    if start == 0 and at is not None:  # no flow is left to which it could be given back
        above = (*above[:at], replace(above[at], held=()), *above[at + 1 :])
    turn.change(stack=(*stack[:start], *above))


def lowest_with(turn: Turn, slot: str) -> int:
    """The height of the undermost flow for which a slot has the value that it has now; those below have another."""
    stack = turn.state.stack
    return next((at for at in reversed(range(len(stack))) if any(held.slot == slot for held in stack[at].held)), 0)


def _put(turn: Turn, held: Held) -> None:
    doubtful = tuple(slot for slot in turn.state.doubtful if slot != held.slot)
    turn.change(
        slots={**turn.state.slots, held.slot: held.value},
        doubtful=(*doubtful, held.slot) if held.doubtful else doubtful,
    )
    turn.note("given_back", slot=held.slot)
