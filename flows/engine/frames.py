"""What is laid on the stack of flows and taken off it: requests, repairs, returns, the hand-over, the way out."""

from dataclasses import replace

from flows.definition.nodes.ask import Ask
from flows.definition.nodes.call import Call
from flows.definition.nodes.flow import RunFlow
from flows.definition.nodes.generate import Generate
from flows.definition.repair import repair_flows
from flows.engine.asking_leave import leave_asked
from flows.engine.commands import Handoff
from flows.engine.questions import ask_again, fill_early
from flows.engine.state import Frame, Request
from flows.engine.summary import summary
from flows.engine.turn import Fault, Turn

MAX_IDLE_FAILURES = 3
"""Sentences in a row that lead nowhere before the bot says that it cannot help."""
MAX_SUB_FLOWS = 10
"""Sub-flows within sub-flows; more is a flow that runs itself."""


def start_flow(
    turn: Turn, request: Request, *, opening: bool = False, guessed: bool = False, later: tuple[Request, ...] = ()
) -> None:
    """Begin a flow on top of the stack; the slots that it asks for are asked for anew, but for those in the request.

    `guessed`: nobody asked for it; whether the sentence leads anywhere shows when it is looked up.
    """
    if turn.state.top is not None:
        turn.change_top(interrupted=True)
    turn.change(asked_for_more=False, candidates=(), idle_failures=turn.state.idle_failures if guessed else 0)
    turn.push(request.flow, opening=opening, guessed=guessed, later=later)
    for slot, value in request.values.items():
        if slot in turn.program.wanted_slots(request.flow):
            turn.hold([slot])
            refusal = fill_early(turn, slot, value, doubtful=slot in request.doubtful)
            if refusal is not None:
                turn.say_as_is(refusal)


def too_often_nowhere(turn: Turn) -> bool:
    """Count a sentence that led nowhere; whether it is the last one before the bot says that it cannot help."""
    failures = turn.state.idle_failures + 1
    turn.change(idle_failures=failures % MAX_IDLE_FAILURES)
    return failures >= MAX_IDLE_FAILURES


def start_next(turn: Turn, waiting: tuple[Request, ...]) -> None:
    """The first of the flows that were asked for together with one that is over."""
    start_flow(turn, waiting[0], later=waiting[1:])


def move_on(turn: Turn, name: str) -> None:
    """Another flow takes the place of the one on top; a sub-flow that gives up takes the flows that ran it along."""
    frame = turn.pop()
    if frame.sub and name in repair_flows():
        frame = _drop_callers(turn, frame)
    below = turn.state.top
    if frame.repair and below is not None and below.question is not None:
        turn.change_top(interrupted=True)  # what was only to be repaired is left for a flow of its own
    turn.push(
        name, values=frame.values, later=frame.later, early=frame.early, path=frame.path, sub=frame.sub,
        retrace=frame.retrace, changed=frame.changed, stood=frame.stood, task=_task(frame), wrote=frame.wrote,
        told=frame.told, held=frame.held, stale=frame.stale, passed=frame.passed, sealed=frame.sealed,
    )  # fmt: skip
    turn.note("moved_on")


def _task(frame: Frame) -> str:
    """The flow with which a task began."""
    return "" if frame.repair else frame.task or frame.flow


def _drop_callers(turn: Turn, gone: Frame) -> Frame:
    """Take the flows away that wait for a sub-flow which is gone; the undermost of them, with what all have done."""
    dropped = gone
    while turn.state.top is not None and isinstance(turn.node(turn.top), RunFlow):
        above, dropped = dropped, turn.pop()
        if above.wrote:
            dropped = replace(dropped, wrote=True, told=(*(dropped.told if dropped.wrote else ()), *above.told))
        if not dropped.sub:
            break
    return dropped


def run_sub_flow(turn: Turn, node: RunFlow) -> None:
    """Lay a sub-flow on the one on top. Raises Fault when too many run each other."""
    if sum(frame.sub for frame in turn.state.stack) >= MAX_SUB_FLOWS:
        raise Fault(f"more than {MAX_SUB_FLOWS} sub-flows run each other")
    given = {name: turn.literal(value) for name, value in node.arguments.items()}
    inputs = {name: given.get(name) for name in turn.program.flows[node.flow].inputs}
    turn.push(node.flow, sub=True, values=inputs, early=turn.top.early)


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


def come_back(turn: Turn) -> None:
    """To an interrupted flow that is on top again, by `on_resume`."""
    root = next(frame for frame in reversed(turn.state.stack) if not frame.sub)
    description = turn.flow(root).description or root.flow.replace("_", " ")
    repair(turn, "on_resume", description=description)


def ask_for_more(turn: Turn) -> None:
    """Nothing is open any more: `on_anything_else`."""
    turn.change(asked_for_more=True)
    repair(turn, "on_anything_else")


def hand_over(turn: Turn, *, reason: str, said: bool = False, note: str = "") -> None:
    """`handoff`: run `on_handoff`; inside it, give the call away. `said`: the node had words of its own for it."""
    if any(frame.flow == "on_handoff" for frame in turn.state.stack):
        turn.commands.append(Handoff(summary(turn)))
        turn.change(phase="handed_off")
        turn.note("handed_off")
        return
    turn.push("on_handoff", repair=True, values={"said": said, "reason": reason, "note": note})


def back_to_question(turn: Turn, *, reask: bool) -> None:
    """What lay on top is over: the question below, if there is one, is open again; else the flow goes on.

    A question whose answer was given meanwhile, to another flow that asked for the same, is settled.
    """
    turn.change_top(interrupted=False)
    node, question = turn.node(turn.top), turn.top.question
    if isinstance(node, Ask) and question is not None and turn.state.slots.get(node.slot) is None:
        turn.change_top(question=replace(question, kind="slot", confirmed=False))  # nothing is there to be read back
    if isinstance(node, Generate) and leave_asked(turn) is None:
        turn.change_top(question=None)  # its model is asked anew: another one has had tools called meanwhile
    if reask and _answered_meanwhile(turn):
        turn.change_top(question=None)
    if turn.top.question is not None:
        if reask:
            ask_again(turn)
        turn.listen()


def _answered_meanwhile(turn: Turn) -> bool:
    node, question = turn.node(turn.top), turn.top.question
    if not isinstance(node, Ask) or node.ask_again or question is None or question.kind != "slot":
        return False
    return turn.state.slots.get(node.slot) is not None


def broken_off(turn: Turn) -> bool:
    """Whether the flow on top stands at a tool that was broken off: it goes on by calling it again."""
    return turn.state.top is not None and isinstance(turn.node(turn.top), Call)


def taken_back(turn: Turn) -> bool:
    """Whether that tool writes: it was taken back, and is called again only when the caller says so."""
    node = turn.node(turn.top) if turn.state.top is not None else None
    return isinstance(node, Call) and turn.program.bot.tools[node.tool].effect == "write"


def fault(turn: Turn, problem: str) -> None:
    """The flow on top cannot go on: `on_error`, or the end of the call when that fails too."""
    turn.note("fault", problem=problem)
    frame = turn.state.top
    if frame is None or frame.flow == "on_error" or frame.repair:
        give_up(turn, "fault", problem)
        return
    turn.change(phase="running", tool=None, model=None)
    turn.pop()
    frame = _drop_callers(turn, frame) if frame.sub else frame
    turn.push(
        "on_error", values=frame.values, later=frame.later, task=_task(frame), wrote=frame.wrote, told=frame.told,
        held=frame.held,
    )  # fmt: skip


def give_up(turn: Turn, code: str, problem: str) -> None:
    """Nothing helps any more: a spoken apology, and the end."""
    turn.note("error", code=code, problem=problem)
    turn.change(stack=tuple(replace(frame, question=None) for frame in turn.state.stack))
    turn.say_as_is(turn.program.translated(turn.program.bot.defaults.apology, turn.state.language))
    turn.end("error", code)
