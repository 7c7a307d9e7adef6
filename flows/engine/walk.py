"""The interpreter: visit nodes, follow edges, end and resume flows, until the caller's turn."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from flows.definition.edges import END, HANDOFF, Next
from flows.definition.nodes.handoff import Handoff as HandoffNode
from flows.definition.nodes.node import Go, Outcome, Wait
from flows.engine.commands import Handoff
from flows.engine.questions import ask_again, fill_early
from flows.engine.state import Frame
from flows.engine.turn import Fault, Turn
from flows.engine.visit import NodeVisit

MAX_NODES = 100
"""Nodes visited without a caller's turn; more is usually a loop. No bot can hang."""
MAX_DEPTH = 20
"""Flows on the stack; callers who digress deeper are lost, or attack."""


def walk(turn: Turn) -> None:
    """Go on from the node on top until the bot waits for somebody."""
    while turn.state.ended is None and turn.state.phase == "running":
        if turn.state.top is None:
            turn.listen()
            return
        if len(turn.state.stack) > MAX_DEPTH:
            _give_up(turn, "depth_limit", f"more than {MAX_DEPTH} flows on top of each other")
            return
        if turn.state.visits_in_turn >= MAX_NODES:
            _give_up(turn, "node_limit", f"more than {MAX_NODES} nodes without a caller's turn")
            return
        visits = turn.state.visits + 1
        turn.change(visits=visits, visits_in_turn=turn.state.visits_in_turn + 1)
        turn.change_top(visit=visits)
        turn.note("visit")
        try:
            follow(turn, turn.node(turn.top).visit(NodeVisit(turn)))
        except Fault as problem:
            fault(turn, str(problem))


def follow(turn: Turn, outcome: Outcome) -> None:
    """Do what a node's visit or an answer came to."""
    match outcome:
        case Wait():
            if turn.state.ended is None and turn.state.phase == "running":
                turn.listen()
        case Go(by=""):
            turn.change(phase="running")  # a flow was laid on top and goes on there
        case Go(by=leads_to, field=field):
            turn.change(phase="running")
            go(turn, leads_to, field)


def go(turn: Turn, leads_to: Next | None, field: str = "next") -> None:
    """Leave the node on top by the edge of a field; None is the next node of the file."""
    frame = turn.top
    flow = turn.flow(frame)
    if leads_to is None:
        leads_to = flow.after(frame.node) or END
    name, branch = turn.branch(leads_to)
    turn.note("leads_to", to=name, field=field, **({} if branch is None else {"branch": branch}))
    if name == END:
        _end_flow(turn)
    elif name == HANDOFF:
        node = turn.node(frame)
        turn.change_top(left=True, question=None)
        hand_over(turn, said=isinstance(node, HandoffNode) and node.say is not None)
    elif name in flow.nodes:
        turn.change_top(node=name, question=None)
    else:
        _move_on(turn, name)


def _move_on(turn: Turn, name: str) -> None:
    """Another flow takes the place of the one on top."""
    frame = turn.pop()
    below = turn.state.top
    if frame.repair and below is not None and below.question is not None:
        turn.change_top(interrupted=True)  # what was only to be repaired is left for a flow of its own
    turn.push(name, values=frame.values, later=frame.later, given=frame.given)
    turn.note("moved_on")


def hand_over(turn: Turn, *, said: bool = False) -> None:
    """`handoff`: run `on_handoff`; inside it, give the call away. `said`: the node had words of its own for it."""
    if any(frame.flow == "on_handoff" for frame in turn.state.stack):
        known = {name: value for name, value in turn.state.slots.items() if value is not None}
        turn.commands.append(Handoff({"flows": [frame.flow for frame in turn.state.stack], "slots": known}))
        turn.change(phase="handed_off")
        turn.note("handed_off")
        return
    turn.push("on_handoff", repair=True, values={"said": said})


def _end_flow(turn: Turn) -> None:
    """The flow on top ends: return to what lies below, start what was asked for, or ask for more."""
    ended = turn.pop()
    turn.trace.append({"flow": ended.flow, "node": ended.node, "why": "flow_ended"})
    over = ended
    while turn.state.top is not None and turn.state.top.left:
        over = turn.pop()
    below = turn.state.top
    if over.repair:
        if below is None and over is not ended:
            ask_for_more(turn)
        elif below is not None:
            _back_to_question(turn, ended)
    elif over.later:
        start_next(turn, over)
    elif below is not None and below.interrupted:
        come_back(turn)
    elif below is not None:
        _back_to_question(turn, ended)
    elif not over.opening:
        ask_for_more(turn)


def _back_to_question(turn: Turn, ended: Frame) -> None:
    """A repair is over: the question below, if there is one, is open again."""
    turn.change_top(interrupted=False)
    if turn.top.question is not None:
        if ended.reask:
            ask_again(turn)
        turn.listen()


def come_back(turn: Turn) -> None:
    """To an interrupted flow that is on top again, by `on_resume`."""
    flow = turn.flow(turn.top)
    repair(turn, "on_resume", description=flow.description or turn.top.flow)


def ask_for_more(turn: Turn) -> None:
    """Nothing is open any more: `on_anything_else`."""
    turn.change(asked_for_more=True)
    repair(turn, "on_anything_else")


def start_next(turn: Turn, over: Frame) -> None:
    """The first of the flows that were asked for together with one that is over."""
    first, *rest = over.later
    start_flow(turn, first, later=tuple(rest), given=over.given)


def start_flow(
    turn: Turn,
    name: str,
    *,
    opening: bool = False,
    later: tuple[str, ...] = (),
    given: Mapping[str, Any] | None = None,
) -> None:
    """Begin a flow on top of the stack; the slots that it asks for are asked for anew.

    `given` are values from the sentence that asked for it and for the flows that come `later`.
    """
    if turn.state.top is not None:
        turn.change_top(interrupted=True)
    turn.change(asked_for_more=False, candidates=(), idle_failures=0)
    asked = turn.program.asked_slots(name)
    values = given or {}
    turn.push(
        name, opening=opening, later=later, given={slot: value for slot, value in values.items() if slot not in asked}
    )
    for slot, value in values.items():
        if slot in asked:
            fill_early(turn, slot, value)


def repair(turn: Turn, name: str, *, reask: bool = True, **values: object) -> None:
    """Lay a repair flow on top; the question below is put again when it ends, unless `reask` is false.

    A repair flow that asks something itself is not laid upon itself: its question is put again.
    """
    if any(frame.flow == name for frame in turn.state.stack) and turn.top.question is not None:
        turn.note("repairing_already", repair=name)
        ask_again(turn)
        turn.listen()
        return
    turn.push(name, repair=True, reask=reask, values=values)


def fault(turn: Turn, problem: str) -> None:
    """The flow on top cannot go on: `on_error`, or the end of the call when that fails too."""
    turn.note("fault", problem=problem)
    frame = turn.state.top
    if frame is None or frame.flow == "on_error" or frame.repair:
        _give_up(turn, "fault", problem)
        return
    turn.change(phase="running", tool=None)
    turn.pop()
    turn.push("on_error", values=frame.values, later=frame.later, given=frame.given)


def _give_up(turn: Turn, code: str, problem: str) -> None:
    turn.note("error", code=code, problem=problem)
    turn.change(stack=tuple(replace(frame, question=None) for frame in turn.state.stack))
    turn.say("I'm sorry, something went wrong on my side. Goodbye.")
    turn.end("error", code)
