"""YAML text as a tree in which everything knows its place.

Built from libyaml's events and not from its composed nodes: those give an alias the place of what it stands for.
Places are indices in code points. libyaml's end of a block lies behind trailing comments and blank lines; here it is
the end of the last thing in it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Union

import yaml

from flows.exchange.text.refusal import Refused
from flows.loader.scalars import NumberTooLong, plain_scalar

Path = tuple[str | int, ...]
MERGE_KEY = "<<"
_NOT_A_WORD = frozenset("~nNtTfF+-.0123456789")
"""How everything begins that is no text without quotes, and some texts."""
MAX_DEPTH = 60
"""More than the loader reads (40)."""


@dataclass(slots=True)
class Leaf:
    """A scalar. An empty one has no length."""

    start: int
    end: int
    value: Any
    style: str
    """Empty for plain ones, else `'`, `"`, `|` or `>`."""
    anchor: str | None = None
    tagged: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether nothing is written."""
        return self.start == self.end


@dataclass(slots=True)
class Link:
    """An alias: `*name`."""

    start: int
    end: int
    name: str
    anchor: None = None
    tagged: bool = False


@dataclass(slots=True)
class Group:
    """A map or a list. The keys of a list are its indices."""

    start: int
    end: int
    is_map: bool
    in_braces: bool
    anchor: str | None = None
    tagged: bool = False
    entries: list["Entry"] = field(default_factory=list)
    _places: dict[str, list[int]] | None = None
    """Where each key stands among the entries, once somebody asked."""

    def index(self, key: str | int) -> int | None:
        """Where the entry of a key stands among the others. Raises Refused when the key stands twice."""
        if not self.is_map:
            return key if isinstance(key, int) and 0 <= key < len(self.entries) else None
        if self._places is None:
            self._places = {}
            for at, entry in enumerate(self.entries):
                if entry.name is not None:
                    self._places.setdefault(str(entry.name), []).append(at)
        found = self._places.get(str(key), [])
        if len(found) > 1:
            raise Refused("edit.key", f"The key `{key}` stands twice.", at=self.entries[found[1]].start)
        return found[0] if found else None

    @property
    def merges(self) -> "Entry | None":
        """The entry with a merge key."""
        at = self.index(MERGE_KEY) if self.is_map else None
        return self.entries[at] if at is not None else None


Node = Union[Leaf, Link, "Group"]


@dataclass(slots=True)
class Entry:
    """A key and its value, or an entry of a list."""

    key: Node | None
    """None in a list."""
    value: Node

    @property
    def name(self) -> Any:
        """The key as data; None for keys that are no scalars, and in lists."""
        return self.key.value if isinstance(self.key, Leaf) else None

    @property
    def start(self) -> int:
        """Where its own text begins."""
        return self.value.start if self.key is None else self.key.start

    @property
    def end(self) -> int:
        """Where its own text ends."""
        return max(self.value.end, self.key.end if self.key is not None else 0)


@dataclass(slots=True)
class Tree:
    """A text and what stands in it."""

    text: str
    root: Node
    anchors: dict[str, Node]
    aliases: dict[str, int]
    """How often each anchor is used."""

    def data(self) -> Any:
        """What the text says."""
        return data_of(self.root, self.anchors)


def read_tree(text: str) -> Tree:
    """The tree of a text without a byte order mark. Raises Refused, yaml.YAMLError."""
    reader = _Reader(text)
    return Tree(text, reader.root, reader.anchors, reader.aliases)


class _Reader:
    def __init__(self, text: str) -> None:
        self._text = text
        self._events: Iterator[Any] = iter(yaml.parse(text, Loader=yaml.CSafeLoader))
        self.anchors: dict[str, Node] = {}
        self.aliases: dict[str, int] = {}
        next(self._events)
        if isinstance(next(self._events), yaml.StreamEndEvent):
            raise Refused("edit.path", "The text is empty.", "Write a bot first.", 0)
        self.root = self._node(next(self._events), 0, 0)
        next(self._events)
        more = next(self._events)
        begin: Any = more.start_mark
        if isinstance(more, yaml.DocumentStartEvent):
            message = "The file holds more than one YAML document."
            raise Refused("yaml.documents", message, "Keep one bot a file.", begin.index)

    def _node(self, event: Any, behind: int, depth: int) -> Node:
        """`behind`: the place at which an empty scalar stands."""
        if event.__class__ is yaml.ScalarEvent:
            return self._leaf(event, behind)
        start, end = event.start_mark.index, event.end_mark.index
        if event.__class__ is yaml.AliasEvent:
            name = str(event.anchor)
            self.aliases[name] = self.aliases.get(name, 0) + 1
            return Link(start, end, name)
        if depth > MAX_DEPTH:
            raise Refused("yaml.depth", "Nested too deep.", "Flatten this part.", start)
        is_map = event.__class__ is yaml.MappingStartEvent
        group = Group(start, end, is_map, bool(event.flow_style), event.anchor, event.tag is not None)
        self._fill(group, depth + 1)
        if event.anchor is not None:
            self.anchors[event.anchor] = group
        return group

    def _leaf(self, event: Any, behind: int) -> Leaf:
        start, end, style = event.start_mark.index, event.end_mark.index, event.style
        if start == end:
            start = end = behind
        elif style == "|" or style == ">":
            end = _block_end(self._text, start, end)
        tagged = event.tag is not None
        value = event.value
        if not style and not tagged and (not value or value[0] in _NOT_A_WORD):
            value = _value(value)
        leaf = Leaf(start, end, value, style or "", event.anchor, tagged)
        if event.anchor is not None:
            self.anchors[event.anchor] = leaf
        return leaf

    def _fill(self, group: Group, depth: int) -> None:
        ending = yaml.MappingEndEvent if group.is_map else yaml.SequenceEndEvent
        is_map, events, entries, text = group.is_map, self._events, group.entries, self._text
        for event in events:
            if event.__class__ is ending:
                break
            if is_map:
                key = self._key(event, depth)
                at = key.end
                behind = at + 1 if text[at : at + 1] == ":" else _behind_colon(text, at)
                event = next(events)
            else:
                key, behind = None, event.start_mark.index
            if event.__class__ is yaml.ScalarEvent:
                entries.append(Entry(key, self._leaf(event, behind)))
            else:
                entries.append(Entry(key, self._node(event, behind, depth)))
        if group.in_braces:
            group.end = max(event.end_mark.index, entries[-1].end if entries else 0)
        elif entries:
            group.end = entries[-1].end

    def _key(self, event: Any, depth: int) -> Node:
        """A key; one that is plain is a whole number or a text, whatever else it would be as a value."""
        key = self._node(event, event.start_mark.index, depth)
        if isinstance(key, Leaf) and (isinstance(key.value, bool) or not isinstance(key.value, str | int)):
            key.value = event.value
        return key


def _behind_colon(text: str, at: int) -> int:
    """Behind the colon of a key; behind the key where it has none."""
    colon = at
    while text[colon : colon + 1] in (" ", "\t"):
        colon += 1
    return colon + 1 if text[colon : colon + 1] == ":" else at


def _block_end(text: str, start: int, end: int) -> int:
    """Behind the last character of a block scalar; its trailing line ends count where its header says so."""
    header = text[start : text.find("\n", start) if "\n" in text[start:end] else end]
    if "+" in header.partition("#")[0]:
        return end
    return start + len(text[start:end].rstrip(" \r\n"))


def _value(text: str) -> Any:
    """What a plain scalar stands for, as the loader reads it."""
    try:
        return plain_scalar(text)
    except NumberTooLong:
        return text


def data_of(node: Node, anchors: dict[str, Node]) -> Any:
    """What a node says. Aliases of single values are followed; keys that stand twice are kept apart."""
    if isinstance(node, Leaf):
        return node.value
    if isinstance(node, Link):
        named = anchors.get(node.name)
        return named.value if isinstance(named, Leaf) else ("alias", node.name)
    if not node.is_map:
        return [data_of(entry.value, anchors) for entry in node.entries]
    result: dict[Any, Any] = {}
    for entry in node.entries:
        name = entry.name
        key: Any = name if entry.key is None or name is not None else ("key", repr(data_of(entry.key, anchors)))
        while key in result:
            key = (key, "again")
        result[key] = data_of(entry.value, anchors)
    return result


def same(one: Any, other: Any) -> bool:
    """Whether two values are equal, in type and in the order of their keys too."""
    if type(one) is not type(other):
        return False
    if isinstance(one, dict):
        return list(one) == list(other) and all(same(value, other[key]) for key, value in one.items())
    if isinstance(one, list):
        return len(one) == len(other) and all(map(same, one, other))
    return bool(one == other)
