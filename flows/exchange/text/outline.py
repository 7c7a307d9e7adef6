"""The parts of a bot's text, found by its margins: so that an edit has to read the parts alone that it is about.

The text is cut where a key stands at the margin of its map. A cut is right when every part can be read by itself: what
would run over a cut, a text in quotes or a brace, would be open at the end of its part. libyaml reads them without
making objects, which takes a sixth of the time.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import yaml

from flows.exchange.text.tree import Path

_FIELD = re.compile(r"\n(?=[^ \r\n#])")
_KEY = re.compile(
    r"""(?:"([^"\\\r\n]*)"|'([^'\r\n]*)'|([A-Za-z0-9_][^:#"'{}\[\],&*!|>%@`\r\n]*?))[ \t]*:(?=[ \t\r\n]|$)"""
)
_NOTHING_MORE = re.compile(r"[ \t]*(?:#[^\n]*)?\r?(?:\n|$)")
_FIRST_LINE = re.compile(r"\n( *)(?=[^ \r\n#])")
_SHARED = re.compile(r"[&*](?<![^\s\[{,:-][&*])[^\s&*\[\]{},]")
"""What may be an anchor or an alias: such a text is read as a whole."""
_UNUSUAL = ("\t", "\x85", "\u2028", "\u2029")
"""Tabs, and what only YAML takes for the end of a line."""
BLOCKS = frozenset("types slots variables intents tools knowledge routes texts flows tests layout".split())
"""The fields whose entries are parts of their own."""


@dataclass(slots=True)
class Part:
    """A stretch of the text: a field, an entry or a node, or the head of one that is cut further."""

    start: int
    end: int
    path: Path
    """That of the entry; the head of a field or flow and what stands behind its nodes have its own path."""


@dataclass(slots=True)
class Outline:
    """All parts in their order."""

    text: str
    parts: list[Part] = field(default_factory=list)
    names: dict[Path, list[str]] = field(default_factory=dict)
    """The keys of the maps that were cut."""

    def cut_flow(self, name: str) -> None:
        """Cut a flow at its nodes, where that is possible."""
        path: Path = ("flows", name)
        at = next((at for at, part in enumerate(self.parts) if part.path == path), None)
        if at is None or (*path, "nodes") in self.names:
            return
        if (found := _nodes(self.text, self.parts[at])) is not None:
            self.names[*path, "nodes"] = [str(part.path[-1]) for part in found if len(part.path) == 4]
            self.parts[at : at + 1] = found

    def is_readable(self) -> bool:
        """Whether every part can be read by itself: then the whole can be, and the cuts are right."""
        text = self.text
        try:
            for part in self.parts:
                yaml.CSafeLoader(text[part.start : part.end]).raw_parse()
        except yaml.YAMLError:
            return False
        return True


def outline(text: str) -> Outline | None:
    """The parts of a text; None where it has to be read as a whole."""
    if any(one in text for one in _UNUSUAL) or text.count("\r") != text.count("\r\n") or _SHARED.search(text):
        return None
    found = Outline(text)
    begun: list[tuple[int, str, int]] = []
    starts = [0] if text[:1] not in ("", " ", "\r", "\n", "#") else []
    for start in (*starts, *(line.end() for line in _FIELD.finditer(text))):
        match = _KEY.match(text, start)
        if match is None:
            return None
        begun.append((start, _name(match), match.end()))
    if not begun or len({name for _, name, _ in begun}) < len(begun):
        return None
    ends = [start for start, _, _ in begun[1:]] + [len(text)]
    for at, ((start, name, behind), end) in enumerate(zip(begun, ends, strict=True)):
        start = 0 if at == 0 else start
        found.parts += (
            list(_entries(found, name, start, behind, end)) if name in BLOCKS else [Part(start, end, (name,))]
        )
    found.names[()] = [name for _, name, _ in begun]
    return found


def _name(match: re.Match[str]) -> str:
    return next(group for group in match.groups() if group is not None)


def _entries(found: Outline, name: str, start: int, behind: int, end: int) -> Iterator[Part]:
    """A field, cut at its entries where it has some that are written line by line."""
    whole = Part(start, end, (name,))
    opened = _NOTHING_MORE.match(found.text, behind)
    keys = _keys(found.text, opened.end(), end) if opened is not None else None
    if not keys:
        yield whole
        return
    found.names[name,] = [key for _, key in keys]
    yield Part(start, keys[0][0], (name,))
    ends = [at for at, _ in keys[1:]] + [end]
    for (at, key), until in zip(keys, ends, strict=True):
        yield Part(at, until, (name, key))


def _keys(text: str, start: int, end: int) -> list[tuple[int, str]] | None:
    """(where its part begins, name) of every key at the margin of a block; None where not all are plain to see."""
    first = _FIRST_LINE.search(text, start - 1, end) if text[start - 1 : start] == "\n" else None
    if first is None or not first[1]:
        return None
    column = len(first[1])
    found: list[tuple[int, str]] = []
    last = first.start() + 1
    for line in _at_most(column).finditer(text, first.start(), end):
        begin = line.start() + 1
        match = _KEY.match(text, line.end()) if line.end() - begin == column else None
        if match is None:
            return None
        while begin > last and text.startswith(f"{' ' * column}#", above := text.rfind("\n", 0, begin - 1) + 1):
            if above < last:
                break
            begin = above
        found.append((begin if found else first.start() + 1, _name(match)))
        last = text.find("\n", line.end()) + 1
    names = [name for _, name in found]
    return found if len(set(names)) == len(names) else None


def _at_most(column: int) -> re.Pattern[str]:
    return re.compile(rf"\n {{0,{column}}}(?=[^ \r\n#])")


def _nodes(text: str, flow: Part) -> list[Part] | None:
    """A flow, cut at its nodes."""
    head = _KEY.search(text, flow.start, flow.end)
    opened = _NOTHING_MORE.match(text, head.end()) if head is not None else None
    if opened is None:
        return None
    fields = _keys(text, opened.end(), flow.end)
    if fields is None or "nodes" not in (names := [name for _, name in fields]):
        return None
    at = names.index("nodes")
    line = text.index("nodes", fields[at][0])
    match = _KEY.match(text, text.rfind("\n", 0, line) + 1 + len(_indent(text, line)))
    end = fields[at + 1][0] if at + 1 < len(fields) else flow.end
    opened = _NOTHING_MORE.match(text, match.end()) if match is not None else None
    nodes = _keys(text, opened.end(), end) if opened is not None else None
    if not nodes:
        return None
    ends = [start for start, _ in nodes[1:]] + [end]
    parts = [Part(flow.start, nodes[0][0], flow.path)]
    parts += [Part(start, until, (*flow.path, "nodes", name)) for (start, name), until in zip(nodes, ends, strict=True)]
    return parts + ([Part(end, flow.end, flow.path)] if end < flow.end else [])


def _indent(text: str, at: int) -> str:
    line = text[text.rfind("\n", 0, at) + 1 : at]
    return line[: len(line) - len(line.lstrip(" "))]
