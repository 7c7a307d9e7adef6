"""Tools in a `generate` node: the model asks, the engine decides and has them called, and the results go back to it.

No step of it is the model's: which tools, how often, with what, and where the conversation goes, stand in the bot.
"""

import json
from dataclasses import replace
from typing import Any

from flows.definition.nodes.generate import Generate
from flows.definition.tool import Tool
from flows.engine.asking_leave import ask_leave, needs_leave
from flows.engine.commands import CallTool, ToolStep
from flows.engine.done import written
from flows.engine.events import ModelReturned, ToolReturned
from flows.engine.history import Hidden, allowed_for
from flows.engine.routing import chosen
from flows.engine.state import Asking, PendingTool
from flows.engine.turn import Turn
from flows.engine.visit import NodeVisit
from flows.engine.wishes import MOST_ROUNDS, Rejected, arguments_of
from flows.values.slots import SLOT_TYPES

MOST_IN_A_ROUND = 3
"""Tools that one answer may ask for; each of them keeps the caller waiting."""
MOST_CHARACTERS = 4_000
"""Of a result as the model gets it: what is longer is cut, and says so."""
_UNSEEN = {
    *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070), 0xFEFF, 0x00AD, 0x180E,
    *range(0xFE00, 0xFE10), *range(0xE0000, 0xE0200),
}  # fmt: skip
"""Characters that people do not see and models read: joiners, directions, variants, tags (Unicode 16, section 23)."""


def asks_for_tools(turn: Turn, node: Generate, event: ModelReturned) -> bool:
    """The model asks for tools. What it may not have is refused and told to it; the rest is called, one by one.

    False where it asks although it was offered none any more: it does not come to an end.
    """
    place = f"{turn.top.flow}.{turn.top.node}"
    before = turn.state.asking
    asking = before if before is not None else Asking(place, turn.top.visit)
    wishes = [ToolStep(one.id, one.tool, one.asked, round=asking.rounds) for one in event.tools]
    if asking.rounds >= MOST_ROUNDS:
        for wish in wishes:
            refused(turn, wish, "it has asked for tools often enough")
        turn.change(asking=None)
        return False
    wishes[MOST_IN_A_ROUND:] = [refused(turn, wish, "too many at once") for wish in wishes[MOST_IN_A_ROUND:]]
    turn.change(asking=replace(asking, rounds=asking.rounds + 1, left=tuple(wishes)))
    next_wish(turn, node)
    return True


def tool_of_model_returned(turn: Turn, node: Generate, event: ToolReturned) -> None:
    """A tool that a model asked for has come back."""
    asking = turn.state.asking
    if asking is None or not asking.left:
        turn.note("ignored", event=event.event, because="no model waits for this result", id=event.id)
        return
    first, *left = asking.left
    tool = turn.program.bot.tools[first.tool]
    if event.error is not None:
        turn.note("tool_failed", tool=first.tool, error=event.error)
        came = json.dumps({"error": event.error})
    else:
        turn.note("tool_returned", tool=first.tool)
        if tool.effect == "write":
            written(turn)
        came = _told(turn, node, tool, event.result)
    wrote = asking.wrote or (event.error is None and tool.effect == "write")
    steps = (*asking.steps, replace(first, came=came))
    turn.change(asking=replace(asking, steps=steps, left=tuple(left), wrote=wrote))
    next_wish(turn, node)


def next_wish(turn: Turn, node: Generate) -> None:
    """Call the next tool; when none is left, the model goes on."""
    while (asking := turn.state.asking) is not None and asking.left:
        first, *left = asking.left
        if not first.came:
            try:
                arguments = arguments_of(turn, node, first)
            except Rejected as problem:
                first = refused(turn, first, str(problem))
            else:
                if needs_leave(turn.program.bot.tools[first.tool]):
                    ask_leave(turn, first.tool, arguments)
                else:
                    call_wish(turn, first, arguments)
                return
        turn.change(asking=replace(asking, steps=(*asking.steps, first), left=tuple(left)))
    NodeVisit(turn).ask_model(node)


def call_wish(turn: Turn, wish: ToolStep, arguments: dict[str, Any]) -> None:
    """Have a tool called that a model asked for."""
    tool = turn.program.bot.tools[wish.tool]
    asking = turn.state.asking
    number = len(asking.steps) if asking is not None else 0
    key = turn.idempotency_key(tool.idempotency_key, {"tool": wish.tool, **arguments}) if tool.idempotency_key else None
    visit = NodeVisit(turn)
    call = CallTool(
        f"{turn.unique_id('tool')}-{number}", wish.tool, arguments, tool.timeout, tool.effect, key,
        values=visit.named_by_request(tool, arguments), on_interrupt=tool.on_interrupt, undo=visit.undo_of(tool),
    )  # fmt: skip
    turn.commands.append(call)
    turn.change(phase="tool", tool=PendingTool(call.id, wish.tool, arguments))
    turn.note("tool_called", tool=wish.tool, by="model")


def refused(turn: Turn, wish: ToolStep, reason: str) -> ToolStep:
    """A tool that is not called, with what its model is told."""
    known = wish.tool if wish.tool in turn.program.bot.tools else "unknown"
    turn.note("tool_rejected", tool=known, because=reason)
    return replace(wish, came=json.dumps({"error": f"rejected: {reason}"}))


def _told(turn: Turn, node: Generate, tool: Tool, result: Any) -> str:
    """A result as the model gets it: as a text, without values that it may not have and signs that nobody sees."""
    route = chosen(turn, node).route
    allowed = allowed_for(turn.program.bot, node, route)
    if isinstance(result, dict):
        result = {name: _allowed(tool, name, value, allowed) for name, value in result.items()}
    text = json.dumps(result, ensure_ascii=False, default=str)
    text = Hidden(turn, allowed).values_out_of("".join(sign for sign in text if ord(sign) not in _UNSEEN))
    return text if len(text) <= MOST_CHARACTERS else text[:MOST_CHARACTERS] + "… (cut)"


def _allowed(tool: Tool, name: str, value: Any, allowed: frozenset[str]) -> Any:
    kind = tool.gives.get(name, "")
    personal = SLOT_TYPES[kind].personal_by_itself if kind in SLOT_TYPES else None
    return value if personal is None or personal in allowed or value is None else f"[{personal}]"
