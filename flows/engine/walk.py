"""The interpreter: visit nodes, follow edges, end and resume flows, until the caller's turn."""

from dataclasses import replace

from flows.definition.edges import END, HANDOFF, Next
from flows.definition.nodes.node import Go, Outcome, Wait
from flows.engine.commands import Handoff
from flows.engine.questions import ask_again
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
        turn.visited += 1
        if turn.visited > MAX_NODES:
            _give_up(turn, "node_limit", f"more than {MAX_NODES} nodes without a caller's turn")
            return
        turn.change(visits=turn.state.visits + 1)
        turn.change_top(visit=turn.state.visits)
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
        case Go(by=leads_to):
            turn.change(phase="running")
            go(turn, leads_to)


def go(turn: Turn, leads_to: Next | None) -> None:
    """Leave the node on top by an edge; None is the next node of the file."""
    frame = turn.top
    flow = turn.flow(frame)
    if leads_to is None:
        leads_to = flow.after(frame.node) or END
    name = turn.branch(leads_to)
    turn.note("leads_to", to=name)
    if name == END:
        _end_flow(turn)
    elif name == HANDOFF:
        hand_over(turn)
    elif name in flow.nodes:
        turn.change_top(node=name, question=None)
    else:
        turn.pop()
        turn.push(name, opening=frame.opening, repair=False, values=frame.values)
        turn.note("moved_on")


def hand_over(turn: Turn) -> None:
    """`handoff`: run `on_handoff`; inside it, give the call away."""
    if any(frame.flow == "on_handoff" for frame in turn.state.stack):
        known = {name: value for name, value in turn.state.slots.items() if value is not None}
        turn.commands.append(Handoff({"flows": [frame.flow for frame in turn.state.stack], "slots": known}))
        turn.change(phase="handed_off")
        turn.note("handed_off")
        return
    turn.push("on_handoff")


def _end_flow(turn: Turn) -> None:
    """The flow on top ends: return to what lies below, start what was asked for, or ask for more."""
    ended = turn.pop()
    turn.trace.append({"flow": ended.flow, "node": ended.node, "why": "flow_ended"})
    below = turn.state.top
    if ended.repair:
        if below is not None:
            if below.interrupted:  # `on_resume` ended
                turn.change_top(interrupted=False)
            if turn.top.question is not None:
                if ended.reask:
                    ask_again(turn)
                turn.listen()
        return
    if below is not None and below.interrupted:
        turn.push("on_resume", repair=True, values={"description": turn.flow(below).description or below.flow})
        return
    if turn.state.later:
        first, *rest = turn.state.later
        turn.change(later=tuple(rest))
        start_flow(turn, first)
        return
    if not ended.opening:
        turn.change(asked_for_more=True)
        turn.push("on_anything_else", repair=True)


def start_flow(turn: Turn, name: str, *, opening: bool = False) -> None:
    """Begin a flow on top of the stack; the slots that it asks for are asked for anew."""
    if len(turn.state.stack) >= MAX_DEPTH:
        _give_up(turn, "depth_limit", f"more than {MAX_DEPTH} flows on top of each other")
        return
    if turn.state.top is not None:
        turn.change_top(interrupted=True)
    asked = turn.program.asked_slots(name)
    kept = {
        slot: value
        for slot, value in turn.state.slots.items()
        if slot not in asked or turn.program.bot.slots[slot].keep
    }
    turn.change(slots=kept, asked_for_more=False, candidates=(), idle_failures=0)
    turn.push(name, opening=opening)


def repair(turn: Turn, name: str, *, reask: bool = True, **values: object) -> None:
    """Lay a repair flow on top; the question below is put again when it ends, unless `reask` is false."""
    turn.push(name, repair=True, reask=reask, values=values)


def fault(turn: Turn, problem: str) -> None:
    """The flow on top cannot go on: `on_error`, or the end of the call when that fails too."""
    turn.note("fault", problem=problem)
    if turn.top.flow == "on_error" or turn.top.repair:
        _give_up(turn, "fault", problem)
        return
    turn.change(phase="running", tool=None)
    frame = turn.pop()
    turn.push("on_error", opening=False, values=frame.values)


def _give_up(turn: Turn, code: str, problem: str) -> None:
    turn.note("error", code=code, problem=problem)
    turn.change(stack=tuple(replace(frame, question=None) for frame in turn.state.stack))
    turn.say("I'm sorry, something went wrong on my side. Goodbye.")
    turn.end("error", code)
