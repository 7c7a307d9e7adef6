"""The parts of a bot's text, found by its margins: so that an edit has to read the parts alone that it is about.

The text is cut where a key stands at the margin of its map. A cut is right when every part can be read by itself: what
would run over a cut, a text in quotes or a brace, would be open at the end of its part. libyaml reads them without
making objects, which takes a sixth of the time.
"""

import re
from collections.abc import Callable, Iterator
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
BLOCKS = frozenset("types slots variables intents tools knowledge routes guardrails texts flows tests layout".split())
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
        self._cut(("flows", name), ("flows", name, "nodes"), _nodes)

    def cut_layout(self, flow: str) -> None:
        """Cut the layout of a flow at the places of its nodes, where that is possible."""
        self._cut(("layout", flow), ("layout", flow), _places)

    def _cut(self, path: Path, below: Path, way: Callable[[str, Part], list[Part] | None]) -> None:
        at = next((at for at, part in enumerate(self.parts) if part.path == path), None)
        if at is None or below in self.names:
            return
        if (found := way(self.text, self.parts[at])) is not None:
            self.names[below] = [str(part.path[-1]) for part in found if part.path != path]
            self.parts[at : at + 1] = found

    def is_readable(self, used: set[int]) -> bool:
        """Whether the text can be read, and the cuts around the parts that are used (indices) are right."""
        text, start = self.text, 0
        try:
            for at, part in enumerate(self.parts):
                last = at + 1 == len(self.parts)
                # Parts that stand in the same map can be read as one; where the margin changes they cannot.
                if last or at in used or at + 1 in used or self.parts[at + 1].path[:-1] != part.path[:-1]:
                    yaml.CSafeLoader(text[start : part.end]).raw_parse()
                    start = part.end
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


@dataclass(frozen=True, slots=True)
class _Key:
    """A key at the margin of a block."""

    begin: int
    """Where its part begins: with the comments right above it."""
    behind: int
    """Behind its colon."""
    name: str


def _entries(found: Outline, name: str, start: int, behind: int, end: int) -> Iterator[Part]:
    """A field, cut at its entries where it has some that are written line by line."""
    keys = _keys_below(found.text, behind, end)
    if not keys:
        yield Part(start, end, (name,))
        return
    found.names[name,] = [key.name for key in keys]
    yield Part(start, keys[0].begin, (name,))
    yield from _parts(keys, end, (name,))


def _parts(keys: list[_Key], end: int, path: Path) -> Iterator[Part]:
    ends = [key.begin for key in keys[1:]] + [end]
    for key, until in zip(keys, ends, strict=True):
        yield Part(key.begin, until, (*path, key.name))


def _keys_below(text: str, behind: int, end: int) -> list[_Key] | None:
    """The keys of a map that is written line by line below a colon; None where not all are plain to see."""
    opened = _NOTHING_MORE.match(text, behind)
    return _keys(text, opened.end(), end) if opened is not None else None


def _keys(text: str, start: int, end: int) -> list[_Key] | None:
    first = _FIRST_LINE.search(text, start - 1, end) if text[start - 1 : start] == "\n" else None
    if first is None or not first[1]:
        return None
    column = len(first[1])
    found: list[_Key] = []
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
        found.append(_Key(begin if found else first.start() + 1, match.end(), _name(match)))
        last = text.find("\n", line.end()) + 1
    names = {key.name for key in found}
    return found if len(names) == len(found) else None


def _at_most(column: int) -> re.Pattern[str]:
    return re.compile(rf"\n {{0,{column}}}(?=[^ \r\n#])")


def _head(text: str, part: Part) -> int | None:
    """Behind the colon of an entry's key."""
    line = _FIRST_LINE.search(text, part.start - 1, part.end)
    match = _KEY.match(text, line.end()) if line is not None else None
    return match.end() if match is not None else None


def _nodes(text: str, flow: Part) -> list[Part] | None:
    """A flow, cut at its nodes."""
    head = _head(text, flow)
    fields = _keys_below(text, head, flow.end) if head is not None else None
    names = [key.name for key in fields or ()]
    if fields is None or "nodes" not in names:
        return None
    at = names.index("nodes")
    end = fields[at + 1].begin if at + 1 < len(fields) else flow.end
    keys = _keys_below(text, fields[at].behind, end)
    if not keys:
        return None
    rest = [Part(end, flow.end, flow.path)] if end < flow.end else []
    return [Part(flow.start, keys[0].begin, flow.path), *_parts(keys, end, (*flow.path, "nodes")), *rest]


def _places(text: str, flow: Part) -> list[Part] | None:
    """The layout of a flow, cut at its nodes."""
    head = _head(text, flow)
    keys = _keys_below(text, head, flow.end) if head is not None else None
    return [Part(flow.start, keys[0].begin, flow.path), *_parts(keys, flow.end, flow.path)] if keys else None
