"""What comes back from outside: tools, language models, knowledge bases."""

from typing import Any

from flows.definition.edges import HANDOFF, Next
from flows.definition.nodes.answer import Answer
from flows.definition.nodes.call import Call
from flows.definition.nodes.generate import Generate
from flows.definition.tool import Tool
from flows.engine.done import tell
from flows.engine.events import ModelReturned, ToolReturned
from flows.engine.fitting import fits_type
from flows.engine.frames import move_on, too_often_nowhere
from flows.engine.guarding import answer_in_place, note
from flows.engine.model_tools import asks_for_tools, tool_of_model_returned
from flows.engine.routing import note_routes, told_of_answer
from flows.engine.trips import first_stop
from flows.engine.turn import Turn
from flows.engine.walk import go
from flows.expressions.conditions import ConditionFailed

INTERRUPTED = "interrupted"
"""The error of a tool that was broken off, or taken back, since the caller wants something else."""


def tool_returned(turn: Turn, event: ToolReturned) -> None:
    """A tool's result is kept by `save`; one that failed, or gave what it must not give, takes `on_error`."""
    pending = turn.state.tool
    if pending is None or pending.id != event.id:
        turn.note("ignored", event=event.event, because="nothing waits for this result", id=event.id)
        return
    turn.change(tool=None, phase="running")
    node = turn.node(turn.top)
    if not isinstance(node, Call | Generate):
        turn.note("ignored", event=event.event, because="the call has moved on", id=event.id)
        return
    if event.error == INTERRUPTED:
        turn.note("tool_interrupted", tool=pending.tool, **(event.result if isinstance(event.result, dict) else {}))
        turn.listen()  # to what the caller has said meanwhile
        return
    note(turn, event.trips)
    if (trip := first_stop(event.trips)) is not None and trip.action == "handoff":
        turn.note("tool_failed", tool=pending.tool, error=event.error or "refused")
        go(turn, HANDOFF)
        return
    if isinstance(node, Generate):
        tool_of_model_returned(turn, node, event)
        return
    if event.error is not None:
        turn.note("tool_failed", tool=pending.tool, error=event.error)
        _leave_by(turn, "on_error", node.on_error)
        return
    tool = turn.program.bot.tools[pending.tool]
    if (problem := misfit(tool, event.result)) is not None:
        turn.note("result_unusable", tool=pending.tool, problem=problem)
        _leave_by(turn, "on_error", node.on_error)
        return
    turn.note("tool_returned", tool=pending.tool)
    try:
        conditions = turn.program.conditions_of(turn.top.flow, result=True)
        values = {**turn.values(), "result": event.result}
        kept = {name: conditions.expression(text).evaluate(values) for name, text in node.save.items()}
    except ConditionFailed as problem:
        turn.note("result_unusable", tool=pending.tool, problem=str(problem))
        _leave_by(turn, "on_error", node.on_error)
        return
    for name, value in kept.items():
        turn.keep(name, value)
    go(turn, node.next, committed=tool.effect == "write")


def misfit(tool: Tool, result: Any) -> str | None:
    """Why a result is not what the tool declares; None when it fits. Fields that it leaves out are none of this."""
    if not tool.returns or not isinstance(result, dict):
        return None
    for name, kind in tool.returns.items():
        value = result.get(name)
        if value is not None and not fits_type(kind, value):
            return f"`{name}` should be {kind}, and is {type(value).__name__}"
    return None


def _leave_by(turn: Turn, field: str, own: Next | None, *, committed: bool = False) -> None:
    """Take the way out of a node, the bot's default, or the built-in flow. `committed`: as for `go`."""
    defaults = turn.program.bot.defaults
    leads_to = own or (defaults.on_error if field == "on_error" else None)
    if leads_to is not None:
        go(turn, leads_to, field, committed=committed)
        return
    built_in = "on_error" if field == "on_error" else "on_cannot_help"
    turn.note("leads_to", to=built_in, field=field)
    move_on(turn, built_in)


def model_returned(turn: Turn, event: ModelReturned) -> None:
    """A model's words are spoken, its values kept; an answer that is not sure takes `on_unknown`."""
    pending = turn.state.model
    if pending is None or pending.id != event.id:
        turn.note("ignored", event=event.event, because="nothing waits for this model", id=event.id)
        return
    turn.change(model=None, phase="running")
    note_routes(turn, event)
    node = turn.node(turn.top)
    before = len(turn.state.last_said)
    note(turn, event.trips)
    wrote = _wrote(turn)
    match node:
        case Generate() | Answer() if (trip := first_stop(event.trips)) is not None and event.error is None:
            turn.say_as_is(event.text, node)
            for name in node.extract if isinstance(node, Generate) else ():
                turn.keep(name, None)
            go(turn, answer_in_place(turn, trip) or node.next, committed=wrote)
        case Answer() if event.error == "unknown":
            turn.note("answer_unknown", **told_of_answer(event))
            _unknown(turn, node)
        case Generate() | Answer() if event.error is not None:
            if event.text:  # spoken while it came, before it failed
                turn.change(last_said=(*turn.state.last_said, " ".join(event.text.split())))
            turn.note("model_failed", error=event.error, **told_of_answer(event))
            _leave_by(turn, "on_error", node.on_error, committed=wrote)
        case Answer():
            if turn.top.guessed:
                turn.change_top(guessed=False)
                turn.change(idle_failures=0)
            turn.say_as_is(event.text, node)
            tell(turn, before)
            turn.note("answered", sources=list(event.sources), **told_of_answer(event))
            go(turn, node.next)
        case Generate() if event.tools:
            if node.speak:
                turn.say_as_is(event.text, node)
                tell(turn, before)
            if not asks_for_tools(turn, node, event):
                turn.note("model_failed", error="tools without end")
                _leave_by(turn, "on_error", node.on_error, committed=wrote)
        case Generate():
            turn.change(asking=None)
            if node.speak:
                turn.say_as_is(event.text, node)
                tell(turn, before)
            for name, kind in node.extract.items():
                value = event.values.get(name)
                turn.keep(name, value if value is None or fits_type(kind, value) else None)
            extracted = sorted(name for name in node.extract if name in event.values)
            turn.note("model_returned", extracted=extracted, **told_of_answer(event))
            go(turn, node.next, committed=wrote)
        case _:
            turn.note("ignored", event=event.event, because="the call has moved on", id=event.id)


def _wrote(turn: Turn) -> bool:
    """Whether a tool that the model of this visit asked for has changed something: it is not to be taken again."""
    asking = turn.state.asking
    return asking is not None and asking.wrote and asking.visit == turn.top.visit


def _unknown(turn: Turn, node: Answer) -> None:
    """No document answers. What fitted no intent either has led nowhere, as words that were misheard do."""
    guessed = turn.top.guessed
    turn.change_top(guessed=False)
    if guessed and too_often_nowhere(turn):
        move_on(turn, "on_cannot_help")
    else:
        _leave_by(turn, "on_unknown", node.on_unknown)
