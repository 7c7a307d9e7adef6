"""How single values are written: without quotes where that is safe, else in the quotes that are there."""

import json
import math
import re
from typing import Any

import yaml

from flows.exchange.text.refusal import Refused
from flows.loader.scalars import MAX_NUMBER_CHARACTERS, NumberTooLong, plain_scalar

MAX_LINE_CHARACTERS = 120
"""Longer lines of folded texts are broken, and longer maps in braces written line by line."""
_NOT_WRITABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|\ufeff")
"""What cannot stand in YAML as it is."""
_BREAKS = re.compile("[\t\n\r\x85\u2028\u2029]")
_FIRST = "-?:,[]{}#&*!|>'\"%@`="
_ESCAPES = {
    '"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r", "\0": "\\0", "\x85": "\\N", "\u2028": "\\L",
    "\u2029": "\\P",
}  # fmt: skip
_resolver = yaml.resolver.Resolver()
_TEXT_TAG = "tag:yaml.org,2002:str"


def is_scalar(value: Any) -> bool:
    """Whether something is a single value."""
    return value is None or isinstance(value, bool | int | float | str)


def scalar(value: Any, *, in_braces: bool, style: str = "") -> str:
    """A single value on one line, in the quotes of `style` where they can hold it. Raises Refused."""
    if not isinstance(value, str):
        return _number(value)
    if style == "" and plain_ok(value, in_braces=in_braces):
        return value
    single = style == "'" or (style == "" and '"' in value)
    if single and not needs_escapes(value):
        return "'" + value.replace("'", "''") + "'"
    return double_quoted(value)


def _number(value: Any) -> str:
    if isinstance(value, float) and not math.isfinite(value):
        raise Refused("edit.value", "A bot has no place for a number that is not finite.", "Write another number.")
    if value is not None and not isinstance(value, bool | int | float):
        raise Refused("edit.value", f"A {type(value).__name__} cannot be written in a bot.", "Give a text or a number.")
    if isinstance(value, int) and abs(value) >= 10 ** (MAX_NUMBER_CHARACTERS - 1):
        raise Refused("edit.value", "The number is too large to be read.", "Write it as a text if it is a code.")
    return json.dumps(value)


def plain_ok(text: str, *, in_braces: bool) -> bool:
    """Whether a text without quotes is read as that text, by this loader and by those of YAML 1.1."""
    if not text or text != text.strip() or text[0] in _FIRST or needs_escapes(text):
        return False
    if ": " in text or text.endswith(":") or " #" in text or text.startswith("..."):
        return False
    if in_braces and any(one in text for one in ",[]{}:?"):  # `?` for PyYAML's own scanner
        return False
    try:
        plain = plain_scalar(text)
    except NumberTooLong:
        return False
    return isinstance(plain, str) and _old_tag(text) == _TEXT_TAG


def _old_tag(text: str) -> Any:
    """What YAML 1.1 takes a text without quotes for."""
    return _resolver.resolve(yaml.ScalarNode, text, (True, False))  # type: ignore[no-untyped-call]


def needs_escapes(text: str) -> bool:
    """Whether a text cannot stand on one line as it is."""
    return _BREAKS.search(text) is not None or _NOT_WRITABLE.search(text) is not None


def double_quoted(text: str) -> str:
    """A text in double quotes. Raises Refused for halves of characters, which cannot be written."""
    return '"' + "".join(map(_escaped, text)) + '"'


def _escaped(one: str) -> str:
    if (known := _ESCAPES.get(one)) is not None:
        return known
    if _NOT_WRITABLE.match(one) is None:
        return one
    code = ord(one)
    if 0xD800 <= code <= 0xDFFF:
        raise Refused("edit.value", f"U+{code:04X} is half of a character.", "Leave it out.")
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def key(name: str | int, *, in_braces: bool, style: str = "") -> str:
    """A key, in its quotes where it has some."""
    if isinstance(name, int):
        return str(name)
    return scalar(name, in_braces=in_braces, style=style if style in ("'", '"') else "")


_HEADER = re.compile(r"([|>])([+-]?)([ \t]*(?:#[^\n]*)?)\Z")


def block_scalar(text: str, header: str, indent: int, *, more_below: bool) -> str | None:
    """A text as a block scalar like one that has this header; None where it cannot be one.

    `indent`: the column of its lines. `more_below`: there is a line end behind it, and no empty line behind that. The
    result has line feeds, and not the last one, which stands there already.
    """
    known = _HEADER.match(header.rstrip("\r\n"))
    lines = text.split("\n")
    if known is None or not text.strip() or needs_escapes(text.replace("\n", "")) or "\t" in text:
        return None
    ends = len(text) - len(text.rstrip("\n"))
    if lines[0][:1] in ("", " ") or any(line != line.rstrip() for line in lines) or (ends and not more_below):
        return None
    body = lines[: len(lines) - ends]
    if known[1] == ">":
        if any(line.startswith(" ") for line in body):
            return None
        body = _folded(body, indent)
    chomping = "-" if ends == 0 else "" if ends == 1 else "+"
    shown = [f"{' ' * indent}{line}" if line else "" for line in body] + [""] * (ends - 1)
    return "\n".join((f"{known[1]}{chomping}{known[3].rstrip()}", *shown))


def _folded(body: list[str], indent: int) -> list[str]:
    """The lines of a folded text: long ones are broken at single spaces, and each end of a line is an empty one."""
    result: list[str] = []
    for at, line in enumerate(body):
        result += [""] if at > 0 else []
        result += _wrapped(line, max(MAX_LINE_CHARACTERS - indent, 40)) if line else []
    return result


def _wrapped(line: str, width: int) -> list[str]:
    found: list[str] = []
    while len(line) > width:
        spaces = [at for at in _single_spaces(line) if at <= width]
        if not spaces:
            break
        found.append(line[: spaces[-1]])
        line = line[spaces[-1] + 1 :]
    return [*found, line]


def _single_spaces(line: str) -> list[int]:
    """Where a line can be broken: before a word that begins no comment."""
    return [match.start() for match in re.finditer(r"(?<=[^ ]) (?=[^ ])", line)]
