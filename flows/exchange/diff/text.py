"""A comparison for people: what a reviewer reads."""

import json
from typing import Any

from flows.exchange.diff.compare import Comparison, NodeChange, type_of
from flows.exchange.diff.edges import EdgeChange
from flows.exchange.diff.graph import BEGIN, Edge
from flows.exchange.diff.values import MISSING, Difference
from flows.loader.path import dotted

MAX_SHOWN_CHARACTERS = 200
"""The whole value stands in the JSON."""
MAX_ONE_LINE_CHARACTERS = 80
"""Longer changes are easier to read one side below the other."""
NOTHING = "No differences."


def as_text(comparison: Comparison) -> str:
    """Lines by flow, then by path: `+` came, `-` went, `~` changed. Edges of new nodes go without saying."""
    flows = [*comparison.new.flows, *map(comparison.renames.flow, comparison.old.flows)]
    parts: dict[str, list[str]] = {_flow(name): [] for name in flows}
    for old, new in comparison.renames.flows.items():
        parts[_flow(new)].append(f"~ was called {old}")
    for difference in comparison.other:
        if difference.path[:1] == ("flows",) and len(difference.path) > 1:
            name, *path = difference.path[1:]
            head = f"{dotted(tuple(path))}: " if path else "the flow: "
            parts.setdefault(_flow(str(name)), []).extend(_told(difference, head))
    _nodes(comparison, parts)
    _edges(comparison, parts)
    for difference in comparison.other:
        if difference.path[:1] != ("flows",) or len(difference.path) == 1:
            parts.setdefault(dotted(difference.path), []).extend(_told(difference, ""))
    told = [f"{title}\n" + "".join(f"  {line}\n" for line in lines) for title, lines in parts.items() if lines]
    return "".join(told) or f"{NOTHING}\n"


def _flow(name: str) -> str:
    return f"flow {name}"


def _nodes(comparison: Comparison, parts: dict[str, list[str]]) -> None:
    for spot in comparison.nodes_removed:
        line = f"- node {spot[1]}{_type(type_of(comparison.old, spot))}"
        parts[_flow(comparison.renames.flow(spot[0]))].append(line)
    for spot in comparison.nodes_added:
        parts[_flow(spot[0])].append(f"+ node {spot[1]}{_type(type_of(comparison.new, spot))}")
    for change in comparison.nodes_changed:
        parts[_flow(change.spot[0])] += _of_node(change)


def _type(kind: str | None) -> str:
    return f" ({kind})" if kind is not None else ""


def _of_node(change: NodeChange) -> list[str]:
    name = change.spot[1]
    lines = [f"~ node {name} was called {change.was[1]}"] if change.was[1] != name else []
    for difference in change.fields:
        lines += _told(difference, f"node {name}, {dotted(difference.path)}: ")
    return lines


def _edges(comparison: Comparison, parts: dict[str, list[str]]) -> None:
    gone = {comparison.renames.spot(spot) for spot in comparison.nodes_removed}
    for sign, edges, known in (
        ("-", comparison.edges_removed, gone), ("+", comparison.edges_added, set(comparison.nodes_added)),
    ):  # fmt: skip
        for edge in edges:
            spot = (edge.way.flow, edge.to.name if edge.way.node is None else edge.way.node)
            if spot not in known:
                parts[_flow(edge.way.flow)].append(f"{sign} {_edge(edge)}")
    for change in comparison.edges_changed:
        parts[_flow(change.fork.flow)] += _of_edge(change)


def _edge(edge: Edge) -> str:
    return f"{_begin(edge)}{_way(edge)}"


def _begin(edge: Edge) -> str:
    if edge.way.field == BEGIN:
        return "begins with "
    field = "" if edge.way.field == "next" else f" {edge.way.field}"
    return f"edge {edge.way.node}{field} -> "


def _way(edge: Edge) -> str:
    condition = f" if {_short(edge.way.condition)}" if edge.way.condition is not None else ""
    falls = " (the next one)" if edge.falls else ""
    return f"{edge.to.name}{condition}{falls}"


def _of_edge(change: EdgeChange) -> list[str]:
    if change.old is None or change.new is None:
        field = "" if change.fork.field == "next" else f" {change.fork.field}"
        old, new = (", then ".join(map(_short, order)) for order in (change.old_order, change.new_order))
        return _changed(f"edges {change.fork.node}{field}, asked in this order: ", old, new)
    return _changed(_begin(change.new), _way(change.old), _way(change.new))


def _changed(head: str, old: str, new: str) -> list[str]:
    """One line, or three where the two sides are long."""
    if len(head) + len(old) + len(new) <= MAX_ONE_LINE_CHARACTERS:
        return [f"~ {head}{old} => {new}"]
    return [f"~ {head}".rstrip(), f"    - {old}", f"    + {new}"]


def _told(difference: Difference, head: str) -> list[str]:
    if difference.added or difference.removed:
        return [
            *(f"- {head}{_value(value)}" for value in difference.removed),
            *(f"+ {head}{_value(value)}" for value in difference.added),
        ]
    if difference.old is MISSING or difference.new is MISSING:
        sign, value = ("+", difference.new) if difference.old is MISSING else ("-", difference.old)
        return [f"{sign} {head}{_value(value)}"]
    return _changed(head, _value(difference.old), _value(difference.new))


def _value(value: Any) -> str:
    return _short(value) if isinstance(value, str) and value and value.isprintable() else _short(_json(value))


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)


def _short(text: str) -> str:
    return text if len(text) <= MAX_SHOWN_CHARACTERS else f"{text[:MAX_SHOWN_CHARACTERS]}…"
