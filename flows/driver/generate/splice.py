"""Puts new tests at the end of a file's `tests:` block. Not a byte of what stands there changes."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from flows.driver.generate.text import as_yaml
from flows.loader.document import read_document

TOP_LEVEL_LAST = "layout"
"""Stands last in a file by custom; new tests go before it."""
BYTE_ORDER_MARK = "\ufeff"
_BLANK_END = re.compile(r"\n[ \t\r\n]*\Z")
_BRACES = "its tests are written in braces"


class CannotSplice(ValueError):
    """The file is written so that nothing can be put into it; the message is one line."""


@dataclass
class _Field:
    """A field of the file: where its key begins and ends, what it holds and where that ends."""

    start: int
    key_end: int
    first: Any = None
    """The event with which the value begins."""
    last: Any = None
    """The last event that stands for something in the text: the ends of blocks do not."""
    indent: int | None = None
    """The column of the first key within."""


def splice(text: str, tests: Mapping[str, dict[str, Any]]) -> str:
    """A bot's text with further tests. Raises CannotSplice."""
    mark = BYTE_ORDER_MARK if text.startswith(BYTE_ORDER_MARK) else ""
    result = mark + _spliced(text.removeprefix(mark), as_yaml(tests))
    before, _ = read_document(text.encode(), "")
    after, findings = read_document(result.encode(), "")
    wanted = {**before.data, "tests": {**(before.data.get("tests") or {}), **tests}} if before is not None else None
    if findings or after is None or after.data != wanted:
        raise CannotSplice("it is written in a way that is not understood here")
    return result


def _spliced(text: str, entries: str) -> str:
    """`entries` as `as_yaml` writes them, by two spaces."""
    newline = "\r\n" if "\r\n" in text else "\n"
    fields = _fields(text)
    tests = fields.get("tests")
    if tests is None:
        return _with_block(text, fields, f"tests:\n{entries}", newline)
    if isinstance(tests.first, yaml.ScalarEvent) and _start(tests.first) == _end(tests.first):
        return _put(text, _line_end(text, tests.key_end), entries, newline)
    if not isinstance(tests.first, yaml.MappingStartEvent) or tests.first.flow_style or tests.indent is None:
        raise CannotSplice(_BRACES)
    return _put(text, _end_of(tests, text), _indented(entries, tests.indent), newline)


def _with_block(text: str, fields: dict[str, _Field], block: str, newline: str) -> str:
    """A file that has no tests yet."""
    if (before := fields.get(TOP_LEVEL_LAST)) is not None:
        return text[: before.start] + f"{block}\n".replace("\n", newline) + text[before.start :]
    last = max(fields.values(), key=lambda field: field.start)
    return _put(text, _end_of(last, text), f"\n{block}", newline)


def _fields(text: str) -> dict[str, _Field]:
    """The fields of a file that is one map, written line by line. Raises CannotSplice."""
    events = iter(yaml.parse(text, Loader=yaml.CSafeLoader))
    root = next(event for event in events if not isinstance(event, yaml.StreamStartEvent | yaml.DocumentStartEvent))
    if not isinstance(root, yaml.MappingStartEvent) or root.flow_style:
        raise CannotSplice("the file is no map of fields written line by line")
    fields: dict[str, _Field] = {}
    for key in events:
        if not isinstance(key, yaml.ScalarEvent):
            break
        field = fields[key.value] = _Field(_start(key), _end(key))
        for event in _value(events):
            field.first = field.first or event
            if event is not field.first and field.indent is None:
                field.indent = event.start_mark.column
            field.last = event if _stands(event) else field.last
    return fields


def _value(events: Iterator[Any]) -> Iterator[Any]:
    """The events of one value."""
    depth = 0
    for event in events:
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        yield event
        if depth == 0:
            return


def _stands(event: Any) -> bool:
    """Whether an event's end is a place in the text; the end of a block is wherever the next thing begins."""
    is_bracket = isinstance(event, yaml.CollectionEndEvent) and _start(event) != _end(event)
    return is_bracket or isinstance(event, yaml.ScalarEvent | yaml.AliasEvent)


def _end_of(field: _Field, text: str) -> int:
    """Behind the last line on which something of a field stands."""
    end = _end(field.last)
    if isinstance(field.last, yaml.ScalarEvent) and field.last.style in ("|", ">"):
        trailing = _BLANK_END.search(text[:end])
        return trailing.start() + 1 if trailing else end
    return _line_end(text, end)


def _start(event: Any) -> int:
    index: int = event.start_mark.index
    return index


def _end(event: Any) -> int:
    index: int = event.end_mark.index
    return index


def _line_end(text: str, at: int) -> int:
    found = text.find("\n", at)
    return len(text) if found < 0 else found + 1


def _put(text: str, at: int, added: str, newline: str) -> str:
    missing = "\n" if at > 0 and not text[:at].endswith("\n") else ""
    return text[:at] + f"{missing}{added}".replace("\n", newline) + text[at:]


def _indented(entries: str, indent: int) -> str:
    """As deep as the tests that are there."""
    return "".join(f"{' ' * indent}{line[2:]}" for line in entries.splitlines(keepends=True))
