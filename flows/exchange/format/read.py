"""Text to a tree: one pass over libyaml's events, with what stands between them."""

import re
from collections.abc import Iterator
from typing import Any

import yaml

from flows.exchange.format.gaps import Beside, Line, Strange, find_dash, parts, share_out
from flows.exchange.format.refusal import refuse
from flows.exchange.format.tree import Collection, Entry, Node, Scalar

_HEADER = re.compile(r"(?:!\S*[ \t]+)?[|>][+-]?([1-9])?[+-]?")
_OPEN_ENDED = re.compile(r"\A([^|>\n]*[|>][1-9]?)[+-]?([1-9]?)")
"""The head of a text that ends without a line break, which is not part of it when one is added."""
_EMPTY = re.compile(r":?[ ]*\n?[ ]*-?[ ]*")
"""A gap in which nothing can hide; nearly all are such."""


def read_tree(text: str, file: str = "bot.yaml") -> Collection:
    """The tree of a document that is a map. Raises CannotFormat, yaml.YAMLError."""
    return _Reader(text, file).root()


class _Reader:
    def __init__(self, text: str, file: str) -> None:
        self._text = text
        self._file = file
        self._events: Iterator[Any] = iter(yaml.parse(text, Loader=yaml.CSafeLoader))
        self._at = 0
        """Everything before this index has been read."""
        self._waiting: list[Line] = []
        """Comment lines whose owner is not known yet."""
        self._closed: list[Collection] = []
        """The blocks that ended since the last entry began, the deepest first."""
        self._last: Entry | None = None

    def root(self) -> Collection:
        """The whole document."""
        next(self._events)  # stream start
        begun = isinstance(next(self._events), yaml.DocumentStartEvent)
        root = self._node(next(self._events), 0) if begun else None
        if not isinstance(root, Collection) or not root.is_map or not root.items:
            raise self._refuse("schema.type", "A bot is a map of fields.", "Begin with `voxloom: 1`.", 0)
        if root.is_commented:
            remedy = "Write the file line by line, or take its comments out."
            raise self._refuse("yaml.syntax", "A file in braces with comments cannot be laid out.", remedy, 0)
        if root.is_flow:
            root.items[0].above = share_out(self._waiting, [], 0)
            self._waiting = []
            self._closed = [root]
        self._pass(len(self._text))
        rest = share_out(self._waiting, self._closed, -1)
        root.below += rest if any(rest) else []
        return root

    def _refuse(self, code: str, message: str, remedy: str, at: int) -> Exception:
        return refuse(code, message, remedy, self._text, at, self._file)

    def _pass(self, end: int) -> None:
        """Read what stands before an index."""
        if end <= self._at or (self._at and _EMPTY.fullmatch(self._text, self._at, end)):
            self._at = max(self._at, end)
            return
        for part in parts(self._text, self._at, end):
            match part:
                case Line():
                    self._waiting.append(part)
                case Beside(text):
                    self._put_beside(text)
                case Strange("?", at):
                    message = "A key behind a question mark cannot be laid out."
                    raise self._refuse("yaml.key", message, "Write `key: value`.", at)
                case Strange(text, at):
                    raise self._refuse("yaml.syntax", f"`{text}` cannot be laid out here.", "Take it out.", at)
        self._at = end

    def _put_beside(self, comment: str) -> None:
        if self._last is None:
            self._waiting.append(Line(comment))
        elif self._last.beside:  # the key has a comment already, and its value stands below
            self._last.above.append(self._last.beside)
            self._last.beside = comment
        else:
            self._last.beside = comment

    def _begin(self, entry: Entry, column: int) -> None:
        """An entry begins: comments above it that are not of the blocks before are its own."""
        if self._waiting:
            entry.above = share_out(self._waiting, self._closed, column)
            self._waiting = []
        self._closed = []
        self._last = entry

    def _node(self, event: Any, margin: int) -> Node:
        """A value. `margin`: the column of the block around it."""
        start = event.start_mark.index
        if event.anchor is not None:
            message = "Anchors and aliases cannot be laid out."
            raise self._refuse("yaml.alias", message, "Write the values out.", start)
        self._pass(start)
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event, margin)
        if event.tag is not None:
            raise self._refuse("yaml.tag", "A map or list with a tag cannot be laid out.", "Delete the tag.", start)
        if event.flow_style:
            return self._flow(event)
        is_map = isinstance(event, yaml.MappingStartEvent)
        block = Collection(is_map, is_flow=False, column=start - self._text.rfind("\n", 0, start) - 1)
        self._map(block) if is_map else self._list(block)
        self._closed.append(block)
        return block

    def _scalar(self, event: Any, margin: int) -> Scalar:
        start, end = event.start_mark.index, event.end_mark.index
        raw, style = self._text[start:end], event.style
        if style in ("|", ">"):
            return self._block_scalar(raw, style, start, margin)
        self._at = end
        return Scalar(raw, style)

    def _block_scalar(self, raw: str, style: str, start: int, margin: int) -> Scalar:
        header = _HEADER.match(raw)
        digit = int(header[1]) if header is not None and header[1] else 0
        scalar = Scalar(raw, style, digit=digit)
        first, *lines = raw.removesuffix("\n").split("\n")
        depths = [len(line) - len(line.lstrip(" ")) for line in lines if line.strip(" ")]
        scalar.margin = margin + digit if digit else (depths or [len(raw)])[0]
        if not scalar.keeps_blank_lines:
            while lines and not lines[-1].strip(" ") and len(lines[-1]) <= scalar.margin:
                lines.pop()
        scalar.raw = "\n".join([first, *lines])
        self._at = start + len(scalar.raw)
        if not self._text.endswith("\n") and self._at == len(self._text):
            scalar.raw = _OPEN_ENDED.sub(r"\1-\2", scalar.raw, count=1)
        return scalar

    def _map(self, block: Collection) -> None:
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            start = event.start_mark.index
            entry = Entry(Scalar(""))
            self._pass(start)
            self._begin(entry, block.column)
            entry.key = self._key(event)
            block.items.append(entry)
            entry.value = self._node(next(self._events), block.column)
            if not self._is_block(entry.value):
                self._raise_waiting(entry)

    def _key(self, event: Any) -> Scalar:
        start: int = event.start_mark.index
        key = self._node(event, 0)
        if not isinstance(key, Scalar) or not key.raw or "\n" in key.raw:
            message = "A key that is not one word cannot be laid out."
            raise self._refuse("yaml.key", message, "Write `key: value`.", start)
        return key

    def _list(self, block: Collection) -> None:
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            entry = Entry(Scalar(""))
            dash = find_dash(self._text, self._at, event.start_mark.index)
            self._pass(dash)
            self._begin(entry, block.column)
            block.items.append(entry)
            entry.value = value = self._node(event, block.column)
            if isinstance(value, Collection) and not value.is_flow:
                first = value.items[0]
                entry.above += [*([entry.beside] if entry.beside else []), *first.above]
                entry.beside, first.above = "", []
            else:
                self._raise_waiting(entry)

    @staticmethod
    def _is_block(value: Node) -> bool:
        return isinstance(value, Collection) and not value.is_flow

    def _raise_waiting(self, entry: Entry) -> None:
        """Comments between a key and its value have no place there in our layout."""
        comments = [line.text for line in self._waiting if line.text]
        if comments and entry.beside:
            comments.insert(0, entry.beside)
            entry.beside = ""
        entry.above += comments
        self._waiting = []

    def _flow(self, start: Any) -> Collection:
        """Braces or brackets; comments within are noted only."""
        begin = start.start_mark.index
        flow = Collection(isinstance(start, yaml.MappingStartEvent), is_flow=True)
        flow.column = begin - self._text.rfind("\n", 0, begin) - 1
        self._at = start.end_mark.index
        while not isinstance(event := next(self._events), yaml.MappingEndEvent | yaml.SequenceEndEvent):
            entry = Entry(Scalar(""))
            value: Any = event
            if flow.is_map:
                entry.key, commented = self._flow_node(event)
                flow.is_commented |= commented
                value = next(self._events)
            before = self._at
            entry.value, commented = self._flow_node(value)
            flow.is_commented |= commented
            if isinstance(entry.key, Scalar) and isinstance(entry.value, Scalar) and not entry.value.raw:
                entry.key.colon = ":" in self._text[before : value.start_mark.index]
            flow.items.append(entry)
        ended: Any = event
        end = ended.end_mark.index
        flow.is_commented |= bool({"#", "?"} & set(self._text[self._at : end]))
        self._at = max(self._at, end)
        flow.raw = self._text[begin : self._at]
        return flow

    def _flow_node(self, event: Any) -> tuple[Any, bool]:
        """A value within braces or brackets, and whether there are comments in it or before it."""
        at = event.start_mark.index
        if event.anchor is not None or (event.tag is not None and not isinstance(event, yaml.ScalarEvent)):
            raise self._refuse("yaml.alias", "Anchors and tags cannot be laid out.", "Write the values out.", at)
        before = self._text[self._at : at]
        strange = "#" in before or "?" in before
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event, 0), strange
        flow = self._flow(event)
        return flow, strange or flow.is_commented
