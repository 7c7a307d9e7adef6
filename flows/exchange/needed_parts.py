"""Which parts of a bot's text an operation has to read: what it changes, and what the names in it may be taken for."""

import re

from flows.exchange.edits import (
    Add,
    AddEdge,
    AddNode,
    ChangeEdge,
    MoveNode,
    Operation,
    PlaceNode,
    Remove,
    RemoveEdge,
    RemoveNode,
    Rename,
    RenameNode,
    Set,
    Unset,
)  # fmt: skip
from flows.exchange.field_order import field_after
from flows.exchange.rename import GROUPS
from flows.exchange.text.cut import around
from flows.exchange.text.outline import Outline
from flows.exchange.text.tree import Path

LARGE_FLOW_CHARACTERS = 6_000
"""From here on a flow is cut at its nodes where names are looked for: fifteen nodes and more."""
_MASKED = re.compile(r"\\[xuUNL_P]|\\\r?\n")
"""How a name can be written so that its letters do not stand in the text."""


def parts_of(operation: Operation, outline: Outline) -> set[int]:
    """The parts that an operation is about, as indices. Cuts flows at their nodes where that helps."""
    flow = operation.path[1] if isinstance(operation, Set | Unset) and len(operation.path) > 3 else None
    flow = getattr(operation, "flow", flow)
    if isinstance(flow, str):
        outline.cut_flow(flow)
        if isinstance(operation, AddNode | RemoveNode | RenameNode | PlaceNode):
            outline.cut_layout(flow)
    elif isinstance(operation, Add | Remove) and operation.kind == "flow":
        for name in outline.names.get(("flows",), ()):
            outline.cut_flow(name if name != operation.name else "")
    match operation:
        case Set(path=path) | Unset(path=path):
            return _around(outline, path)
        case Add(kind=kind, name=name):
            others = [("slots",), ("variables",)] if kind in ("slot", "variable") else []
            return _around(outline, (GROUPS.get(kind, kind), name)).union(*(_uncut(outline, path) for path in others))
        case Remove(kind=kind, name=name):
            more = _around(outline, ("layout", name)) if kind == "flow" else set()
            return _around(outline, (GROUPS.get(kind, kind), name)) | more
        case Rename(name=name, to=to):
            return _speaking(outline, name, to)
        case RenameNode(flow=flow, name=name, to=to):
            return _speaking_of_node(outline, flow, name, to)
        case _:
            return _of_flow(operation, outline)


def _of_flow(operation: Operation, outline: Outline) -> set[int]:
    match operation:
        case AddNode(flow=flow, name=name, at=at):
            beside = operation.after if operation.after is not None else operation.before
            own = _around(outline, ("flows", flow, "nodes", beside if beside is not None else name))
            return own | (_around(outline, ("layout", flow, name)) if at is not None else set())
        case RemoveNode(flow=flow, name=name):
            return _around(outline, ("flows", flow, "nodes", name)) | _around(outline, ("layout", flow, name))
        case MoveNode(flow=flow, name=name, before=before):
            nodes = outline.names.get(("flows", flow, "nodes"), [name])
            own = _around(outline, ("flows", flow, "nodes", name))
            return own | _around(outline, ("flows", flow, "nodes", before if before is not None else nodes[-1]))
        case PlaceNode(flow=flow, name=name):
            return _around(outline, ("layout", flow, name)) | _uncut(outline, ("flows", flow, "nodes"))
        case AddEdge(flow=flow, node=node) | ChangeEdge(flow=flow, node=node) | RemoveEdge(flow=flow, node=node):
            return _around(outline, ("flows", flow, "nodes", node))
    return set(range(len(outline.parts)))


def _around(outline: Outline, path: Path) -> set[int]:
    """The parts of something, and those next to it; of a new field of the bot, those between which it will stand."""
    if not path:
        return set()
    if path[0] in outline.names[()]:
        return around(outline, path)
    before = field_after(outline.names[()], str(path[0]))
    at = next((at for at, part in enumerate(outline.parts) if part.path[0] == before), len(outline.parts))
    # How the field before it is set apart from the one before that shows how a new one is.
    last = outline.parts[at - 1].path[:1]
    above = next(at for at, part in enumerate(outline.parts) if part.path[:1] == last)
    return {above - 1, above, at - 1, at} & set(range(len(outline.parts)))


def _uncut(outline: Outline, path: Path) -> set[int]:
    """The parts of a map whose names are not known without reading it."""
    if path in outline.names:
        return set()
    return {at for at, part in enumerate(outline.parts) if part.path == path[: len(part.path)]}


def _speaking(outline: Outline, *words: str) -> set[int]:
    """The parts in which a word stands, or may stand in disguise."""
    word = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, words))})(?!\w)")
    for part in list(outline.parts):
        is_large = part.end - part.start >= LARGE_FLOW_CHARACTERS and part.path[0] == "flows" and len(part.path) == 2
        if is_large and word.search(outline.text, part.start, part.end):
            outline.cut_flow(str(part.path[1]))
    masked = _MASKED.search(outline.text) is not None
    return {at for at, part in enumerate(outline.parts) if _holds(outline.text, part.start, part.end, word, masked)}


def _holds(text: str, start: int, end: int, word: re.Pattern[str], masked: bool) -> bool:
    if word.search(text, start, end) is not None:
        return True
    return masked and _MASKED.search(text, start, end) is not None


def _speaking_of_node(outline: Outline, flow: str, name: str, to: str) -> set[int]:
    """The parts of a flow, of tests and layout that speak of a node, and other flows that may have one of that name."""
    text = outline.text
    word = re.compile(rf"(?<!\w)(?:{re.escape(name)}|{re.escape(to)})(?!\w)")
    key = re.compile(rf"(?<!\w)[\"']?{re.escape(name)}[\"']?[ \t]*:")
    masked = _MASKED.search(text) is not None
    for part in list(outline.parts):
        if part.path[0] == "flows" and len(part.path) == 2 and _holds(text, part.start, part.end, key, masked):
            outline.cut_flow(str(part.path[1]))
    found: set[int] = set()
    for at, part in enumerate(outline.parts):
        own = part.path[0] == "tests" or part.path in (("layout",), ("flows",)) or part.path[1:2] == (flow,)
        # The nodes of a flow that was cut are known by name.
        other = part.path[0] == "flows" and not own and (*part.path[:2], "nodes") not in outline.names
        if (
            own
            and _holds(text, part.start, part.end, word, masked)
            or other
            and _holds(text, part.start, part.end, key, masked)
        ):
            found.add(at)
    return found
