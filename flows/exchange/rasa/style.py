"""A bot's data as YAML that looks as a person writes it: short things in one line, long texts folded."""

import json
import re
from typing import Any

from flows.loader.scalars import NumberTooLong, plain_scalar

MAX_LINE = 120
_SAFE_FIRST = re.compile(r"[A-Za-z0-9(/$€£+.]")
_YAML_1_1 = frozenset("y n yes no on off true false null ~".split())
"""Other readers of YAML take these for values; they are quoted."""
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\xa0\ud800-\udfff\u2028\u2029\ufeff\ufffe\uffff]")
_TAG = re.compile(r"\{[{%].*?[}%]\}")
BLANK_BEFORE = frozenset({"slots", "variables", "intents", "tools", "defaults", "flows", "tests"})


def to_yaml(bot: dict[str, Any], head: str) -> str:
    """The whole bot. `head` is a comment for its first lines."""
    lines = [f"# {line}" for line in head.splitlines()]
    for key, value in bot.items():
        if key in BLANK_BEFORE:
            lines.append("")
        if key == "flows":
            lines.append("flows:")
            for at, (name, flow) in enumerate(value.items()):
                lines += ([""] if at else []) + _entry(name, flow, 2)
        else:
            lines += _entry(key, value, 0)
    return "\n".join(lines) + "\n"


def _entry(key: Any, value: Any, indent: int) -> list[str]:
    """A key with its value, as few lines as fit."""
    pad = " " * indent
    start = f"{pad}{scalar(key)}:"
    if not isinstance(value, dict | list):
        return _single(start, value, indent)
    if not value:
        return [f"{start} {'{}' if isinstance(value, dict) else '[]'}"]
    line = f"{start} {in_line(value)}"
    if _may_be_in_line(key, value, indent) and len(line) <= MAX_LINE:
        return [line]
    if isinstance(value, dict):
        return [start, *(line for name, entry in value.items() for line in _entry(name, entry, indent + 2))]
    return [start, *(line for entry in value for line in _item(entry, indent + 2))]


def _may_be_in_line(key: Any, value: Any, indent: int) -> bool:
    """Maps of declarations and of nodes stand one below the other; so do branches, and lists of sentences."""
    if key in ("nodes", "examples", "turns") or (indent == 0 and key != "defaults"):
        return False
    if isinstance(value, list):
        return not any(isinstance(entry, dict) for entry in value) and len(value) <= 4
    if key in ("choices",):
        return len(value) <= 3
    flat = not any(isinstance(entry, dict | list) and len(entry) > 0 for entry in value.values())
    small = all(_is_small(entry) for entry in value.values())
    return (flat and len(value) <= 6) or (small and len(value) <= 5)


def _is_small(entry: Any) -> bool:
    """A value that may stand inside of braces: no branches, no several levels."""
    if isinstance(entry, dict):
        return len(entry) <= 3 and not any(isinstance(inner, dict | list) for inner in entry.values())
    return not isinstance(entry, list) or (len(entry) <= 1 and not any(isinstance(inner, dict) for inner in entry))


def _item(entry: Any, indent: int) -> list[str]:
    pad = " " * indent
    if isinstance(entry, dict):
        line = f"{pad}- {in_line(entry)}"
        if len(line) <= MAX_LINE:
            return [line]
        lines = [line for name, value in entry.items() for line in _entry(name, value, indent + 2)]
        return [f"{pad}- {lines[0].lstrip()}", *lines[1:]]
    return _single(f"{pad}-", entry, indent)


def _single(start: str, value: Any, indent: int) -> list[str]:
    text = scalar(value)
    if len(start) + 1 + len(text) <= MAX_LINE or not isinstance(value, str) or not _can_fold(value):
        return [f"{start} {text}"]
    return [f"{start} >-", *_folded(value, " " * (indent + 2))]


def _can_fold(text: str) -> bool:
    plain = not _UNPRINTABLE.search(text) and "  " not in text and text == text.strip()
    return plain and " " in text and text[0] not in "#\t"


def _folded(text: str, pad: str) -> list[str]:
    lines, line = [], ""
    joined = _TAG.sub(lambda match: match[0].replace(" ", "\0"), text)
    for word in (piece.replace("\0", " ") for piece in joined.split(" ")):
        if line and len(pad) + len(line) + 1 + len(word) > MAX_LINE:
            lines.append(pad + line)
            line = word
        else:
            line = f"{line} {word}" if line else word
    return [*lines, pad + line]


def in_line(value: Any) -> str:
    """A value in braces or brackets."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{scalar(key, inside=True)}: {in_line(entry)}" for key, entry in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(in_line(entry) for entry in value) + "]"
    return scalar(value, inside=True)


def scalar(value: Any, *, inside: bool = False) -> str:
    """A single value; `inside`: it stands in braces."""
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case int() | float():
            return str(value)
    text = str(value)
    return text if _is_plain(text, inside=inside) else _quoted(text)


def _is_plain(text: str, *, inside: bool) -> bool:
    if not text or text != text.strip() or not _SAFE_FIRST.match(text) or _UNPRINTABLE.search(text):
        return False
    if ": " in text or " #" in text or text.endswith(":") or text.lower() in _YAML_1_1:
        return False
    if inside and re.search(r"[,\[\]{}?]|:$", text):
        return False
    if re.fullmatch(r"[\d.+:\-_eE/ ]+|0[xob][\da-fA-F_]+", text):
        return False  # dates, times and numbers
    try:
        return plain_scalar(text) == text
    except NumberTooLong:
        return False


def _quoted(text: str) -> str:
    if '"' in text and "'" not in text and "\\" not in text and not _UNPRINTABLE.search(text):
        return f"'{text}'"
    made = json.dumps(text, ensure_ascii=False)
    return _UNPRINTABLE.sub(lambda match: f"\\u{ord(match[0]):04x}", made)
