"""`start` and `resume`: one event in, one sprint out. No clock, no random, no I/O."""

from typing import assert_never

from flows.definition.nodes.prompt import Prompt
from flows.engine.answers import open_question
from flows.engine.asking_leave import leave_asked
from flows.engine.dialogue import MAX_TURNS, hear, silence
from flows.engine.done import begin_turn, record_written
from flows.engine.events import (
    CallEnded,
    CallStarted,
    Event,
    HandedOff,
    KeyPressed,
    ModelReturned,
    SummedUp,
    ToolReturned,
    UserInterrupted,
    UserSaid,
    UserSilent,
)
from flows.engine.frames import ask_for_more, fault, start_flow
from flows.engine.heard import cut_off
from flows.engine.history import remember
from flows.engine.leave_answers import press_leave
from flows.engine.mending import mend
from flows.engine.program import Program
from flows.engine.questions import press
from flows.engine.returns import model_returned, tool_returned
from flows.engine.state import Request, Sprint, State
from flows.engine.summing import summed_up
from flows.engine.turn import Fault, Turn
from flows.engine.walk import follow, walk
from flows.guardrails.disclosure import needs_disclosure

MUST_HEAR = Prompt(barge_in=False, must_hear=True)
"""How words are said again that have to be heard: this time to their end."""


def start(program: Program, event: CallStarted) -> Sprint:
    """The first sprint of a call: the start flow runs until the bot listens."""
    bot = program.bot
    given = {name: value for name, value in event.values.items() if name in bot.variables}
    fresh = State(
        bot.bot,
        "running",
        variables=given,
        channel=event.channel,
        call=event.call or event.now,
        began=event.now,
        language=event.language,
    )
    turn = Turn(program, fresh, event.now)
    start_flow(turn, Request(bot.start), opening=True)
    if bot.start != "on_start" and ("on_start" in bot.flows or needs_disclosure(bot)):
        turn.push("on_start", repair=True)
    walk(turn)
    return turn.sprint()


def resume(program: Program, state: State, event: Event) -> Sprint:
    """What an event leads to. Events that do not fit the state change nothing and leave a line in the trace."""
    turn = Turn(program, state, event.now)
    if state.ended is not None:
        turn.note("ignored", event=event.event, because="the call is over")
        return turn.sprint()
    try:
        if not mend(turn) or isinstance(event, CallEnded):
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
                turn.change(candidates=(), offered_person=False)
                silence(turn)
        case KeyPressed():
            _key(turn, event)
        case UserInterrupted():
            unheard = cut_off(turn.state.last_said, turn.state.must_hear, event.heard)
            turn.change(heard=event.heard, unheard=unheard)
            turn.note("interrupted", heard=event.heard)
        case ToolReturned():
            tool_returned(turn, event)
        case ModelReturned():
            model_returned(turn, event)
        case SummedUp():
            summed_up(turn, event)
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
    remember(turn)
    turn.change(phase="running", turn=turn.state.turn + 1, visits_in_turn=0, last_said=(), heard=None)
    begin_turn(turn)
    unheard = turn.state.unheard
    turn.change(must_hear=(), unheard=())
    for text in unheard:
        turn.say_as_is(text, MUST_HEAR)
    if turn.state.turn > MAX_TURNS:
        turn.say("We have talked for very long. Please call again. Goodbye.")
        turn.end("limit", "turns")
        return False
    return True


def _key(turn: Turn, event: KeyPressed) -> None:
    asks = leave_asked(turn)
    if turn.state.phase == "listening" and ((open_question(turn) or asks) is None or turn.state.offered_person):
        turn.note("key_without_question", key=event.key)
        return
    before, number = turn.state.last_said, turn.state.turn
    past = turn.state.history, turn.state.turn_words, turn.state.turn_asked
    if not _callers_turn(turn, event.event):
        return
    turn.change(patient=False, idle_silences=0, candidates=())
    if (node := open_question(turn)) is not None:
        follow(turn, press(turn, node, event.key))
    elif asks is not None:
        follow(turn, press_leave(turn, asks, event.key))
    if not turn.state.last_said and turn.state.phase == "listening":  # one more of a row of keys, not a turn
        history, words, asked = past
        turn.change(last_said=before, turn=number, history=history, turn_words=words, turn_asked=asked)


def _handed_off(turn: Turn, event: HandedOff) -> None:
    if turn.state.phase != "handed_off":
        turn.note("ignored", event=event.event, because="the call was not handed off")
        return
    if event.outcome == "finished":
        turn.end("handoff")
        return
    record_written(turn, turn.state.stack)
    turn.change(phase="running", stack=())
    turn.note("came_back", outcome=event.outcome)
    if event.outcome == "nobody":
        turn.push("on_error")
    else:
        ask_for_more(turn)
