"""The interpreter: visit nodes, follow edges, end and resume flows, until the caller's turn."""

from typing import Any

from flows.definition.edges import END, HANDOFF, Next
from flows.definition.nodes.flow import RunFlow
from flows.definition.nodes.node import Go, Outcome, Wait
from flows.engine.corrections import pass_by, remember
from flows.engine.done import hand_down, record, written
from flows.engine.frames import (
    ask_for_more,
    back_to_question,
    come_back,
    fault,
    give_up,
    hand_over,
    move_on,
    start_next,
    taken_back,
)
from flows.engine.holding import give_back
from flows.engine.state import Frame
from flows.engine.turn import Fault, Turn
from flows.engine.visit import NodeVisit
from flows.expressions.conditions import ConditionFailed

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
            give_up(turn, "depth_limit", f"more than {MAX_DEPTH} flows on top of each other")
            return
        if turn.state.visits_in_turn >= MAX_NODES:
            give_up(turn, "node_limit", f"more than {MAX_NODES} nodes without a caller's turn")
            return
        if pass_by(turn):
            continue
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


def go(turn: Turn, leads_to: Next | None, field: str = "next", *, committed: bool = False) -> None:
    """Leave the node on top by the edge of a field; None is the next node of the file.

    `committed`: the node changed something in the world.
    """
    frame = turn.top
    flow = turn.flow(frame)
    if leads_to is None:
        leads_to = flow.after(frame.node) or END
    name, branch = turn.branch(leads_to)
    turn.note("leads_to", to=name, field=field, **({} if branch is None else {"branch": branch}))
    remember(turn, name, committed=committed)
    if committed:
        written(turn)
    if name == END:
        _end_flow(turn)
    elif name == HANDOFF:
        given: dict[str, Any] = turn.top.values
        turn.change_top(left=True, question=None)
        reason = given.get("reason") or {"on_fail": "no answer", "on_error": "error"}.get(field, "flow")
        hand_over(
            turn, reason=reason, said=given.get("handoff_said") is True, note=str(given.get("handoff_note") or "")
        )
    elif name in flow.nodes:
        turn.change_top(node=name, question=None)
    else:
        move_on(turn, name)


def _end_flow(turn: Turn) -> None:
    """The flow on top ends: return to what lies below, start what was asked for, or ask for more."""
    ended = turn.pop()
    turn.trace.append({"flow": ended.flow, "node": ended.node, "why": "flow_ended"})
    if ended.sub:
        _return(turn, ended)
        return
    over = ended
    record(turn, [ended])
    give_back(turn, ended)
    while turn.state.top is not None and turn.state.top.left:
        over = turn.pop()
        record(turn, [over])
        give_back(turn, over)
    below = turn.state.top
    if over.repair:
        if below is None and over is not ended:
            ask_for_more(turn)
        elif below is not None:
            back_to_question(turn, reask=ended.reask)
            if over.flow != "on_resume" and taken_back(turn):
                turn.listen()  # nothing was said that asks for it again
    elif over.later:
        start_next(turn, over.later)
    elif below is not None and below.interrupted:
        come_back(turn)
    elif below is not None:
        back_to_question(turn, reask=ended.reask)
    elif not over.opening:
        ask_for_more(turn)


def _return(turn: Turn, ended: Frame) -> None:
    """A sub-flow has ended: its outputs go to the flow that ran it, which goes on."""
    values = {**turn.state.variables, **turn.state.slots, **ended.values}
    result = {name: values.get(name) for name in turn.flow(ended).outputs}
    node = turn.node(turn.top) if turn.state.top is not None else None
    if not isinstance(node, RunFlow):
        raise Fault("a sub-flow ended, and no flow waits for it")
    hand_down(turn, ended)
    asked = turn.program.wanted_slots(ended.flow)
    turn.change_top(early=tuple(name for name in turn.top.early if name not in asked), interrupted=False)
    for name, expression in node.save.items():
        turn.keep(name, _output(turn, expression, result))
    go(turn, node.next, committed=ended.wrote)


def _output(turn: Turn, expression: str, result: dict[str, Any]) -> Any:
    """What `save` takes out of a sub-flow's outputs; one without a value gives none."""
    conditions = turn.program.conditions_of(turn.top.flow, result=True)
    try:
        return conditions.expression(expression).evaluate({**turn.values(), "result": result})
    except ConditionFailed as problem:
        turn.note("output_missing", problem=str(problem))
        return None
