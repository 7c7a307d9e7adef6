"""The edits of a bot as data: what a canvas sends and Python calls. `flows.exchange.edit` makes them."""

import dataclasses
from dataclasses import dataclass, field
from typing import Any, ClassVar

from flows.exchange.text.refusal import Refused
from flows.loader.path import Path

Key = str | int


@dataclass(frozen=True, kw_only=True)
class Set:
    """Another value at a path, or a new one where only the last key is missing. Maps and lists are changed where they
    differ; keys that stay keep their order."""

    op: ClassVar[str] = "set"
    path: Path
    value: Any


@dataclass(frozen=True, kw_only=True)
class Unset:
    """Without what stands at a path."""

    op: ClassVar[str] = "unset"
    path: Path


@dataclass(frozen=True, kw_only=True)
class Add:
    """A new flow, slot, variable, intent or tool."""

    op: ClassVar[str] = "add"
    kind: str
    name: str
    value: Any


@dataclass(frozen=True, kw_only=True)
class Remove:
    """Without a flow, slot, variable, intent or tool. What speaks of it stays; `bot lint` tells of that."""

    op: ClassVar[str] = "remove"
    kind: str
    name: str


@dataclass(frozen=True, kw_only=True)
class Rename:
    """A flow, slot, variable, intent or tool has another name, everywhere."""

    op: ClassVar[str] = "rename"
    kind: str
    name: str
    to: str


@dataclass(frozen=True, kw_only=True)
class AddNode:
    """A new node of a flow, behind or before another one; the last where neither is named."""

    op: ClassVar[str] = "add_node"
    flow: str
    name: str
    value: dict[str, Any]
    after: str | None = None
    before: str | None = None
    at: tuple[float, float] | None = None
    """Where it stands on the canvas, x and y."""


@dataclass(frozen=True, kw_only=True)
class RemoveNode:
    """Without a node and its place on the canvas. Edges that lead to it stay; `bot lint` tells of them."""

    op: ClassVar[str] = "remove_node"
    flow: str
    name: str


@dataclass(frozen=True, kw_only=True)
class RenameNode:
    """A node has another name, everywhere."""

    op: ClassVar[str] = "rename_node"
    flow: str
    name: str
    to: str


@dataclass(frozen=True, kw_only=True)
class MoveNode:
    """A node stands before another one of its flow, or last. The order is the way on where a node has no `next`."""

    op: ClassVar[str] = "move_node"
    flow: str
    name: str
    before: str | None = None


@dataclass(frozen=True, kw_only=True)
class PlaceNode:
    """A node stands elsewhere on the canvas."""

    op: ClassVar[str] = "place_node"
    flow: str
    name: str
    x: float
    y: float


@dataclass(frozen=True, kw_only=True)
class AddEdge:
    """A node leads somewhere else too: the only way, or one more branch with a condition, before the `else`."""

    op: ClassVar[str] = "add_edge"
    flow: str
    node: str
    to: str
    condition: str | None = None
    field: str = "next"
    index: int | None = None
    """Where the branch stands among the others, from 0."""


@dataclass(frozen=True, kw_only=True)
class ChangeEdge:
    """An edge leads elsewhere or has another condition; `index` is that of the branch where there are several."""

    op: ClassVar[str] = "change_edge"
    flow: str
    node: str
    field: str = "next"
    index: int | None = None
    to: str | None = None
    condition: str | None = None


@dataclass(frozen=True, kw_only=True)
class RemoveEdge:
    """Without an edge. A lone `else` that is left becomes the only way; the last one takes the field along."""

    op: ClassVar[str] = "remove_edge"
    flow: str
    node: str
    field: str = "next"
    index: int | None = None


Operation = (
    Set | Unset | Add | Remove | Rename | AddNode | RemoveNode | RenameNode | MoveNode | PlaceNode | AddEdge
    | ChangeEdge | RemoveEdge
)  # fmt: skip
OPERATIONS: dict[str, type[Any]] = {
    kind.op: kind
    for kind in (
        Set, Unset, Add, Remove, Rename, AddNode, RemoveNode, RenameNode, MoveNode, PlaceNode, AddEdge, ChangeEdge,
        RemoveEdge,
    )
}  # fmt: skip
"""Every operation by its word."""
_TEXTS = frozenset({"kind", "name", "to", "flow", "node", "field", "condition", "after", "before"})


def as_json(operation: Operation) -> dict[str, Any]:
    """The object that is sent for an operation; fields that say nothing are left out."""
    told: dict[str, Any] = {"op": operation.op}
    for one in dataclasses.fields(operation):
        value = getattr(operation, one.name)
        if one.default is dataclasses.MISSING or value != one.default:
            told[one.name] = list(value) if isinstance(value, tuple) else value
    return told


def from_json(told: Any) -> Operation:
    """The operation of an object. Raises Refused where it is none."""
    kind = OPERATIONS.get(str(told.get("op"))) if isinstance(told, dict) else None
    if kind is None:
        raise _misshaped(f"An operation has `op`, one of {', '.join(OPERATIONS)}.")
    known = {one.name: one for one in dataclasses.fields(kind)}
    given = {name: value for name, value in told.items() if name != "op"}
    for name in given:
        if name not in known:
            raise _misshaped(f"`{kind.op}` has no field `{str(name)[:40]}`.")
    for name, one in known.items():
        if name not in given and one.default is dataclasses.MISSING:
            raise _misshaped(f"`{kind.op}` needs the field `{name}`.")
    operation: Operation = kind(**{name: _read(kind.op, name, value) for name, value in given.items()})
    return operation


def _read(op: str, name: str, value: Any) -> Any:
    if (
        name in _TEXTS
        and not isinstance(value, str)
        and (value is not None or name in ("flow", "name", "node", "kind"))
    ):
        raise _misshaped(f"`{name}` of `{op}` is a text.")
    if name == "index" and value is not None and (not isinstance(value, int) or isinstance(value, bool)):
        raise _misshaped("`index` is a whole number.")
    if name in ("x", "y") and not _is_number(value):
        raise _misshaped(f"`{name}` is a number.")
    if name == "at" and value is not None:
        if not isinstance(value, list | tuple) or len(value) != 2 or not all(map(_is_number, value)):
            raise _misshaped("`at` is two numbers, x and y.")
        return tuple(value)
    if name == "path":
        parts = value if isinstance(value, list | tuple) else ()
        if not parts or not all(isinstance(part, str | int) and not isinstance(part, bool) for part in parts):
            raise _misshaped("`path` is a list of keys and indices.")
        return tuple(parts)
    return value


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _misshaped(message: str) -> Refused:
    return Refused("edit.shape", message, "See docs/reference/edits.md.")


@dataclass(frozen=True)
class Edited:
    """What came of an edit. Places are indices in code points."""

    text: str
    """The new text."""
    edits: tuple[tuple[int, int, str], ...]
    """(from, to, insert) in places of the old text, in order; they do not overlap."""
    inverse: tuple[tuple[int, int, str], ...]
    """(from, to, insert) in places of the new text; they lead back to the old one."""
    notes: tuple[str, ...] = field(default=())
    """What was left alone and may have been meant."""
