"""What a part of a text says, as JSON. A text may have errors; what is no plain data is shown as it is written."""

from typing import Any

from flows.exchange.text.tree import MERGE_KEY, Group, Leaf, Link, Node

MOST_VALUES = 20_000
"""Of one node or declaration with all aliases in it followed; a bot has fewer, an alias that explodes has more."""
ALIAS = "*"


def as_written(node: Node) -> Any:
    """The data of a node; an alias is `{"*": NAME}`, as it stays one when the node is edited."""
    match node:
        case Leaf(value=value):
            return value if isinstance(value, str | int | float | bool | None) else str(value)
        case Link(name=name):
            return {ALIAS: name}
    if not node.is_map:
        return [as_written(entry.value) for entry in node.entries]
    return {_key(entry.key): as_written(entry.value) for entry in node.entries}


class Meaning:
    """The data of nodes as the loader reads it: aliases and merge keys are followed."""

    def __init__(self, anchors: dict[str, Node]) -> None:
        self._anchors = anchors
        self._left = 0

    def of(self, node: Node) -> Any:
        """The data; what lies beyond MOST_VALUES, and an alias that contains itself, is None."""
        self._left = MOST_VALUES
        return self._data(node, frozenset())

    def _data(self, node: Node, within: frozenset[str]) -> Any:
        self._left -= 1
        if self._left < 0:
            return None
        match node:
            case Leaf(value=value):
                return value
            case Link(name=name):
                found = self._anchors.get(name)
                return self._data(found, within | {name}) if found is not None and name not in within else None
        if not node.is_map:
            return [self._data(entry.value, within) for entry in node.entries]
        return self._map(node, within)

    def _map(self, group: Group, within: frozenset[str]) -> dict[str, Any]:
        merged: dict[str, Any] = {}
        own: dict[str, Any] = {}
        for entry in group.entries:
            value = self._data(entry.value, within)
            if entry.name != MERGE_KEY:
                own.setdefault(_key(entry.key), value)
                continue
            for part in value if isinstance(value, list) else [value]:
                merged = {**part, **merged} if isinstance(part, dict) else merged
        return {**merged, **own}


def _key(key: Node | None) -> str:
    return str(key.value) if isinstance(key, Leaf) else str(as_written(key)) if key is not None else ""
