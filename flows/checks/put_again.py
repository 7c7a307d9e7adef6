"""Questions that may be put though their slots are known, since their flow leads back to them (docs/adr/0016)."""

from collections.abc import Callable, Iterator
from functools import cached_property

from flows.checks.circles import circles
from flows.checks.look import Look
from flows.checks.silence import given_names
from flows.checks.ways import Spot, Ways
from flows.definition.nodes.ask import Ask
from flows.definition.nodes.node import Node
from flows.definition.nodes.set import Set
from flows.engine.needs import names_in_words
from flows.engine.rounds import leads_round, says_what_to_ask


class PutAgain:
    """Tells of a question whether it may be put again."""

    def __init__(self, look: Look, ways: Ways) -> None:
        self._bot = look.bot
        self._ways = ways
        self._known: dict[Spot, bool] = {}

    def may(self, spot: Spot, node: Ask) -> bool:
        """Whether a flow may lead back to a question so that it is put again."""
        if (known := self._known.get(spot)) is None:
            known = self._known[spot] = spot in self._circle and self._is_put(spot, node)
        return known

    @cached_property
    def _circle(self) -> dict[Spot, set[Spot]]:
        """The circle of each node that is in one, within its flow."""
        graph = {spot: set(self._onward(spot)) for spot in self._ways.nodes}
        return {spot: circle for circle in circles(graph) for spot in circle}

    def _onward(self, spot: Spot) -> Iterator[Spot]:
        return (end for _, end in self._ways.onward(spot) if end[0] == spot[0])

    def _is_put(self, spot: Spot, node: Ask) -> bool:
        circle = self._circle[spot]
        nodes = [self._ways.nodes[other] for other in circle]
        slot = self._bot.slots.get(node.slot)
        asked = {other.slot for other in nodes if isinstance(other, Ask)}
        given = asked.union(*(given_names(other) for other in nodes)) - {node.slot}
        if slot is None or not (slot.keep and len(asked) > 1):
            says = leads_round(node) or names_in_words(node) & given
            if says and self._comes_back(spot, circle, lambda other: node.slot in given_names(other)):
                return True
            return self._comes_back(spot, circle, lambda other: self._says(other, asked, node.slot))
        return False

    def _says(self, node: Node, asked: set[str], slot: str) -> bool:
        """Whether a node of a circle has the question for a slot passed."""
        forgets = says_what_to_ask(node, asked, lambda _: True)
        return forgets or (isinstance(node, Set) and node.set.get(slot) is not None)

    def _comes_back(self, spot: Spot, circle: set[Spot], stops: Callable[[Node], bool]) -> bool:
        """Whether a way leads round a circle past no node that stops it."""
        first = [end for field, end in self._ways.onward(spot) if field == "next" and end in circle]
        seen = set(first)
        for here in (waiting := first):  # grows while it is gone through
            if here == spot:
                return True
            if not stops(self._ways.nodes[here]):
                new = [end for end in self._onward(here) if end in circle and end not in seen]
                seen.update(new)
                waiting += new
        return False
