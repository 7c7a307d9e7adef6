"""Another value at a place: in the form of the one that stands there, as far as it can hold the new one."""

from typing import Any

from flows.exchange.text.block import STEP
from flows.exchange.text.lines import column_of, content_end, line_end
from flows.exchange.text.place import Place
from flows.exchange.text.refusal import Refused
from flows.exchange.text.scalars import block_scalar, scalar
from flows.exchange.text.splices import Splice
from flows.exchange.text.tree import Group, Leaf, Link
from flows.exchange.text.write import block_lines, in_one_line, inline


def put(place: Place, value: Any) -> list[Splice]:
    """The splices. Raises Refused."""
    if place.parent is None:
        raise Refused("edit.path", "The whole bot cannot be set.", "Set one of its parts.", 0)
    place.refuse_shared(place.node)
    if place.in_braces or _fits(place, value):
        return _on_a_line(place, value)
    return _in_lines(place, value)


def _fits(place: Place, value: Any) -> bool:
    node = place.node
    at = node.start if isinstance(node, Leaf | Link) else place.behind
    in_list = place.parent is not None and not place.parent.is_map
    braces = isinstance(node, Group) and node.in_braces and node.entries
    return in_one_line(value, column_of(place.text, at), "braces" if in_list or braces else "any")


def _on_a_line(place: Place, value: Any) -> list[Splice]:
    node, behind = place.node, place.behind
    if isinstance(node, Group) and not node.in_braces:
        return place.block().replaced(inline(value, in_braces=False))
    if isinstance(node, Leaf) and isinstance(value, str) and not node.is_empty:
        return [Splice(node.start, node.end, as_before(place, node, value))]
    shown = inline(value, in_braces=place.in_braces)
    if node.start < node.end:
        kept = place.newline if place.text[node.end - 1] == "\n" else ""  # of a block scalar that keeps its last lines
        return [Splice(node.start, node.end, shown + kept)]
    if place.text[behind - 1 : behind] in (":", "-"):
        return [Splice(behind, behind, f" {shown}")]
    return [Splice(behind, behind, f": {shown}")]


def as_before(place: Place, leaf: Leaf, value: str) -> str:
    """A text in the manner of the one that stands there."""
    if leaf.style not in ("|", ">"):
        style = leaf.style if leaf.style in ("'", '"') else ""
        return scalar(value, in_braces=place.in_braces, style=style)
    text = place.text
    whole = text[leaf.start : leaf.end]
    keeps = whole.endswith("\n")
    header, _, body = whole.partition("\n")
    first = next((line for line in body.split("\n") if line.strip()), "")
    indent = len(first) - len(first.lstrip(" "))
    behind = leaf.end if keeps else line_end(text, leaf.end)
    next_line = text[behind : content_end(text, behind)]
    below = text[behind - 1 : behind] == "\n" and (not value.endswith("\n\n") or bool(next_line.strip()) or keeps)
    shown = None if leaf.anchor or leaf.tagged else block_scalar(value, header, indent, more_below=below)
    if shown is None:
        shown = scalar(value, in_braces=False, style='"')
    return (shown + "\n" if keeps else shown).replace("\n", place.newline)


def _in_lines(place: Place, value: Any) -> list[Splice]:
    """A map or list line by line, below the key or behind the dash."""
    node, column, text, newline = place.node, place.column, place.text, place.newline
    assert place.parent is not None
    assert column is not None
    step = _step(place)
    if isinstance(node, Group) and not node.in_braces:
        return _instead_of_lines(place, value, step)
    if not place.parent.is_map:
        body = newline.join(block_lines(value, column + 2, step)).lstrip(" ")
        return [Splice(node.start, node.end, body if node.start < node.end else f" {body}")]
    lines = block_lines(value, column + step, step)
    gone = [Splice(place.behind, node.end, "")] if node.end > place.behind else []
    end = line_end(text, max(node.end, place.behind))
    if text[node.end - 1 : node.end] == "\n":  # a block scalar that keeps its last lines
        gone, end = [Splice(place.behind, node.end, newline)], node.end
    if text[end - 1 : end] == "\n":
        return [*gone, Splice(end, end, "".join(f"{line}{newline}" for line in lines))]
    return [*gone, Splice(end, end, "".join(f"{newline}{line}" for line in lines))]


def _instead_of_lines(place: Place, value: Any, step: int) -> list[Splice]:
    block, newline = place.block(), place.newline
    first, last = block.lines(0), block.lines(len(block.group.entries) - 1)
    if not first.whole:
        body = newline.join(block_lines(value, first.column, step)).lstrip(" ")
        return [Splice(first.head, place.node.end, body)]
    lines = block_lines(value, (place.column or 0) + step, step)
    ending = newline if place.text[last.end - 1 : last.end] == "\n" else ""
    return [Splice(first.start, last.end, newline.join(lines) + ending)]


def _step(place: Place) -> int:
    """By how much new lines are indented: as those that stand there are."""
    node = place.node
    if isinstance(node, Group) and not node.in_braces and node.is_map and node.entries and place.column is not None:
        return max(column_of(place.text, node.entries[0].start) - place.column, 1)
    return STEP
