"""A tool that a model asks for: whether it may have it, with these arguments.

Decided by the bot and the state alone; what the model was told or has in mind counts for nothing.
"""

import json
from functools import cache
from typing import Any

from flows.definition.bot import Bot
from flows.definition.nodes.generate import Generate
from flows.definition.tool import Tool
from flows.engine.commands import ToolStep
from flows.engine.fitting import fits_type
from flows.engine.history import Hidden
from flows.engine.turn import Turn
from flows.values.slot_type import SlotType
from flows.values.slots import SLOT_TYPES

MOST_CHARACTERS = 4_000
"""Of the arguments of one call; a caller tells no bot as much."""
MOST_OF_ONE = 1_000
"""Of one argument: a minute of speech."""
MOST_ROUNDS = 3
"""Answers of a model that ask for tools, at one visit of a node; the next one gets none offered, and has to speak."""
_STRICT = ("date", "time", "datetime", "email", "phone", "iban", "card_number")
"""Types whose values have one form, which can be looked at without knowing a slot."""


class Rejected(ValueError):
    """The model does not get the tool; the message is one line for the model and the trace, and names no value."""

    logs_its_words = True


def offered(bot: Bot, node: Generate) -> tuple[str, ...]:
    """The tools of a node that its model may ask for."""
    return tuple(name for name in node.tools if name in bot.tools and why_not(bot, bot.tools[name]) is None)


def why_not(bot: Bot, tool: Tool) -> str | None:
    """Why no model may call a tool; None where one may."""
    verifying = any(other.verifies is not None for other in bot.tools.values())
    if tool.effect == "write" and not tool.anybody and verifying:
        return "it writes, and callers have to be who they say they are"
    if tool.verifies is not None:
        return "it says who callers are"
    return "it takes long" if tool.background else None


def arguments_of(turn: Turn, node: Generate, wish: ToolStep) -> dict[str, Any]:
    """The arguments with which the tool is called. Raises Rejected."""
    bot = turn.program.bot
    if wish.tool not in node.tools or wish.tool not in bot.tools:
        raise Rejected("there is no such tool here")
    tool = bot.tools[wish.tool]
    if (reason := why_not(bot, tool)) is not None:
        raise Rejected(f"it is not for models: {reason}")
    given = _read(wish.asked)
    if unknown := sorted(given.keys() - tool.arguments.keys()):
        raise Rejected(f"it takes no `{unknown[0][:40]}`")
    if missing := [name for name in tool.arguments if given.get(name) is None]:
        raise Rejected(f"it needs `{missing[0]}`")
    hidden = Hidden(turn, frozenset((*node.allow, *tool.allow)))
    for name, value in given.items():
        _check(name, tool.arguments[name], value)
        if not hidden.allows(value):
            raise Rejected(f"`{name}` holds something personal that it may not be given")
    return given


def _read(text: str) -> dict[str, Any]:
    if len(text) > MOST_CHARACTERS:
        raise Rejected("its arguments are too long")
    try:
        given = json.loads(text or "{}", parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise Rejected("its arguments are no JSON") from None
    if not isinstance(given, dict):
        raise Rejected("its arguments are no JSON object")
    return given


def _no_number(_text: str) -> None:
    raise ValueError("no number")


def _check(name: str, kind: str, value: Any) -> None:
    if not fits_type(kind, value):
        raise Rejected(f"`{name}` should be {kind}")
    if len(json.dumps(value)) > MOST_OF_ONE:
        raise Rejected(f"`{name}` is too long")
    slot = _slot(kind)
    if slot is not None and slot.problem(value) is not None:
        raise Rejected(f"`{name}` is no {kind.replace('_', ' ')} as it is written in JSON")


@cache
def _slot(kind: str) -> SlotType | None:
    made: SlotType | None = SLOT_TYPES[kind](type=kind) if kind in _STRICT else None  # type: ignore[call-arg]
    return made
