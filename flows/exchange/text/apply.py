"""One change as splices of the text."""

from flows.exchange.text.block import Near
from flows.exchange.text.braces import Braces
from flows.exchange.text.changes import Change, Delete, Insert, Move, Put, Rewrite
from flows.exchange.text.place import Place
from flows.exchange.text.put import put
from flows.exchange.text.refusal import Refused
from flows.exchange.text.rewrite import rewritten
from flows.exchange.text.splices import Splice
from flows.exchange.text.tree import Group, Leaf, Tree


def splices_of(tree: Tree, change: Change) -> list[Splice]:
    """The splices that make a change; nothing else is touched. Raises Refused."""
    match change:
        case Put(path, value):
            return put(Place(tree, path), value)
        case Insert(path):
            return _inserted(Place(tree, path[:-1]), change)
        case Delete(path):
            return _deleted(Place(tree, path[:-1]), path[-1])
        case Move(path, before):
            return _moved(Place(tree, path[:-1]), path[-1], before)
        case Rewrite():
            return rewritten(tree, change)


def _inserted(place: Place, change: Insert) -> list[Splice]:
    """A new entry of a map or list."""
    node, name = place.node, change.path[-1]
    if isinstance(node, Leaf) and node.value is None and place.parent is not None:
        return put(place, [change.value] if isinstance(name, int) and name == 0 else {name: change.value})
    group = place.group()
    named = name if group.is_map else None
    is_empty = not group.entries and not place.text[group.start + 1 : group.end - 1].strip()
    if is_empty and not place.in_braces and place.parent is not None:
        return put(place, {named: change.value} if named is not None else [change.value])
    at = _index(group, change)
    if group.in_braces:
        return [Braces(place.tree, group).insert(named, change.value, at)]
    block = place.block()
    near = Near(place.newline, block.step(place.column), "all_lines" if change.in_lines else "any")
    return [block.insert(named, change.value, at, near)]


def _index(group: Group, change: Insert) -> int:
    if not group.is_map:
        return int(change.path[-1])
    if change.before is not None:
        return group.index(change.before) or 0
    if change.after is not None:
        return (group.index(change.after) or 0) + 1
    return len(group.entries)


def _deleted(place: Place, key: str | int) -> list[Splice]:
    group = place.group()
    at = group.index(key)
    if at is None:
        raise Refused("edit.path", f"There is no `{key}` here.", "Look at the text again.", group.start)
    place.refuse_shared(group.entries[at].value)
    if group.in_braces:
        return [Braces(place.tree, group).delete(at)]
    block = place.block()
    return [block.delete(at)] if len(group.entries) > 1 else block.emptied()


def _moved(place: Place, key: str | int, before: str | int | None) -> list[Splice]:
    """An entry at another place."""
    group = place.group()
    at = group.index(key)
    to = len(group.entries) if before is None else group.index(before)
    if at is None or to is None:
        raise Refused("edit.path", "There is no such entry.", "Look at the text again.", group.start)
    if to in (at, at + 1):
        return []
    place.refuse_shared(group.entries[at].value)
    if group.in_braces:
        braces = Braces(place.tree, group)
        return [braces.delete(at), braces.insert_text(braces.text_of(at), to)]
    block = place.block()
    return [block.delete(at), block.insert_lines(block.of_lines(at), to, place.newline)]
