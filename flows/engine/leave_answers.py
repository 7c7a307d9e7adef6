"""The caller's answer to a call that was read back: only a plain yes has it made."""

import json
from dataclasses import replace
from typing import Any

from flows.definition.nodes.generate import Generate
from flows.definition.nodes.node import Go, Outcome, Wait
from flows.engine.answers import go_on_after
from flows.engine.asking_leave import say_again
from flows.engine.commands import ToolStep
from flows.engine.frames import repair
from flows.engine.meaning import Meaning
from flows.engine.model_tools import call_wish, next_wish, refused
from flows.engine.state import Question, waiting_call
from flows.engine.turn import Turn
from flows.engine.wishes import Rejected, arguments_of


def answer_leave(turn: Turn, node: Generate, meaning: Meaning) -> Outcome:
    """What a sentence does to a call that was read back: a yes has it made, a no drops it, a value changes what the
    model works with and has it asked anew. Whatever is no plain yes makes nothing happen."""
    kinds = meaning.kinds
    if meaning.values or meaning.reopened:
        drop_call(turn, "the caller changed something")
        return go_on_after(turn, meaning)
    yes, no = "affirm" in kinds, bool(kinds & {"deny", "refuse"})
    if yes and not no and not meaning.requests:
        return give_leave(turn, node)
    if no and not yes:
        return refuse_leave(turn, node, "the caller does not want it")
    if "start_flow" in kinds:  # the caller said once more what they are here for
        say_again(turn)
        return Wait()
    return fail_leave(turn, node)


def give_leave(turn: Turn, node: Generate) -> Outcome:
    """The caller said yes, if they have heard to what."""
    waiting, asking = waiting_call(turn.state, turn.top), turn.state.asking
    if waiting is None or asking is None:
        return Go("")
    if not turn.question_heard:
        turn.note("consent_unheard", tool=waiting.tool)
        if not turn.state.last_said:  # else its rest was said again at the beginning of this turn
            say_again(turn)
        return Wait()
    turn.change_top(question=None)
    turn.note("leave_given", tool=waiting.tool)
    try:
        call_wish(turn, waiting, _as_read_back(turn, node, waiting))
    except Rejected as problem:
        _answered(turn, refused(turn, waiting, str(problem)))
        next_wish(turn, node)
    return Wait()


def refuse_leave(turn: Turn, node: Generate, why: str) -> Outcome:
    """The call is dropped; the model is told so, and goes on."""
    waiting = waiting_call(turn.state, turn.top)
    turn.change_top(question=None)
    if waiting is not None:
        turn.note("leave_refused", tool=waiting.tool)
        _answered(turn, replace(waiting, came=json.dumps({"error": f"not done: {why}"})))
    next_wish(turn, node)
    return Wait()


def fail_leave(turn: Turn, node: Generate, *, silent: bool = False) -> Outcome:
    """Neither yes nor no: the bot asks again, and after the last attempt drops the call."""
    question = turn.top.question or Question("confirm")
    question = replace(question, failures=question.failures + 1)
    turn.change_top(question=question)
    turn.note("no_input" if silent else "no_match", count=question.failures)
    if question.failures >= turn.program.bot.defaults.attempts:
        return refuse_leave(turn, node, "the caller did not say yes")
    repair(turn, "on_no_input" if silent else "on_no_match")
    return Go("")


def press_leave(turn: Turn, node: Generate, key: str) -> Outcome:
    """A key of the keypad: 1 is yes, 2 is no."""
    turn.note("key", key=key)
    if key == "1":
        return give_leave(turn, node)
    return refuse_leave(turn, node, "the caller does not want it") if key == "2" else fail_leave(turn, node)


def drop_call(turn: Turn, why: str) -> None:
    """Nothing that was read back, and nothing that waits behind it, is called; the node is visited anew."""
    if (waiting := waiting_call(turn.state, turn.top)) is not None:
        turn.note("leave_refused", tool=waiting.tool, because=why)
        turn.change_top(question=None)
        turn.change(asking=None)


def _as_read_back(turn: Turn, node: Generate, waiting: ToolStep) -> dict[str, Any]:
    """The arguments that the caller has heard, if they still may be given. Raises Rejected."""
    arguments = arguments_of(turn, node, waiting)
    if turn.state.asking is None or arguments != turn.state.asking.read_back:
        raise Rejected("it is not what was read back")
    return arguments


def _answered(turn: Turn, step: ToolStep) -> None:
    """What came of the first call that is left."""
    if (asking := turn.state.asking) is not None:
        turn.change(asking=replace(asking, steps=(*asking.steps, step), left=asking.left[1:]))
