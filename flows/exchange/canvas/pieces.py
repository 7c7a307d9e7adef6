"""The flows of a text as they are written, each with the lines on which it stands."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from flows.exchange.canvas.plain import Meaning, as_written
from flows.exchange.text.tree import Entry, Group, Node, Tree, read_tree

MOST_KEPT = 2_000
"""Flows that are remembered by their text: an edit changes one of them, and the others need not be read again."""


@dataclass(frozen=True)
class NodePiece:
    """A node of a flow."""

    name: str
    written: Any
    """With aliases as they are written."""
    data: Any
    """With aliases followed."""
    line: int
    """Of its key, from that of the flow's key."""
    lines: int


@dataclass(frozen=True, eq=False)
class FlowPiece:
    """A flow. `line` is that of its key, from the first line of what was read. One is equal to itself alone: what is
    drawn of it is remembered by that."""

    name: str
    line: int
    lines: int
    fields: dict[str, Any]
    """All but the nodes."""
    nodes: tuple[NodePiece, ...]
    problem: str | None


_LINE_END = re.compile("\n")


class Lines:
    """The lines of a text."""

    def __init__(self, text: str) -> None:
        self._ends = [match.start() for match in _LINE_END.finditer(text)]

    def of(self, at: int) -> int:
        """The line of a place in code points, from 0."""
        return bisect_right(self._ends, at - 1)


def flow_pieces(tree: Tree) -> Iterator[FlowPiece]:
    """The flows of a bot that was read whole."""
    flows = entry_of(tree.root, "flows")
    if flows is None or not isinstance(flows.value, Group) or not flows.value.is_map:
        return
    lines, meaning = Lines(tree.text), Meaning(tree.anchors)
    seen: set[str] = set()
    for entry in flows.value.entries:
        if entry.name is not None and str(entry.name) not in seen:
            seen.add(str(entry.name))
            yield _flow(entry, lines, meaning)


@lru_cache(maxsize=MOST_KEPT)
def flow_piece(part: str) -> FlowPiece | None:
    """A flow from the part of a text in which it alone stands; None where that is not so."""
    tree = read_tree(f"flows:\n{part}")
    found = list(flow_pieces(tree))
    if len(found) != 1:
        return None
    one = found[0]
    return FlowPiece(one.name, one.line - 1, one.lines, one.fields, one.nodes, one.problem)


def entry_of(node: Node, name: str) -> Entry | None:
    """The first entry of that name in a map."""
    if not isinstance(node, Group) or not node.is_map:
        return None
    return next((entry for entry in node.entries if entry.name == name), None)


def _flow(entry: Entry, lines: Lines, meaning: Meaning) -> FlowPiece:
    first = lines.of(entry.start)
    data = meaning.of(entry.value)
    fields = {name: value for name, value in data.items() if name != "nodes"} if isinstance(data, dict) else {}
    written = entry_of(entry.value, "nodes")
    nodes: list[NodePiece] = []
    problem = None
    if written is not None and isinstance(written.value, Group) and written.value.is_map:
        nodes = list(_nodes(written.value, first, lines, meaning))
    elif not isinstance(data, dict):
        problem = "This is no flow: write it as a map with `nodes`."
    elif data.get("nodes") is not None:
        problem = "The nodes of this flow are shared with another one, or are no map; look at them in the text."
    return FlowPiece(str(entry.name), first, lines.of(entry.end - 1) - first + 1, fields, tuple(nodes), problem)


def _nodes(group: Group, first: int, lines: Lines, meaning: Meaning) -> Iterator[NodePiece]:
    seen: set[str] = set()
    for entry in group.entries:
        name = str(entry.name)
        if entry.name is None or name in seen:
            continue
        seen.add(name)
        line = lines.of(entry.start)
        many = lines.of(max(entry.start, entry.end - 1)) - line + 1
        yield NodePiece(name, as_written(entry.value), meaning.of(entry.value), line - first, many)
