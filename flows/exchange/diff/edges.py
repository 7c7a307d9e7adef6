"""Edges of two bots: which came, which went, which lead elsewhere."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from flows.exchange.diff.graph import Edge, Way

Fork = Way
"""The way of a field as a whole, whatever its conditions."""


@dataclass(frozen=True)
class EdgeChange:
    """An edge that leads elsewhere, is taken at another time, or branches that are asked in another order."""

    old: Edge | None
    """None: only the order of the branches changed."""
    new: Edge | None
    fork: Fork
    old_order: tuple[str, ...] = ()
    new_order: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The object that `bot diff --json` prints."""
        place = {"flow": self.fork.flow, "node": self.fork.node, "field": self.fork.field}
        if self.old is None or self.new is None:
            return {**place, "old": {"order": list(self.old_order)}, "new": {"order": list(self.new_order)}}
        return {**place, "old": self.old.leading(), "new": self.new.leading()}


@dataclass(frozen=True)
class EdgeChanges:
    """The edges that differ."""

    added: tuple[Edge, ...]
    removed: tuple[Edge, ...]
    changed: tuple[EdgeChange, ...]


def compare_edges(old: Iterable[Edge], new: Iterable[Edge]) -> EdgeChanges:
    """What became of the edges of a bot. Those of the old one are given in the names of the new one."""
    before, after = {edge.way: edge for edge in old}, {edge.way: edge for edge in new}
    changed = [
        EdgeChange(edge, after[way], _fork(way))
        for way, edge in before.items()
        if way in after and after[way].to != edge.to
    ]
    gone = [edge for way, edge in before.items() if way not in after]
    come = [edge for way, edge in after.items() if way not in before]
    again = list(_under_other_conditions(gone, come))
    told = {edge for one in again for edge in (one.old, one.new)}
    changed += [*again, *_in_another_order(before, after)]
    return EdgeChanges(
        tuple(edge for edge in come if edge not in told),
        tuple(edge for edge in gone if edge not in told),
        tuple(changed),
    )


def _fork(way: Way) -> Fork:
    return replace(way, condition=None, number=0)


def _under_other_conditions(gone: list[Edge], come: list[Edge]) -> Iterator[EdgeChange]:
    """The only edge of a node to a target that went, and the only one that came: its condition was changed."""
    groups: dict[Any, tuple[list[Edge], list[Edge]]] = defaultdict(lambda: ([], []))
    for side, edges in enumerate((gone, come)):
        for edge in edges:
            if edge.way.condition is not None:
                groups[_fork(edge.way), edge.to][side].append(edge)
    for (fork, _), (old, new) in groups.items():
        if len(old) == len(new) == 1:
            yield EdgeChange(old[0], new[0], fork)


def _in_another_order(before: dict[Way, Edge], after: dict[Way, Edge]) -> Iterator[EdgeChange]:
    """Forks at which the conditions of both bots are asked in another order."""
    orders: dict[Fork, tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
    for side, (ways, others) in enumerate(((before, after), (after, before))):
        for way in ways:
            if way.condition is not None and way in others:
                orders[_fork(way)][side].append(way.condition)
    for fork, (old, new) in orders.items():
        if old != new:
            yield EdgeChange(None, None, fork, tuple(old), tuple(new))
