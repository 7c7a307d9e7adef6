"""Rounds: a flow that leads back to a question wants another answer, though the slot has a value.

A question to which a flow leads back is put again, and so are the other questions of the round when they come, but
those whose slots keep their values as long as there are others. Where the round itself says which question it is
about, only that one is put again and the others are passed: by a `set` that forgets an answer, by `ask_again`, by a
sub-flow that asks. A question that speaks of what was answered anew, or whose answer leads round, is put again in any
case, and no question is passed twice between two turns of the caller.
"""

from collections.abc import Callable, Container
from dataclasses import replace

from flows.definition.nodes.ask import Ask
from flows.definition.nodes.flow import RunFlow
from flows.definition.nodes.node import Node
from flows.definition.nodes.set import Set
from flows.engine.corrections import too_late
from flows.engine.needs import names_in_words
from flows.engine.state import Step
from flows.engine.turn import Turn
from flows.expressions.conditions import words_of


def put_again(turn: Turn, node: Ask) -> bool:
    """Whether a question whose slot is known is put nevertheless. Forgets the round when a new one begins with it."""
    frame = turn.top
    if frame.retrace:
        return False
    if node.ask_again:
        return True
    if node.slot in frame.stale:
        turn.change_top(stale=tuple(slot for slot in frame.stale if slot != node.slot))
        return True
    here = (frame.flow, frame.node)
    last = next((at for at in reversed(range(len(frame.path))) if _at(frame.path[at]) == here), None)
    if last is None or node.slot not in frame.path[last].gave:
        return False
    place = ".".join(here)
    if place in frame.passed:
        turn.note("led_back", slot=node.slot)
        return True
    between = frame.path[last + 1 :]
    given = {name for step in between for name in _given_anew(turn, step)}
    slots, asks = turn.program.bot.slots, turn.program.wanted_slots
    nodes = [turn.program.flows[step.flow].nodes[step.node] for step in between]
    others = any(isinstance(one, Ask) and not slots[one.slot].keep for one in nodes)
    if node.slot not in given and not (slots[node.slot].keep and others):
        if not any(says_what_to_ask(one, slots, lambda flow: bool(asks(flow))) for one in nodes):
            _begin_round(turn, node, last)
            turn.note("led_back", slot=node.slot)
            return True
        if names_in_words(node) & given or leads_round(node):
            turn.note("led_back", slot=node.slot)
            return True
    turn.change_top(passed=(*frame.passed, place))
    return False


def _given_anew(turn: Turn, step: Step) -> tuple[str, ...]:
    """The names that have had new values by a step; a question that was passed gives none."""
    passed = not step.put and isinstance(turn.program.flows[step.flow].nodes[step.node], Ask)
    return () if passed else turn.program.given_at(step.flow, step.node)


def _at(step: Step) -> tuple[str, str]:
    return step.flow, step.node


def says_what_to_ask(node: Node, slots: Container[str], asks: Callable[[str], bool]) -> bool:
    """Whether a node of a round says which question the round is about. `asks`: whether a flow asks for anything."""
    match node:
        case Ask(ask_again=again):
            return again
        case RunFlow(flow=flow):
            return asks(flow)
        case Set(set=given):
            return any(value is None and name in slots for name, value in given.items())
    return False


def leads_round(node: Ask) -> bool:
    """Whether it hangs on the answer itself where a question leads: passed, it would lead the same way again."""
    branches = () if node.next is None or isinstance(node.next, str) else node.next
    return any(node.slot in words_of(branch.condition) for branch in branches if branch.condition is not None)


def _begin_round(turn: Turn, node: Ask, last: int) -> None:
    """Forget the round behind a question: what it asked is asked again, and no correction leads back into it."""
    frame = turn.top
    steps = frame.path[last:]
    slots = turn.program.bot.slots
    asked = {slot for step in steps for slot in turn.program.asked_at(step.flow, step.node)}
    late = (name for name in slots if name not in asked and turn.state.slots.get(name) is not None)
    sealed = (*frame.sealed, *(name for name in late if too_late(turn, name)))
    stale = (slot for slot in asked if slot != node.slot and not slots[slot].keep)
    turn.change_top(
        path=frame.path[:last], stale=tuple(sorted({*frame.stale, *stale} - {node.slot})),
        sealed=tuple(dict.fromkeys(sealed)),
    )  # fmt: skip


def is_stale(turn: Turn, slot: str) -> bool:
    """Whether the value of a slot is the answer of a round that is over."""
    return any(slot in frame.stale for frame in turn.state.stack)


def refresh(turn: Turn, slot: str) -> None:
    """The caller gave a slot a new value: its question need not be put again."""
    stack = turn.state.stack
    if is_stale(turn, slot):
        turn.change(stack=tuple(replace(frame, stale=tuple(s for s in frame.stale if s != slot)) for frame in stack))
