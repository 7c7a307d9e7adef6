"""Tests as YAML text, in the shape in which people write them."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from flows.loader.document import read_document
from flows.loader.scalars import NumberTooLong, plain_scalar

MAX_LINE_CHARACTERS = 120
"""A turn that is longer stands on two lines."""
_PLAIN = re.compile(r"[A-Za-z0-9$][A-Za-z0-9 _.$'’;/()+!-]*\Z")
"""What needs no quotes, also inside braces; everything else gets some."""


def as_yaml(tests: Mapping[str, dict[str, Any]], indent: int = 2) -> str:
    """The entries of a `tests:` block, indented by so many spaces."""
    lines = (line for name, test in tests.items() for line in _test(name, test))
    return "".join(f"{' ' * indent}{line}\n" for line in lines)


def can_be_written(test: dict[str, Any]) -> bool:
    """Whether what is read from its YAML is the test again."""
    document, findings = read_document(f"tests:\n{as_yaml({'x': test})}".encode(), "tests")
    return not findings and document is not None and bool(document.data == {"tests": {"x": test}})


def _test(name: str, test: dict[str, Any]) -> Iterator[str]:
    yield f"{_scalar(name)}:"
    for field, value in test.items():
        if field != "turns":
            yield f"  {field}: {_inline(value)}"
    yield "  turns:"
    for turn in test["turns"]:
        first, *rest = _entries(turn, 6)
        one = f"    - {_inline(turn)}"
        yield from [one] if _fits(one) else (f"    - {first.lstrip()}", *rest)


def _entries(entries: Mapping[str, Any], indent: int) -> Iterator[str]:
    """A line an entry; maps that are too long for one have a line an entry themselves."""
    for name, value in entries.items():
        line = f"{' ' * indent}{_scalar(name)}: {_inline(value)}"
        if _fits(line) or not isinstance(value, dict):
            yield line
        else:
            yield f"{' ' * indent}{_scalar(name)}:"
            yield from _entries(value, indent + 2)


def _fits(line: str) -> bool:
    return len(line) + 2 <= MAX_LINE_CHARACTERS


def _inline(value: Any) -> str:
    match value:
        case dict():
            return "{" + ", ".join(f"{_scalar(str(name))}: {_inline(entry)}" for name, entry in value.items()) + "}"
        case list() | tuple():
            return "[" + ", ".join(_inline(entry) for entry in value) + "]"
        case str():
            return _scalar(value)
    return json.dumps(value)


def _scalar(text: str) -> str:
    """A text, in quotes where it would be read as something else."""
    try:
        plain = plain_scalar(text) == text and isinstance(plain_scalar(text), str)
    except NumberTooLong:
        plain = False
    if plain and _PLAIN.match(text) and text == text.strip() and text.lower() not in ("yes", "no", "on", "off"):
        return text
    quoted = json.dumps(text, ensure_ascii=False)
    return "".join(one if one.isprintable() else f"\\U{ord(one):08x}" for one in quoted)
