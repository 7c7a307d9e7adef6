"""A tree to text in the one layout: two spaces a step, short maps in braces, long ones line by line."""

from collections.abc import Callable
from dataclasses import dataclass

from flows.exchange.format.gaps import without_repeats
from flows.exchange.format.scalars import STEP, in_one_line, moved
from flows.exchange.format.tree import BLANK, Collection, Entry, Node, Scalar

MAX_LINE_CHARACTERS = 120
"""A map or list in braces that would be longer is written line by line. Texts are never cut."""
FLOWS = "flows"
_NODES = f"{' ' * 2 * STEP}nodes:"


@dataclass(slots=True)
class _Piece:
    """An entry as lines."""

    entry: Entry
    lines: list[str]


Apart = Callable[[_Piece, _Piece], bool]
"""Whether a blank line must stand between two neighbours; else there is one where there was one."""


def render(root: Collection) -> str:
    """The text of a bot, with one line break at its end."""
    lines = _items(root, 0, lambda one, two: len(one.lines) > 1 or len(two.lines) > 1)
    return "\n".join(lines) + "\n"


def _long_flows(one: _Piece, two: _Piece) -> bool:
    return any(line.startswith(_NODES) and line[len(_NODES) :].lstrip()[:1] in ("", "#")
               for piece in (one, two) for line in piece.lines)  # fmt: skip


def _items(block: Collection, indent: int, apart: Apart | None = None) -> list[str]:
    """The lines of a map or list whose keys or dashes stand at `indent`."""
    pad = " " * indent
    lines: list[str] = []
    before: _Piece | None = None
    for entry in block.items:
        inner = _long_flows if indent == 0 and entry.key is not None and entry.key.raw.strip("\"'") == FLOWS else None
        piece = _Piece(entry, _entry(entry, indent, inner))
        above = without_repeats(entry.above)
        if before is None or _keeps_blank_lines(before.entry.value):
            above = above[1:] if above[:1] == [BLANK] else above
        elif apart is not None and above[:1] != [BLANK] and apart(before, piece):
            above = [BLANK, *above]
        lines += [pad + line if line else "" for line in above]
        lines += piece.lines
        before = piece
    below = without_repeats(block.below)
    if before is not None and _keeps_blank_lines(before.entry.value) and below[:1] == [BLANK]:
        below = below[1:]
    return lines + [pad + line if line else "" for line in below]


def _keeps_blank_lines(node: Node) -> bool:
    """Whether blank lines behind this would become part of its last text."""
    while isinstance(node, Collection):
        if node.is_flow or node.below or not node.items:
            return False
        node = node.items[-1].value
    return node.keeps_blank_lines


def _entry(entry: Entry, indent: int, apart: Apart | None = None) -> list[str]:
    """An entry, the comments above it left out."""
    head = " " * indent + (f"{entry.key.raw}:" if entry.key is not None else "-")
    value = entry.value
    if isinstance(value, Scalar):
        first, *rest = moved(value, indent)
        return _beside([f"{head} {first}".rstrip() if first else head, *rest], entry, last=not value.is_block)
    if value.is_flow and (lines := _braces(value, head, entry, indent)) is not None:
        return _beside(lines, entry, last=True)
    if entry.key is not None:
        return [*_beside([head], entry, last=False), *_items(value, indent + STEP, apart)]
    first, *rest = _items(value, indent + STEP)
    # Only what was in brackets has a comment here, and its first line may end within quotes.
    return _beside([f"{head} {first.lstrip(' ')}", *rest], entry, last=True)


def _braces(value: Collection, head: str, entry: Entry, indent: int) -> list[str] | None:
    """A value in braces or brackets that stays so; None when it is to be written line by line."""
    line = None if value.is_commented else _inline(value)
    if line is not None:
        line = f"{head} {line}"
        if len(line) <= MAX_LINE_CHARACTERS or not value.items or entry.is_answered():
            return [line]
        return None
    if not value.is_commented and not entry.is_answered():
        return None
    first, *rest = value.raw.split("\n")
    by = len(head) + 1 - value.column
    return [f"{head} {first.rstrip()}", *(_moved(line, by, indent) for line in rest)]


def _moved(line: str, by: int, indent: int) -> str:
    """A line within braces as far from the first one as before, but deeper than its key."""
    text = line.strip(" \t")
    least = indent if text[:1] in ("}", "]") else indent + STEP
    return " " * max(len(line) - len(line.lstrip(" ")) + by, least) + text if text else ""


def _beside(lines: list[str], entry: Entry, *, last: bool) -> list[str]:
    """Put the comment of an entry behind its first or last line, two spaces off."""
    if entry.beside:
        lines[-1 if last else 0] += f"  {entry.beside}"
    return lines


def _inline(node: Node) -> str | None:
    """A value in braces, brackets or as it is, in one line; None when it cannot be."""
    if isinstance(node, Scalar):
        return in_one_line(node)
    parts: list[str] = []
    for entry in node.items:
        value = _inline(entry.value)
        if value is None:
            return None
        if entry.key is not None:
            value = f"{entry.key.raw}: {value}" if entry.key.colon else entry.key.raw
        parts.append(value)
    inside = ", ".join(parts)
    return f"{{{inside}}}" if node.is_map else f"[{inside}]"
