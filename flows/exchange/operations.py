"""What each operation changes in the data of a bot."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from flows.exchange.differences import differences
from flows.exchange.edges import MISSING, changed_edge, with_edge, without_edge
from flows.exchange.edit_context import Context
from flows.exchange.edits import (
    Add,
    AddEdge,
    AddNode,
    ChangeEdge,
    MoveNode,
    Operation,
    PlaceNode,
    Remove,
    RemoveEdge,
    RemoveNode,
    Rename,
    RenameNode,
    Set,
    Unset,
)  # fmt: skip
from flows.exchange.field_order import field_after
from flows.exchange.rename import GROUPS, KINDS, rename_entry, rename_node, usable
from flows.exchange.text.changes import Change, Delete, Insert, Move, Put, exists
from flows.exchange.text.refusal import Refused
from flows.exchange.text.tree import Path
from flows.exchange.text.write import checked


def changes_of(operation: Operation, context: Context) -> list[Change]:
    """The changes, in their order. Raises Refused."""
    return list(_changes(operation, context))


def _changes(operation: Operation, context: Context) -> Iterator[Change]:
    match operation:
        case Set(path=path, value=value):
            yield from _set(context, path, checked(value))
        case Unset(path=path):
            _must_exist(context, path)
            yield Delete(path)
        case Add():
            yield from _add(context, operation)
        case Remove(kind=kind, name=name):
            context.must_have((_group(kind), name), kind)
            yield Delete((GROUPS[kind], name))
            if kind == "flow" and exists(context.data, ("layout", name)):
                yield Delete(("layout", name))
        case Rename(kind=kind, name=name, to=to):
            _group(kind)
            yield from rename_entry(context, kind, name, to)
        case RenameNode(flow=flow, name=name, to=to):
            yield from rename_node(context, flow, name, to)
        case AddNode():
            yield from _add_node(context, operation)
        case RemoveNode(flow=flow, name=name):
            _node(context, flow, name)
            yield Delete(("flows", flow, "nodes", name))
            if exists(context.data, ("layout", flow, name)):
                yield Delete(("layout", flow, name))
        case MoveNode(flow=flow, name=name, before=before):
            _node(context, flow, name)
            if before is not None:
                _node(context, flow, before)
            if before != name:
                yield Move(("flows", flow, "nodes", name), before)
        case PlaceNode(flow=flow, name=name, x=x, y=y):
            _node(context, flow, name)
            yield from _placed(context, flow, name, x, y)
        case AddEdge() | ChangeEdge() | RemoveEdge():
            yield from _edge(context, operation)


def _set(context: Context, path: Path, value: Any) -> Iterator[Change]:
    if not path:
        raise Refused("edit.path", "The whole bot cannot be set.", "Set one of its parts.")
    if exists(context.data, path):
        yield from differences(path, context.value(path), value)
        return
    # What is missing on the way is made, but for what has a name; entries of lists only behind the last.
    for named in (path[:2], path[:4]):
        is_node = len(named) == 4 and named[0] == "flows" and named[2] == "nodes"
        is_entry = len(named) == 2 and named[0] in GROUPS.values()
        if len(path) > len(named) and (is_node or is_entry):
            _must_exist(context, named)
    missing = next(at for at in range(1, len(path) + 1) if not exists(context.data, path[:at]))
    for part in reversed(path[missing:]):
        if not isinstance(part, str):
            raise Refused("edit.path", f"Nothing stands at `{'.'.join(map(str, path))}`.", "Look at the text again.")
        value = {part: value}
    yield _new(context, path[:missing], value)


def _new(context: Context, path: Path, value: Any) -> Change:
    """A new entry of a map, or one behind the last of a list."""
    group = context.value(path[:-1])
    name = path[-1]
    if isinstance(group, list) and name == len(group):
        return Insert(path, value)
    if (group is None or isinstance(group, dict)) and (isinstance(name, str) or len(path) > 1):
        if len(path) == 1:
            return _new_field(context, str(name), value)
        if group is None:
            return Put(path[:-1], {name: value})
        return Insert(path, value)
    raise Refused("edit.path", f"Nothing stands at `{'.'.join(map(str, path))}`.", "Look at the text again.")


def _new_field(context: Context, name: str, value: Any) -> Change:
    """A field of the bot, at its place among the others."""
    before = field_after(context.names(()), name)
    return Insert((name,), value, before=before) if before is not None else Insert((name,), value)


def _must_exist(context: Context, path: Path) -> None:
    if not path or not exists(context.data, path):
        raise Refused("edit.path", f"Nothing stands at `{'.'.join(map(str, path))}`.", "Look at the text again.")


def _group(kind: str) -> str:
    if kind not in KINDS:
        raise Refused("edit.shape", f"`{str(kind)[:40]}` is no kind.", f"Use one of {', '.join(KINDS)}.")
    return GROUPS[kind]


def _node(context: Context, flow: str, name: str) -> None:
    context.must_have(("flows", flow), "flow")
    context.must_have(("flows", flow, "nodes", name), "node")


def _add(context: Context, operation: Add) -> Iterator[Change]:
    group, name = _group(operation.kind), usable(operation.kind, operation.name)
    groups = ("slots", "variables") if group in ("slots", "variables") else (group,)
    if any(context.has((one, name)) for one in groups):
        raise Refused("edit.taken", f"There is something called `{name}` already.", "Choose another name.")
    yield from _set(context, (group, name), checked(operation.value))


def _add_node(context: Context, operation: AddNode) -> Iterator[Change]:
    flow, name = operation.flow, usable("node", operation.name)
    path: Path = ("flows", flow, "nodes", name)
    context.must_have(path[:2], "flow")
    if context.has(path):
        raise Refused("edit.taken", f"`{flow}` has a node `{name}` already.", "Choose another name.")
    value = checked(operation.value)
    if operation.after is not None or operation.before is not None:
        beside = operation.after if operation.after is not None else operation.before
        _node(context, flow, str(beside))
        before = operation.before if operation.after is None else None
        yield Insert(path, value, before=before, after=operation.after)
    else:
        yield from _set(context, path, value)
    if operation.at is not None:
        yield from _placed(context, flow, name, *operation.at)


def _placed(context: Context, flow: str, name: str, x: float, y: float) -> Iterator[Change]:
    """A node's place, in the form in which places are written in this file: `[x, y]`, or `{x: …, y: …}`."""
    path: Path = ("layout", flow, name)
    known = context.value(path)
    x, y = (int(one) if float(one).is_integer() else one for one in (x, y))
    at: Any = {**known, "x": x, "y": y} if isinstance(known, dict) else [x, y]
    if exists(context.data, path[:2]):
        yield from _set(context, path, checked(at))
    elif exists(context.data, path[:1]) and context.value(path[:1]):
        yield Insert(path[:2], checked({name: at}), in_lines=True)
    else:
        yield from _in_lines(_set(context, path, checked(at)))


def _in_lines(changes: Iterator[Change]) -> Iterator[Change]:
    """With every map line by line: each place on the canvas has its own line, so that moves are told apart."""
    for change in changes:
        yield replace(change, in_lines=True) if isinstance(change, Insert) else change


def _edge(context: Context, operation: AddEdge | ChangeEdge | RemoveEdge) -> Iterator[Change]:
    path: Path = ("flows", operation.flow, "nodes", operation.node, operation.field)
    match operation:
        case AddEdge():
            wanted = with_edge(context, operation)
        case ChangeEdge():
            wanted = changed_edge(context, operation)
        case RemoveEdge():
            wanted = without_edge(context, operation)
    if wanted is not MISSING:
        yield from _set(context, path, wanted)
    elif exists(context.data, path):
        yield Delete(path)
