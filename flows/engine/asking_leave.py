"""A tool that writes and that a model asks for: read back to the caller, and called after their yes alone.

The words are the bot's: the `confirm` of the tool, or `confirm_tool` of the defaults with the description of the tool
and its arguments. What is read back is what is called. The caller's yes is heard as that to any read-back; nothing that
a model wrote counts for one. Which call waits stands in the state: the question is open in the frame of the node, and
the call is the first of those that its model has asked for.
"""

from dataclasses import replace
from functools import cache
from typing import Any

from flows.definition.nodes.generate import Generate
from flows.definition.nodes.prompt import Prompt
from flows.definition.tool import Tool
from flows.engine.state import Question, waiting_call
from flows.engine.turn import Turn
from flows.values.slot_type import SlotType
from flows.values.slots import SLOT_TYPES

READ_BACK = Prompt(must_hear=True)
"""Callers may speak over it, but a yes counts for nothing before they have heard it to its end."""
_WITH_OPTIONS = frozenset({"choice", "spelled", "digits", "text"})
"""Types whose values are said as they are written where no slot of the bot says how."""


def needs_leave(tool: Tool) -> bool:
    """Whether a caller has to say yes before a model has it called."""
    return tool.effect == "write" and not tool.confirmed


def leave_asked(turn: Turn) -> Generate | None:
    """The node whose model waits for the caller's yes."""
    frame = turn.state.top
    node = turn.node(frame) if frame is not None else None
    return node if isinstance(node, Generate) and waiting_call(turn.state, frame) is not None else None


def ask_leave(turn: Turn, tool: str, arguments: dict[str, Any]) -> None:
    """Read a call back, and wait for the caller."""
    assert turn.state.asking is not None
    turn.change(asking=replace(turn.state.asking, read_back=arguments))
    turn.change_top(question=Question("confirm"))
    turn.note("leave_asked", tool=tool)
    say_again(turn)
    turn.listen()


def say_again(turn: Turn) -> None:
    """What would be done, and whether it shall be."""
    waiting, asking = waiting_call(turn.state, turn.state.top), turn.state.asking
    if waiting is None or asking is None or waiting.tool not in turn.program.bot.tools:
        return
    name, arguments = waiting.tool, asking.read_back
    tool = turn.program.bot.tools[name]
    if tool.confirm is not None:
        turn.say(tool.confirm, READ_BACK, arguments)
        return
    said = ((argument.replace("_", " "), _said(turn, tool, argument, value)) for argument, value in arguments.items())
    what = (tool.description or name.replace("_", " ")).strip().rstrip(".")
    turn.say(
        turn.program.bot.defaults.confirm_tool, READ_BACK, {"tool": what, "details": ", ".join(map(" ".join, said))}
    )


def _said(turn: Turn, tool: Tool, argument: str, value: Any) -> str:
    """A value as the bot says it: as its own slot of that name and type does, or as the type does."""
    kind = tool.arguments.get(argument, "")
    own = turn.program.bot.slots.get(argument)
    slot = own if own is not None and own.type == kind else _of_type(kind, turn.program.bot.region)
    if slot is not None and slot.problem(value) is None:
        return slot.say(value)
    match value:
        case bool():
            return "yes" if value else "no"
        case float() if value.is_integer():
            return str(int(value))
        case list():
            return ", ".join(str(entry) for entry in value)
        case dict():
            return ", ".join(f"{key} {entry}" for key, entry in value.items())
    return str(value)


@cache
def _of_type(kind: str, region: str) -> SlotType | None:
    if kind not in SLOT_TYPES or kind in _WITH_OPTIONS:
        return None
    made: SlotType = SLOT_TYPES[kind](type=kind)  # type: ignore[call-arg]
    return made.at_home(region)
