"""YAML text to plain data, with the place of every key: one pass over the parser's events.

Built on events and not on PyYAML's composer, so that depth, aliases and size are bounded while reading
(alias bombs and 10,000 brackets are the caller's job, yaml/pyyaml#235), and duplicate keys are seen.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from flows.findings import Finding, Place
from flows.loader.scalars import NumberTooLong, plain_scalar

MAX_BYTES = 512 * 1024
"""A bot of 1,000 nodes is about 150 KB."""
MAX_DEPTH = 40
"""The deepest field of the language stands at depth 9."""
MAX_ALIASES = 100
"""Aliases are a convenience; a file that needs more of them is an attack or a mistake."""
MAX_KEY_CHARACTERS = 200
"""Names have 64 at most; the longest keys are the titles of tests."""

Path = tuple[str | int, ...]

_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")


@dataclass(frozen=True)
class Document:
    """Plain data and where each of its keys and items stands."""

    data: Any
    places: dict[Path, Place] = field(default_factory=dict)
    file: str = ""

    def place(self, path: Path) -> Place:
        """The place of the thing at `path`, or of the nearest thing around it."""
        for length in range(len(path), 0, -1):
            if (found := self.places.get(path[:length])) is not None:
                return found
        return Place(self.file, 1, 1)


class _Unreadable(Exception):
    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.message)
        self.finding = finding


def read_document(raw: bytes, file: str) -> tuple[Document | None, list[Finding]]:
    """Read one YAML document of a bot; the document is None when nothing could be read."""
    try:
        text = _decode(raw, file)
        builder = _Builder(file)
        data = builder.build(text)
    except _Unreadable as problem:
        return None, [problem.finding]
    except yaml.MarkedYAMLError as problem:
        mark = problem.problem_mark or problem.context_mark
        place = Place(file, mark.line + 1, mark.column + 1) if mark else Place(file)
        return None, [_syntax(place, problem.problem or "the text cannot be read")]
    except yaml.YAMLError as problem:
        return None, [_syntax(Place(file), str(problem).splitlines()[0])]
    return Document(data, builder.places, file), builder.findings


def _syntax(place: Place, problem: str) -> Finding:
    return Finding(
        "yaml.syntax", "", f"This is not readable YAML: {problem}.", "Check the indentation and quotes here.", place
    )


def _decode(raw: bytes, file: str) -> str:
    if len(raw) > MAX_BYTES:
        message = f"The file has {len(raw):,} bytes; a bot may have {MAX_BYTES:,}."
        raise _Unreadable(Finding("yaml.size", "", message, "Split the bot or take data out of it.", Place(file)))
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        line = raw[: problem.start].count(b"\n") + 1
        message = "The file is not UTF-8 text."
        raise _Unreadable(Finding("yaml.encoding", "", message, "Save it as UTF-8.", Place(file, line))) from None
    if (bad := _UNPRINTABLE.search(text)) is not None:
        line, column = text.count("\n", 0, bad.start()) + 1, bad.start() - text.rfind("\n", 0, bad.start())
        message = f"The character U+{ord(bad.group()):04X} cannot stand in a bot."
        place = Place(file, line, column)
        raise _Unreadable(Finding("yaml.encoding", "", message, "Delete this character.", place))
    return text


class _Builder:
    """Turns parser events into data; keeps places; bounds depth and aliases."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.places: dict[Path, Place] = {}
        self.findings: list[Finding] = []
        self._anchors: dict[str, Any] = {}
        self._open: set[str] = set()
        self._aliases = 0

    def build(self, text: str) -> Any:
        self._events: Iterator[Any] = iter(yaml.parse(text, Loader=yaml.CSafeLoader))
        next(self._events)  # stream start
        event = next(self._events)
        if isinstance(event, yaml.StreamEndEvent):
            return None
        data = self._value(next(self._events), (), 1)
        next(self._events)  # document end
        event = next(self._events)
        if isinstance(event, yaml.DocumentStartEvent):
            self._stop("yaml.documents", "The file holds more than one YAML document.", "Keep one bot a file.", event)
        return data

    def _place(self, event: Any) -> Place:
        return Place(self.file, event.start_mark.line + 1, event.start_mark.column + 1)

    def _stop(self, code: str, message: str, remedy: str, event: Any, path: Path = ()) -> None:
        raise _Unreadable(Finding(code, dotted(path), message, remedy, self._place(event)))

    def _add(self, code: str, message: str, remedy: str, event: Any, path: Path) -> None:
        self.findings.append(Finding(code, dotted(path), message, remedy, self._place(event)))

    def _value(self, event: Any, path: Path, depth: int) -> Any:
        if depth > MAX_DEPTH:
            self._stop("yaml.depth", f"Nested more than {MAX_DEPTH} deep.", "Flatten this part.", event)
        if isinstance(event, yaml.AliasEvent):
            return self._alias(event, path)
        self._check_tag(event, path)
        anchor = event.anchor
        if anchor:
            self._open.add(anchor)
        value: Any
        if isinstance(event, yaml.ScalarEvent):
            value = self._scalar(event, path)
        elif isinstance(event, yaml.SequenceStartEvent):
            value = self._sequence(path, depth)
        else:
            value = self._mapping(path, depth)
        if anchor:
            self._open.discard(anchor)
            self._anchors[anchor] = value
        return value

    def _alias(self, event: Any, path: Path) -> Any:
        self._aliases += 1
        if self._aliases > MAX_ALIASES:
            self._stop("yaml.alias", f"More than {MAX_ALIASES} aliases.", "Write the values out.", event)
        if event.anchor in self._open:
            self._stop("yaml.alias", f"The alias *{event.anchor} contains itself.", "Write the value out.", event, path)
        if event.anchor not in self._anchors:
            self._stop("yaml.alias", f"There is no anchor &{event.anchor}.", "Write the value out.", event, path)
        value = self._anchors[event.anchor]
        if isinstance(value, dict | list):
            # A shared collection could grow exponentially when it is walked; a bot has no need of one.
            self._stop("yaml.alias", "Only single values may be shared by an alias.", "Write it out.", event, path)
        return value

    def _check_tag(self, event: Any, path: Path) -> None:
        tag = event.tag
        if tag is None or tag == "!" or tag == "tag:yaml.org,2002:str":
            return
        shown = tag.replace("tag:yaml.org,2002:", "!!")
        self._stop("yaml.tag", f"The tag {shown} cannot be used in a bot.", "Delete the tag.", event, path)

    def _scalar(self, event: Any, path: Path) -> Any:
        if event.style or event.tag is not None:
            return event.value
        try:
            return plain_scalar(event.value)
        except NumberTooLong:
            self._add("yaml.number", "This number is too large.", "Put it in quotes if it is a code.", event, path)
            return 0

    def _sequence(self, path: Path, depth: int) -> list[Any]:
        items: list[Any] = []
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            item_path = (*path, len(items))
            self.places[item_path] = self._place(event)
            items.append(self._value(event, item_path, depth + 1))
        return items

    def _mapping(self, path: Path, depth: int) -> dict[Any, Any]:
        entries: dict[Any, Any] = {}
        written: dict[str, int] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent):
                self._stop("yaml.key", "A key must be one word or number.", "Put the key in quotes.", event, path)
            self._check_tag(event, path)
            key = self._scalar(event, path)
            if key is None or isinstance(key, bool | float):
                key = event.value
            entry_path = (*path, key)
            if len(str(key)) > MAX_KEY_CHARACTERS:
                message = f"A key has more than {MAX_KEY_CHARACTERS} characters."
                self._stop("yaml.key", message, "Shorten it.", event, path)
            if key == "<<":
                self._stop("yaml.key", "Merge keys (<<) are not part of the language.", "Write the fields out.", event)
            known = str(key) in written  # `1` and `"1"` are one key to all that reads the bot
            if known:
                first = written[str(key)]
                message = f"The key {key} stands here again (first on line {first})."
                self._add("yaml.duplicate", message, "Rename or delete one of them.", event, entry_path)
            else:
                written[str(key)] = event.start_mark.line + 1
                self.places[entry_path] = self._place(event)
            value = self._value(next(self._events), entry_path, depth + 1)
            if not known:
                entries[key] = value
        return entries


def dotted(path: Path) -> str:
    """A path as findings print it."""
    return ".".join(str(part) for part in path)
