"""Circles in a graph."""

from collections.abc import Hashable, Mapping
from typing import TypeVar

Place = TypeVar("Place", bound=Hashable)


def circles(graph: Mapping[Place, set[Place]]) -> list[set[Place]]:
    """The strongly connected parts that are circles (Kosaraju's way, without recursion)."""
    order: list[Place] = []
    seen: set[Place] = set()
    for start in graph:
        order += _finished(graph, start, seen)
    backward: dict[Place, set[Place]] = {place: set() for place in graph}
    for place, nexts in graph.items():
        for following in nexts & graph.keys():
            backward[following].add(place)
    seen = set()
    parts = [set(_finished(backward, start, seen)) for start in reversed(order)]
    return [part for part in parts if len(part) > 1 or any(place in graph[place] for place in part)]


def _finished(graph: Mapping[Place, set[Place]], start: Place, seen: set[Place]) -> list[Place]:
    """What is reached from a start and was not seen, in the order in which it is done with."""
    if start in seen:
        return []
    seen.add(start)
    done: list[Place] = []
    trail = [(start, iter(sorted(graph[start], key=repr)))]
    while trail:
        place, nexts = trail[-1]
        following = next((item for item in nexts if item in graph and item not in seen), None)
        if following is None:
            done.append(place)
            trail.pop()
        else:
            seen.add(following)
            trail.append((following, iter(sorted(graph[following], key=repr))))
    return done
