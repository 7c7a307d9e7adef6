"""Which slots have a value for sure when a node is visited: their questions were answered right before it."""

from flows.checks.look import Look
from flows.checks.ways import Spot, Ways
from flows.definition.nodes.ask import Ask
from flows.definition.nodes.decide import Decide
from flows.definition.nodes.say import Say

MAX_NODES = 20
"""So far back is looked; behind more nodes nobody expects an answer to be spoken of."""


class Answered:
    """The slots that were answered, by spot. Where the bot waits for somebody, a caller may have gone astray."""

    def __init__(self, look: Look) -> None:
        self._unread = bool(look.lost.paths)
        ways = Ways(look)
        self._nodes = ways.nodes
        self._begins = {ways.first(flow) for flow in look.bot.flows}
        self._into: dict[Spot, list[tuple[Spot, str]]] = {}
        for spot in ways.nodes:
            for field, target in ways.onward(spot):
                self._into.setdefault(target, []).append((spot, field))

    def before(self, spot: Spot) -> frozenset[str]:
        """The slots that have a value when a node is visited, whichever way leads there."""
        ways: list[str] = []
        seen = [spot]
        for here in seen:  # grows while it is gone through
            if here in self._begins or len(seen) > MAX_NODES or self._unread:
                return frozenset()
            for origin, field in self._into.get(here, ()):
                match self._nodes[origin]:
                    case Ask(slot=slot) if field == "next":
                        ways.append(slot)
                    case Say() | Decide():
                        seen += [origin] if origin not in seen else []
                    case _:
                        return frozenset()
        return frozenset(ways) if len(set(ways)) == 1 else frozenset()
