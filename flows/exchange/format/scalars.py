"""Texts over several lines, moved to another indentation."""

from flows.exchange.format.tree import Scalar

STEP = 2
"""Columns of one indentation."""


def moved(scalar: Scalar, indent: int) -> list[str]:
    """The lines of a value whose key or dash stands at `indent`; the first one without indentation."""
    if "\n" not in scalar.raw:
        return [scalar.raw]
    first, *lines = scalar.raw.split("\n")
    if scalar.is_block:
        margin = " " * (indent + (scalar.digit or STEP))
        cut = (line[scalar.margin :] for line in lines)
        return [first.rstrip(), *(margin + line if line else "" for line in cut)]
    margin = " " * (indent + STEP)
    last = lines.pop()
    inner = [_without_end(line.lstrip(" \t")) for line in lines]
    return [_without_end(first), *(margin + line if line else "" for line in inner), margin + last.lstrip(" \t")]


def in_one_line(scalar: Scalar) -> str | None:
    """A text between braces in one line; None when its line breaks mean something."""
    if "\n" not in scalar.raw:
        return scalar.raw
    lines = [line.strip(" \t") for line in scalar.raw.split("\n")]
    if any(not line or line.endswith("\\") for line in lines[:-1]):
        return None
    return " ".join(lines)


def _without_end(line: str) -> str:
    """Without spaces at the end, where the last of them is not written as one that counts."""
    stripped = line.rstrip(" \t")
    slashes = len(stripped) - len(stripped.rstrip("\\"))
    return line if slashes % 2 and stripped != line else stripped
