"""Edges of nodes: `next: a`, or a list of `{if, go}` that `{else}` closes, and the ways between the two."""

from typing import Any

from flows.definition.edges import END, HANDOFF
from flows.definition.repair import repair_flows
from flows.exchange.edit_context import Context
from flows.exchange.edits import AddEdge, ChangeEdge, RemoveEdge
from flows.exchange.text.refusal import Refused
from flows.exchange.text.tree import Path

FIELDS = ("next", "on_fail", "on_error", "on_unknown")
MISSING = object()
"""The field is taken out."""


def with_edge(context: Context, edge: AddEdge) -> Any:
    """What the field holds with one more edge. Raises Refused."""
    _known_target(context, edge.flow, edge.to)
    now = _now(context, edge.flow, edge.node, edge.field)
    if edge.condition is None:
        return _plain(edge, now)
    branch = {"if": edge.condition, "go": edge.to}
    if now is None:
        now = _otherwise(context, edge)
    if isinstance(now, str):
        return [branch, {"else": now}]
    end = len(now) - (1 if now and "else" in now[-1] else 0)
    at = end if edge.index is None else edge.index
    if not 0 <= at <= end:
        raise Refused("edit.edge", f"There is no branch {at} to stand before.", f"Give an index from 0 to {end}.")
    return [*now[:at], branch, *now[at:]]


def _plain(edge: AddEdge, now: Any) -> Any:
    """An edge without a condition."""
    if now is None:
        return edge.to
    if isinstance(now, list) and not (now and "else" in now[-1]):
        return [*now, {"else": edge.to}]
    leads_to = now if isinstance(now, str) else now[-1]["else"]
    message = f"`{edge.node}` leads to `{leads_to}` already where no condition holds."
    raise Refused("edit.edge", message, "Give the new edge a condition, or change the one that is there.")


def _otherwise(context: Context, edge: AddEdge) -> str:
    """Where a node leads so far that does not say it: to the next one of its flow."""
    if edge.field != "next":
        message = f"`{edge.node}` has no `{edge.field}` yet, so there is nothing for when the condition does not hold."
        raise Refused("edit.edge", message, "Add the edge without a condition first.")
    names = context.names(("flows", edge.flow, "nodes"))
    at = names.index(edge.node) + 1
    return names[at] if at < len(names) else END


def changed_edge(context: Context, edge: ChangeEdge) -> Any:
    """What the field holds with another target or condition. Raises Refused."""
    if edge.to is not None:
        _known_target(context, edge.flow, edge.to)
    now = _now(context, edge.flow, edge.node, edge.field)
    if isinstance(now, str) and edge.index in (None, 0):
        if edge.condition is not None:
            raise Refused("edit.edge", "The only way on has no condition.", "Add an edge with a condition.")
        return edge.to if edge.to is not None else now
    at = _branch(edge, now)
    branch = dict(now[at])
    if edge.to is not None:
        branch["else" if "else" in branch else "go"] = edge.to
    if edge.condition is not None:
        if "else" in branch:
            raise Refused("edit.edge", "The `else` has no condition.", "Add an edge with a condition.")
        branch["if"] = edge.condition
    return [*now[:at], branch, *now[at + 1 :]]


def without_edge(context: Context, edge: RemoveEdge) -> Any:
    """What the field holds without an edge; MISSING where nothing is left. Raises Refused."""
    now = _now(context, edge.flow, edge.node, edge.field)
    if isinstance(now, str) and edge.index in (None, 0):
        return MISSING
    at = _branch(edge, now)
    left = [*now[:at], *now[at + 1 :]]
    if not left:
        return MISSING
    node = context.value(("flows", edge.flow, "nodes", edge.node))
    must_be_list = isinstance(node, dict) and node.get("type") == "decide"
    if len(left) == 1 and set(left[0]) == {"else"} and not must_be_list:
        return left[0]["else"]
    return left


def _branch(edge: ChangeEdge | RemoveEdge, now: Any) -> int:
    count = len(now) if isinstance(now, list) else 0
    if edge.index is None or not 0 <= edge.index < count:
        message = f"`{edge.field}` of `{edge.node}` has {count} branches; it is not clear which is meant."
        raise Refused("edit.edge", message, "Give the index of the branch, from 0.")
    return edge.index


def _now(context: Context, flow: str, node: str, field: str) -> Any:
    """What a field holds: a name, a list of branches, or None."""
    path: Path = ("flows", flow, "nodes", node)
    context.must_have(path[:2], "flow")
    context.must_have(path, "node")
    if field not in FIELDS:
        raise Refused("edit.edge", f"`{field}` leads nowhere.", f"Use one of {', '.join(FIELDS)}.")
    now = context.value((*path, field))
    fits = isinstance(now, list) and all(isinstance(branch, dict) and branch for branch in now)
    if now is not None and not isinstance(now, str) and not fits:
        raise Refused("edit.unclear", f"`{field}` of `{node}` cannot be read.", "Mend it in the text.")
    return now


def _known_target(context: Context, flow: str, to: str) -> None:
    nodes, flows = context.names(("flows", flow, "nodes")), context.names(("flows",))
    if to not in (END, HANDOFF) and to not in nodes and to not in flows and to not in repair_flows():
        message = f"There is no node or flow `{to[:40]}` to lead to."
        raise Refused("edit.edge", message, "Lead to a node of this flow, a flow, `end` or `handoff`.")
