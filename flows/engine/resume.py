"""`start` and `resume`: one event in, one sprint out. No clock, no random, no I/O."""

from typing import assert_never

from flows.definition.nodes.call import Call
from flows.engine.dialogue import MAX_TURNS, hear, open_question, silence
from flows.engine.events import (
    CallEnded,
    CallStarted,
    Event,
    HandedOff,
    KeyPressed,
    ModelReturned,
    ToolReturned,
    UserInterrupted,
    UserSaid,
    UserSilent,
)
from flows.engine.program import Program
from flows.engine.questions import press
from flows.engine.state import Sprint, State
from flows.engine.turn import Fault, Turn
from flows.engine.walk import ask_for_more, fault, follow, go, start_flow, walk
from flows.expressions.conditions import ConditionFailed


def start(program: Program, event: CallStarted) -> Sprint:
    """The first sprint of a call: the start flow runs until the bot listens."""
    bot = program.bot
    given = {name: value for name, value in event.values.items() if name in bot.variables}
    fresh = State(bot.bot, "running", variables=given, channel=event.channel, call=event.call or event.now)
    turn = Turn(program, fresh, event.now)
    start_flow(turn, bot.start, opening=True)
    walk(turn)
    return turn.sprint()


def resume(program: Program, state: State, event: Event) -> Sprint:
    """What an event leads to. Events that do not fit the state change nothing and leave a line in the trace."""
    turn = Turn(program, state, event.now)
    if state.ended is not None:
        turn.note("ignored", event=event.event, because="the call is over")
        return turn.sprint()
    try:
        _deal_with(turn, event)
        walk(turn)
    except Fault as problem:
        fault(turn, str(problem))
        walk(turn)
    return turn.sprint()


def _deal_with(turn: Turn, event: Event) -> None:
    match event:
        case CallStarted():
            turn.note("ignored", event=event.event, because="the call has started already")
        case UserSaid():
            if _callers_turn(turn, event.event):
                offered = turn.state.candidates
                turn.change(patient=False, idle_silences=0, candidates=())
                hear(turn, event.understanding, offered)
        case UserSilent():
            if _callers_turn(turn, event.event):
                turn.change(candidates=())
                silence(turn)
        case KeyPressed():
            _key(turn, event)
        case UserInterrupted():
            turn.change(heard=event.heard)
            turn.note("interrupted", heard=event.heard)
        case ToolReturned():
            _tool_returned(turn, event)
        case ModelReturned():
            turn.note("ignored", event=event.event, because="no model was asked")
        case HandedOff():
            _handed_off(turn, event)
        case CallEnded():
            turn.end(event.reason)
        case _:
            assert_never(event)


def _callers_turn(turn: Turn, event: str) -> bool:
    """Begin a turn of the caller; False when the bot does not listen now."""
    if turn.state.phase != "listening":
        turn.note("ignored", event=event, because=f"the call is in phase {turn.state.phase}")
        return False
    turn.change(phase="running", turn=turn.state.turn + 1, visits_in_turn=0, last_said=(), heard=None)
    if turn.state.turn > MAX_TURNS:
        turn.say("We have talked for very long. Please call again. Goodbye.")
        turn.end("limit", "turns")
        return False
    return True


def _key(turn: Turn, event: KeyPressed) -> None:
    if turn.state.phase == "listening" and open_question(turn) is None:
        turn.note("key_without_question", key=event.key)
        return
    before, number = turn.state.last_said, turn.state.turn
    if not _callers_turn(turn, event.event) or (node := open_question(turn)) is None:
        return
    turn.change(patient=False, idle_silences=0, candidates=())
    follow(turn, press(turn, node, event.key))
    if not turn.state.last_said and turn.state.phase == "listening":  # one more of a row of keys, not a turn
        turn.change(last_said=before, turn=number)


def _tool_returned(turn: Turn, event: ToolReturned) -> None:
    pending = turn.state.tool
    if pending is None or pending.id != event.id:
        turn.note("ignored", event=event.event, because="nothing waits for this result", id=event.id)
        return
    node = turn.node(turn.top)
    assert isinstance(node, Call)
    turn.change(tool=None, phase="running")
    if event.error is not None:
        turn.note("tool_failed", tool=pending.tool, error=event.error)
        _tool_failed(turn, node)
        return
    turn.note("tool_returned", tool=pending.tool)
    saved = dict(turn.state.variables)
    slots = dict(turn.state.slots)
    for name, expression in node.save.items():
        try:
            values = {**turn.values(), "result": event.result}
            value = turn.program.result_conditions.expression(expression).evaluate(values)
        except ConditionFailed as problem:
            turn.note("result_unusable", tool=pending.tool, problem=str(problem))
            _tool_failed(turn, node)
            return
        (slots if name in turn.program.bot.slots else saved)[name] = value
    turn.change(variables=saved, slots=slots)
    go(turn, node.next)


def _tool_failed(turn: Turn, node: Call) -> None:
    leads_to = node.on_error or turn.program.bot.defaults.on_error
    if leads_to is not None:
        go(turn, leads_to, "on_error")
        return
    turn.note("leads_to", to="on_error", field="on_error")
    frame = turn.pop()
    turn.push("on_error", values=frame.values, later=frame.later, given=frame.given)


def _handed_off(turn: Turn, event: HandedOff) -> None:
    if turn.state.phase != "handed_off":
        turn.note("ignored", event=event.event, because="the call was not handed off")
        return
    if event.outcome == "finished":
        turn.end("handoff")
        return
    turn.change(phase="running", stack=())
    turn.note("came_back", outcome=event.outcome)
    if event.outcome == "nobody":
        turn.push("on_error")
    else:
        ask_for_more(turn)
