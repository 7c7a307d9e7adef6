"""Which route answers, decided by the state alone: the node's, or another one by its `switch`."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from flows.definition.bot import Bot
from flows.definition.nodes.generate import Generate
from flows.definition.route import MICROS_IN_DOLLAR
from flows.engine.events import ModelReturned
from flows.engine.turn import Turn
from flows.expressions.conditions import ConditionFailed


class Chosen(NamedTuple):
    """A route, and the condition by which it was chosen; none where nothing chose."""

    route: str | None
    because: str | None = None


def own_route(bot: Bot, node: Generate) -> str | None:
    """The route of a node: its own, else the first of the bot."""
    return node.route or next(iter(bot.routes), None)


def chosen(turn: Turn, node: Generate) -> Chosen:
    """The route that answers now. A condition that cannot be worked out does not hold, and the trace says why."""
    bot = turn.program.bot
    name = own_route(bot, node)
    route = bot.routes.get(name or "")
    if route is None or not route.switch:
        return Chosen(name)
    frame = turn.state.top
    values = {
        **turn.values(),
        "turns": turn.state.turn,
        "node": f"{frame.flow}.{frame.node}" if frame is not None else "",
        "complexity": turn.state.mood.complexity,
        "emotion": turn.state.mood.emotion,
        "confidence": turn.state.mood.confidence,
        "failures": turn.state.failed_routes.get(name or "", 0),
        "spent": turn.state.spent_micros / MICROS_IN_DOLLAR,
    }
    conditions = turn.program.conditions_of(frame.flow if frame is not None else None, switch=True)
    for switch in route.switch:
        try:
            if conditions.condition(switch.condition).evaluate(values) is True:
                return Chosen(switch.to, switch.condition)
        except ConditionFailed as problem:
            turn.note("condition_failed", condition=switch.condition, problem=str(problem))
    return Chosen(name)


def with_fallbacks(bot: Bot, name: str | None) -> tuple[str, ...]:
    """A route and those that answer instead of it, in the order in which they are asked; each once."""
    found = [name] if name is not None and name in bot.routes else []
    for route in found:  # grows while it is gone through
        found += [other for other in bot.routes[route].fallbacks if other in bot.routes and other not in found]
    return tuple(found)


def may_answer(bot: Bot, node: Generate) -> tuple[str, ...]:
    """Every route that may be asked for a node, its own first."""
    own = own_route(bot, node)
    switched = [switch.to for switch in bot.routes[own].switch] if own in bot.routes else []
    every = [route for name in (own, *switched) for route in with_fallbacks(bot, name)]
    return tuple(dict.fromkeys(every))


def told_of_route(route: str | None, because: str | None) -> dict[str, str]:
    """What the trace says of it: nothing for a bot without routes."""
    told = {"route": route, "because": because}
    return {name: text for name, text in told.items() if text is not None}


def told_of_answer(event: ModelReturned) -> dict[str, Any]:
    """What the trace says of who answered, and what that cost; nothing where no route did and it cost nothing."""
    return told_of_route(event.route or None, None) | ({"micros": event.micros} if event.micros else {})


def note_routes(turn: Turn, event: ModelReturned) -> None:
    """What models cost, and which routes failed, stays known for the rest of the call."""
    note_failures(turn, event.failed)
    turn.change(spent_micros=turn.state.spent_micros + event.micros)


def note_failures(turn: Turn, names: Iterable[str]) -> None:
    """Routes that were asked and failed; each time counts for their switches."""
    failed = dict(turn.state.failed_routes)
    for name in names:
        failed[name] = failed.get(name, 0) + 1
        turn.note("route_failed", route=name)
    turn.change(failed_routes=failed)
