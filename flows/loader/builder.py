"""Parser events to data and places: one pass that bounds depth and aliases, and reads on where it can.

Built on events and not on PyYAML's composer, so that depth, aliases and size are bounded while reading
(alias bombs and 10,000 brackets are the caller's job, yaml/pyyaml#235), and duplicate keys are seen.
"""

from collections.abc import Iterator
from typing import Any

import yaml

from flows.findings import Finding, Place
from flows.loader.path import Path, dotted
from flows.loader.scalars import NumberTooLong, plain_scalar

MAX_DEPTH = 40
"""The deepest field of the language stands at depth 9."""
MAX_VALUES = 20_000
"""Keys count too. A bot of 1,000 nodes has about 14,000, one with 10,000 examples 11,000."""
MAX_ALIASES = 100
"""Aliases are a convenience; a file that needs more of them is an attack or a mistake."""
MAX_SHARED_TOLD = 10
"""More of the same is no help."""
MAX_KEY_CHARACTERS = 200
"""Names have 64 at most; the longest keys are the titles of tests."""
QUOTES = 'A text that begins with `{{` stands in quotes: `"{{ name }}"`.'


class Unreadable(Exception):
    """Nothing can be read on from here."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.message)
        self.finding = finding


class Builder:
    """Turns parser events into data; keeps places; notes what it could not take."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.places: dict[Path, Place] = {}
        self.findings: list[Finding] = []
        self.unread: dict[Path, Any] = {}
        """Values that must not count, with what was read of them."""
        self.unsure: dict[Path, Any] = {}
        """Things that count, but that lack what is given here."""
        self._anchors: dict[str, Any] = {}
        self._open: set[str] = set()
        self._aliases = 0

    def build(self, text: str) -> Any:
        """The data of the first document. Raises Unreadable, yaml.YAMLError."""
        self._events: Iterator[Any] = self._counted(yaml.parse(text, Loader=yaml.CSafeLoader))
        next(self._events)  # stream start
        event = next(self._events)
        if isinstance(event, yaml.StreamEndEvent):
            return None
        data = self._value(next(self._events), (), 1)
        next(self._events)  # document end
        event = next(self._events)
        if isinstance(event, yaml.DocumentStartEvent):
            message = "The file holds more than one YAML document."
            self._add("yaml.documents", message, "Keep one bot a file.", event, ())
            self.unsure[()] = None
        return data

    def _counted(self, events: Iterator[Any]) -> Iterator[Any]:
        """The events, as long as they are not too many. Raises Unreadable."""
        left = MAX_VALUES
        for event in events:
            if isinstance(event, yaml.NodeEvent):
                left -= 1
                if left < 0:
                    message = f"The file holds more than {MAX_VALUES:,} keys and values."
                    self._stop("yaml.size", message, "Split the bot or take data out of it.", event)
            yield event

    def _place(self, event: Any) -> Place:
        return Place(self.file, event.start_mark.line + 1, event.start_mark.column + 1)

    def _stop(self, code: str, message: str, remedy: str, event: Any) -> None:
        raise Unreadable(Finding(code, "", message, remedy, self._place(event)))

    def _add(self, code: str, message: str, remedy: str, event: Any, path: Path) -> None:
        self.findings.append(Finding(code, dotted(path), message, remedy, self._place(event)))

    def _value(self, event: Any, path: Path, depth: int) -> Any:
        if depth > MAX_DEPTH:
            self._stop("yaml.depth", f"Nested more than {MAX_DEPTH} deep.", "Flatten this part.", event)
        if isinstance(event, yaml.AliasEvent):
            return self._alias(event, path)
        known_tag = self._tag_is_known(event, path)
        anchor = event.anchor
        if anchor:
            self._open.add(anchor)
        value: Any
        if isinstance(event, yaml.ScalarEvent):
            value = self._scalar(event, path)
        elif isinstance(event, yaml.SequenceStartEvent):
            value = self._sequence(path, depth)
        else:
            value = self._mapping(event, path, depth)
        if anchor:
            self._open.discard(anchor)
            self._anchors[anchor] = value
        if not known_tag:
            self.unread[path] = value
        return value

    def _alias(self, event: Any, path: Path) -> Any:
        self._aliases += 1
        if self._aliases > MAX_ALIASES:
            self._stop("yaml.alias", f"More than {MAX_ALIASES} aliases.", "Write the values out.", event)
        value = self._anchors.get(event.anchor)
        if event.anchor in self._open:
            message, remedy = f"The alias *{event.anchor} contains itself.", "Write the value out."
        elif event.anchor not in self._anchors:
            message, remedy = f"There is no anchor &{event.anchor}.", "Write the value out."
        elif isinstance(value, dict | list):
            # A shared collection could grow exponentially when it is walked; a bot has no need of one.
            message, remedy = "Only single values may be shared by an alias.", "Write it out."
        else:
            return value
        if len(self.unread) < MAX_SHARED_TOLD:
            self._add("yaml.alias", message, remedy, event, path)
        self.unread[path] = value
        return None

    def _tag_is_known(self, event: Any, path: Path) -> bool:
        tag = event.tag
        if tag is None or tag == "!" or tag == "tag:yaml.org,2002:str":
            return True
        shown = tag.replace("tag:yaml.org,2002:", "!!")
        self._add("yaml.tag", f"The tag {shown} cannot be used in a bot.", "Delete the tag.", event, path)
        return False

    def _scalar(self, event: Any, path: Path) -> Any:
        if event.style or event.tag is not None:
            return event.value
        try:
            return plain_scalar(event.value)
        except NumberTooLong:
            self._add("yaml.number", "This number is too large.", "Put it in quotes if it is a code.", event, path)
            self.unread[path] = None
            return 0

    def _sequence(self, path: Path, depth: int) -> list[Any]:
        items: list[Any] = []
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            item_path = (*path, len(items))
            self.places[item_path] = self._place(event)
            items.append(self._value(event, item_path, depth + 1))
        return items

    def _mapping(self, start: Any, path: Path, depth: int) -> dict[Any, Any]:
        entries: dict[Any, Any] = {}
        written: dict[str, tuple[Any, int]] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            key = self._key(event, start, path, depth)
            if key is None:
                continue
            entry_path = (*path, key)
            first, line = written.setdefault(str(key), (key, 0))  # `1` and `"1"` are one key to all that reads the bot
            if line:
                message = f"The key {key} stands here again (first on line {line})."
                self._add("yaml.duplicate", message, "Rename or delete one of them.", event, entry_path)
                self._again(entries, (*path, first), depth)
                continue
            written[str(key)] = key, event.start_mark.line + 1
            self.places[entry_path] = self._place(event)
            entries[key] = self._value(next(self._events), entry_path, depth + 1)
        return entries

    def _key(self, event: Any, start: Any, path: Path, depth: int) -> str | int | None:
        """A key; None when the entry cannot be taken and was passed over."""
        if not isinstance(event, yaml.ScalarEvent):
            braces = start.flow_style and isinstance(event, yaml.MappingStartEvent)
            message = "Braces without quotes begin a map." if braces else "A key must be one word or number."
            self._add("yaml.key", message, QUOTES if braces else "Put the key in quotes.", event, path)
            self._pass_over(event, path, depth)
            value = self._pass_over(next(self._events), path, depth)
            if path:
                self.unread[path] = value
            return None
        self._tag_is_known(event, path)
        text: str = event.value
        if len(text) > MAX_KEY_CHARACTERS:
            message = f"A key has more than {MAX_KEY_CHARACTERS} characters."
            self._add("yaml.key", message, "Shorten it.", event, path)
            self._pass_over(next(self._events), path, depth)
            return None
        if text == "<<":
            self._add("yaml.key", "Merge keys (<<) are not part of the language.", "Write the fields out.", event, path)
            self.unsure[path] = self._pass_over(next(self._events), path, depth)
            return None
        try:
            key = text if event.style or event.tag is not None else plain_scalar(text)
        except NumberTooLong:
            self._add("yaml.number", "This number is too large.", "Put it in quotes if it is a code.", event, path)
            key = text
        return text if key is None or isinstance(key, bool | float) else key

    def _pass_over(self, event: Any, path: Path, depth: int) -> Any:
        """Read something that does not count; nothing more is told of it."""
        _, value = self._aside(event, path, depth)
        return value

    def _again(self, entries: dict[Any, Any], path: Path, depth: int) -> None:
        """The second value of a key. The maps of a bot are joined, so that what stands in both can be checked."""
        second, value = self._aside(next(self._events), path, depth, tell=True)
        known = entries[path[-1]]
        if len(path) > 1 or not isinstance(known, dict) or not isinstance(value, dict):
            self.unsure[path] = value
            return
        for name, entry in value.items():
            if name in known:
                self.unsure[*path, name] = entry
            else:
                known[name] = entry
        for place, where in second.places.items():
            self.places.setdefault(place, where)
        for part, noted in ((self.unread, second.unread), (self.unsure, second.unsure)):
            part.update((place, entry) for place, entry in noted.items() if place[:2] not in self.unsure)

    def _aside(self, event: Any, path: Path, depth: int, *, tell: bool = False) -> tuple["Builder", Any]:
        """Read a value into a builder of its own; only what is wrong with it is told here, when it is to be told."""
        other = Builder(self.file)
        other._events, other._anchors, other._open, other._aliases = (
            self._events, self._anchors, self._open, self._aliases,
        )  # fmt: skip
        value = other._value(event, path, depth + 1)
        self._aliases = other._aliases
        if tell:
            self.findings += other.findings
        return other, value
