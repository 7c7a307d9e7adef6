"""Which nodes have set a name right before another node, with no turn of the caller in between."""

from functools import cached_property

from flows.checks.look import Look
from flows.checks.ways import Spot, Ways
from flows.definition.nodes.decide import Decide
from flows.definition.nodes.say import Say
from flows.definition.nodes.set import Set

MAX_NODES = 30
"""Looked at behind a node; whoever sets a name farther away has let the caller speak in between."""


class SetBefore:
    """Looks back from nodes. At each turn of the caller other flows may run and set anything, so it ends there."""

    def __init__(self, look: Look) -> None:
        self._look = look

    @cached_property
    def _ways(self) -> Ways:
        return Ways(self._look)

    @cached_property
    def _several(self) -> frozenset[str]:
        """The names that more than one node sets: for all others it is the same wherever one looks."""
        counts: dict[str, int] = {}
        for _, node in self._look.nodes():
            for field in ("set", "save"):
                for name in getattr(node, field, None) or ():
                    counts[name] = counts.get(name, 0) + 1
        return frozenset(name for name, count in counts.items() if count > 1)

    @cached_property
    def _behind(self) -> dict[Spot, list[Spot]]:
        """For each node those that lead to it."""
        found: dict[Spot, list[Spot]] = {}
        for spot in self._ways.nodes:
            for _, target in self._ways.onward(spot):
                found.setdefault(target, []).append(spot)
        return found

    @cached_property
    def _from_anywhere(self) -> frozenset[str]:
        """The nodes to which the defaults lead: from where is not written at the node."""
        return frozenset(name for _, leads_to in self._look.default_edges() for name in self._look.targets(leads_to))

    def setters(self, spot: Spot, name: str) -> list[Spot] | None:
        """The `set` nodes one of which has surely just set a name; None when it may come from elsewhere."""
        if name not in self._several:
            return None
        waiting, seen, found = [spot], {spot}, list[Spot]()
        while waiting:
            here = waiting.pop()
            before = self._behind.get(here, [])
            if not before or here == self._ways.first(here[0]) or here[1] in self._from_anywhere:
                return None
            for one in before:
                node = self._ways.nodes[one]
                if isinstance(node, Set) and name in node.set:
                    found.append(one)
                elif not isinstance(node, Set | Say | Decide) or len(seen) > MAX_NODES:
                    return None
                elif one not in seen:
                    seen.add(one)
                    waiting.append(one)
        return list(dict.fromkeys(found))
