"""The drawing of a bot's text: flows with their nodes and edges, where they stand, and the names that can be used."""

import json
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import yaml

from flows.exchange.canvas.badges import badges
from flows.exchange.canvas.edges import edges
from flows.exchange.canvas.names import names
from flows.exchange.canvas.pieces import MOST_KEPT, FlowPiece, Lines, flow_piece, flow_pieces
from flows.exchange.canvas.plain import Meaning
from flows.exchange.canvas.sentences import sentence
from flows.exchange.text.outline import Outline, outline
from flows.exchange.text.refusal import Refused
from flows.exchange.text.tree import read_tree
from flows.findings import Finding, Place
from flows.loader.document import MAX_BYTES, read_document

MARK = "\ufeff"


@dataclass(frozen=True)
class Drawing:
    """A bot that can be drawn; everything is JSON."""

    start: str | None
    flows: dict[str, dict[str, Any]] = field(default_factory=dict)
    """In the order of the text."""
    lines: dict[str, int] = field(default_factory=dict)
    """The line of each flow's key, from 1."""
    names: dict[str, Any] = field(default_factory=dict)

    def as_json(self, before: "Drawing | None" = None) -> dict[str, Any]:
        """The object that the canvas gets. `before`: only the flows that are not as they were there, None for those
        that are gone."""
        shown: dict[str, Any] = dict(self.flows)
        if before is not None:
            shown = {name: flow for name, flow in self.flows.items() if before.flows.get(name) != flow}
            shown |= {name: None for name in before.flows if name not in self.flows}
        return {
            "start": self.start, "order": list(self.flows), "lines": self.lines, "flows": shown, "names": self.names,
        }  # fmt: skip


class CannotDraw(ValueError):
    """A text that cannot be read; `finding` says why and where."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.message)
        self.finding = finding


@dataclass(frozen=True)
class _Read:
    """What stands in a text: everything but the flows as data, and the flows with their lines."""

    data: dict[str, Any]
    flows: tuple[tuple[FlowPiece, int], ...]
    """Each with the line of its key, from 0."""


def draw(text: str) -> Drawing:
    """The drawing of a bot's text, which may have errors. Raises CannotDraw where it is no text of a bot at all."""
    bare = text.removeprefix(MARK)
    _must_be_small(text)
    try:
        found = _by_parts(bare) or _as_a_whole(bare)
    except (yaml.YAMLError, Refused) as problem:
        raise CannotDraw(_why(text, problem)) from None
    return _drawn(found)


def _by_parts(text: str) -> _Read | None:
    """Flow by flow, of which most were read before; None where the text has to be read as a whole."""
    parts = outline(text)
    if parts is None or not parts.is_readable(set(range(len(parts.parts)))):
        return None
    lines = Lines(text)
    flows: list[tuple[FlowPiece, int]] = []
    for part in parts.parts:
        if part.path[0] != "flows" or len(part.path) < 2:
            continue
        piece = flow_piece(text[part.start : part.end])
        if piece is None:
            return None
        flows.append((piece, lines.of(part.start) + piece.line))
    if not flows:
        return None  # in braces, or there are none
    return _Read(_data(_without_flows(parts)), tuple(flows))


def _without_flows(parts: Outline) -> str:
    return "".join(parts.text[part.start : part.end] for part in parts.parts if part.path[0] != "flows")


@lru_cache(maxsize=32)
def _data(text: str) -> dict[str, Any]:
    """The data of a text without flows."""
    if not text.strip():
        return {}
    tree = read_tree(text)
    data = Meaning(tree.anchors).of(tree.root)
    return data if isinstance(data, dict) else {}


def _as_a_whole(text: str) -> _Read:
    tree = read_tree(text)
    data = Meaning(tree.anchors).of(tree.root)
    if not isinstance(data, dict):
        raise Refused("schema.type", "A bot is a map of fields.", "Begin with `voxloom: 1` and `bot: NAME`.", 0)
    return _Read(data, tuple((piece, piece.line) for piece in flow_pieces(tree)))


def _drawn(found: _Read) -> Drawing:
    own = {piece.name: piece for piece, _ in found.flows}
    data = {**found.data, "flows": {name: piece.fields for name, piece in own.items()}}
    start = data.get("start")
    return Drawing(
        str(start) if start is not None else None,
        _flows(own, data),
        {piece.name: line + 1 for piece, line in found.flows},
        names(data),
    )


def _flows(own: dict[str, FlowPiece], data: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """What is drawn of a flow hangs on itself, its layout, the names of all flows, and what the tools do."""
    layout, names_of_all = _map(data.get("layout")), tuple(own)
    tools = tuple(
        (name, tool.get("effect") == "write", tool.get("background") is True)
        for name, tool in _map(data.get("tools")).items()
        if isinstance(tool, dict)
    )
    return {
        name: _flow(piece, json.dumps(layout.get(name), default=str), names_of_all, tools)
        for name, piece in own.items()
    }


@lru_cache(maxsize=MOST_KEPT)
def _flow(
    piece: FlowPiece, written_layout: str, flows: tuple[str, ...], of_tools: tuple[tuple[str, bool, bool], ...]
) -> dict[str, Any]:
    layout = _map(json.loads(written_layout))
    tools = {name: (writes, background) for name, writes, background in of_tools}
    fields = piece.fields
    triggers = fields.get("triggers")
    nodes = [
        {
            "name": node.name, "type": _type(node.data), "sentence": sentence(node.data),
            "badges": badges(node.data, tools.get(_tool(node.data))), "value": node.written,
            **_place(layout.get(node.name)), "line": node.line, "lines": node.lines,
        }
        for node in piece.nodes
    ]  # fmt: skip
    return {
        "name": piece.name,
        "description": str(fields["description"]) if fields.get("description") is not None else "",
        "triggers": [str(one) for one in triggers] if isinstance(triggers, list) else [],
        "inputs": _map(fields.get("inputs")),
        "outputs": _map(fields.get("outputs")),
        "lines": piece.lines,
        "nodes": nodes,
        "edges": [one.as_json() for one in edges({node.name: node.data for node in piece.nodes}, flows)],
        "problem": piece.problem,
    }


def _type(node: Any) -> str | None:
    found = node.get("type") if isinstance(node, dict) else None
    return str(found) if found is not None else None


def _tool(node: Any) -> str:
    return str(node.get("tool")) if isinstance(node, dict) else ""


def _place(place: Any) -> dict[str, Any]:
    """Where a node stands on the canvas: `[x, y]` or `{x: …, y: …}`."""
    pair = (place.get("x"), place.get("y")) if isinstance(place, dict) else place
    if isinstance(pair, list | tuple) and len(pair) == 2 and all(map(_is_number, pair)):
        return {"x": pair[0], "y": pair[1]}
    return {"x": None, "y": None}


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and value == value  # not a NaN


def _map(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _must_be_small(text: str) -> None:
    size = len(text.encode("utf-8", "surrogatepass"))
    if size > MAX_BYTES:
        message = f"The text has {size:,} bytes; a bot may have {MAX_BYTES:,}."
        raise CannotDraw(Finding("yaml.size", "", message, "Split the bot or take data out of it."))


def _why(text: str, problem: yaml.YAMLError | Refused) -> Finding:
    """As the loader tells it."""
    _, findings = read_document(text.encode("utf-8", "surrogatepass"), "")
    if findings:
        return findings[0]
    if isinstance(problem, Refused):
        placed = problem.placed(text)
        code = placed.code if not placed.code.startswith("edit.") else "schema.type"
        return Finding(code, "", str(placed), placed.remedy, Place("", placed.line, placed.column))
    return Finding("yaml.syntax", "", "The text cannot be read.", "Mend it in the text.")
