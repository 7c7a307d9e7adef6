"""Where names stand in a bot: every place with what it speaks of, so that a rename changes all of them.

Nodes say it themselves (`edges()`, `texts()`, `conditions()`), so that a new node type needs nothing here but for
fields that name things.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from pydantic import TypeAdapter, ValidationError

from flows.definition.edges import Next
from flows.definition.nodes.ask import Ask
from flows.definition.nodes.call import Call
from flows.definition.nodes.flow import RunFlow
from flows.definition.nodes.generate import Generate
from flows.definition.nodes.node import Node
from flows.definition.nodes.set import Expression, Set
from flows.definition.nodes.types import AnyNode
from flows.definition.tool_request import TEMPLATES, texts_below
from flows.engine.program import SWITCH_TYPES
from flows.loader.path import Path

Role = Literal[
    "flow", "node", "target", "value", "intent", "tool", "stub", "condition", "result", "template", "input", "output"
]
"""What a place speaks of. `target`: a node or flow that an edge leads to. `value`: a slot, a variable, or another name
that holds a value. `result`: an expression over what a tool or a flow, the `owner`, gives back."""


@dataclass(frozen=True, slots=True)
class Spot:
    """One place. `path` leads to a text, or to the entry whose key is meant."""

    path: Path
    role: Role
    is_key: bool = False
    owner: str | None = None
    """The flow in which the place lies or of which it speaks; None outside of flows."""
    own: frozenset[str] = frozenset()
    """Names that mean something else there: in the request of a tool its arguments, as in whom it verifies."""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A node that cannot be read; what it speaks of is not known."""

    path: Path


@cache
def _nodes() -> TypeAdapter[Any]:
    return TypeAdapter(AnyNode)


def spots(data: dict[Any, Any]) -> Iterator[Spot | Unreadable]:
    """Every place of a bot's data, or of a part of it."""
    for group, role in (("slots", "value"), ("variables", "value"), ("intents", "intent"), ("tools", "tool")):
        for name in _map(data, group):
            yield Spot((group, name), role, is_key=True)  # type: ignore[arg-type]
    if isinstance(data.get("start"), str):
        yield Spot(("start",), "flow")
    yield from _of_defaults(_map(data, "defaults"))
    for name, tool in _map(data, "tools").items():
        yield from _of_tool(data, name, tool)
    for name, route in _map(data, "routes").items():
        for at, switch in enumerate(_list(route, "switch")):
            if isinstance(switch, dict) and isinstance(switch.get("if"), str):
                path: Path = ("routes", name, "switch", at, "if")
                yield Spot(path, "condition", own=frozenset(SWITCH_TYPES))
    for name, base in _map(data, "knowledge").items():
        for at, source in enumerate(_list(base, "sources")):
            if isinstance(source, dict) and isinstance(source.get("if"), str):
                yield Spot(("knowledge", name, "sources", at, "if"), "condition")
    for language, texts in _map(data, "texts").items():
        for original in texts if isinstance(texts, dict) else ():
            yield Spot(("texts", language, original), "template", is_key=True)
            yield Spot(("texts", language, original), "template")
    for name, flow in _map(data, "flows").items():
        yield from _of_flow(str(name), flow)
    for name, test in _map(data, "tests").items():
        yield from _of_test(data, ("tests", name), test)
    for name, places in _map(data, "layout").items():
        yield Spot(("layout", name), "flow", is_key=True)
        for node in places if isinstance(places, dict) else ():
            yield Spot(("layout", name, node), "node", is_key=True, owner=str(name))


def _map(data: Any, group: str) -> dict[Any, Any]:
    entry = data.get(group) if isinstance(data, dict) else None
    return entry if isinstance(entry, dict) else {}


def _list(data: Any, field: str) -> list[Any]:
    entry = data.get(field) if isinstance(data, dict) else None
    return entry if isinstance(entry, list) else []


def _of_tool(data: dict[Any, Any], name: Any, tool: Any) -> Iterator[Spot]:
    if isinstance(tool, dict) and isinstance(key := tool.get("idempotency_key"), str) and key != "auto":
        yield Spot(("tools", name, "idempotency_key"), "template")
    request, verifies = _map(tool, "request"), _map(tool, "verifies")
    if isinstance(tool, dict) and isinstance(tool.get("confirm"), str):
        own = frozenset(map(str, _map(tool, "arguments") or _ever_given(data, name)))
        yield Spot(("tools", name, "confirm"), "template", own=own)
    if request or verifies:
        own = frozenset(map(str, _map(tool, "arguments") or _ever_given(data, name)))
        if isinstance(verifies.get("who"), str):
            yield Spot(("tools", name, "verifies", "who"), "template", own=own)
        for below, _ in texts_below({field: request.get(field) for field in TEMPLATES}):
            yield Spot(("tools", name, "request", *below), "template", own=own)


def _ever_given(data: dict[Any, Any], tool: Any) -> Iterator[Any]:
    """What a tool is called with."""
    for flow in _map(data, "flows").values():
        for node in _map(flow, "nodes").values():
            if isinstance(node, dict) and node.get("tool") == tool:
                yield from _map(node, "with")


def _of_defaults(defaults: dict[Any, Any]) -> Iterator[Spot]:
    for field in ("on_fail", "on_error"):
        for at, branch in enumerate(_list(defaults, field)):
            if isinstance(branch, dict) and isinstance(branch.get("if"), str):
                yield Spot(("defaults", field, at, "if"), "condition")
        yield from _targets(("defaults", field), defaults.get(field), None)
    for field in ("read_back", "confirm_tool"):
        if isinstance(defaults.get(field), str):
            yield Spot(("defaults", field), "template")


def _targets(path: Path, leads_to: Any, flow: str | None) -> Iterator[Spot]:
    if isinstance(leads_to, str):
        yield Spot(path, "target", owner=flow)
    for at, branch in enumerate(leads_to if isinstance(leads_to, list) else ()):
        for key in ("go", "else"):
            if isinstance(branch, dict) and isinstance(branch.get(key), str):
                yield Spot((*path, at, key), "target", owner=flow)


def _of_flow(name: str, flow: Any) -> Iterator[Spot | Unreadable]:
    path: Path = ("flows", name)
    yield Spot(path, "flow", is_key=True)
    for at, intent in enumerate(_list(flow, "triggers")):
        if isinstance(intent, str):
            yield Spot((*path, "triggers", at), "intent")
    for field, role in (("inputs", "input"), ("outputs", "output")):
        for own in _map(flow, field):
            yield Spot((*path, field, own), role, is_key=True, owner=name)  # type: ignore[arg-type]
    for own, written in _map(flow, "nodes").items():
        yield Spot((*path, "nodes", own), "node", is_key=True, owner=name)
        try:
            node = _nodes().validate_json(json.dumps(written, default=str))
        except (ValidationError, TypeError, ValueError):
            yield Unreadable((*path, "nodes", own))
            continue
        yield from _of_node((*path, "nodes", own), node, written, name)


def _of_node(path: Path, node: Node, written: Any, flow: str) -> Iterator[Spot]:
    for field, leads_to in node.edges():
        yield from _targets((*path, field), _plain(leads_to), flow)
    for below, _ in node.conditions():
        yield Spot((*path, *below), "condition", owner=flow)
    for below, _ in node.texts():
        yield Spot((*path, *below), "template", owner=flow)
    for language in getattr(node, "translations", ()):
        yield Spot((*path, "translations", language), "template", owner=flow)
    match node:
        case Ask():
            yield Spot((*path, "slot"), "value", owner=flow)
        case Call():
            yield Spot((*path, "tool"), "tool")
        case RunFlow():
            yield Spot((*path, "flow"), "flow")
            for name in node.arguments:
                yield Spot((*path, "with", name), "input", is_key=True, owner=node.flow)
        case Set():
            for name, value in node.set.items():
                yield Spot((*path, "set", name), "value", is_key=True, owner=flow)
                if isinstance(value, Expression):
                    yield Spot((*path, "set", name, "expr"), "condition", owner=flow)
        case Generate():
            for at, _ in enumerate(node.tools):
                yield Spot((*path, "tools", at), "tool")
            for field in ("extract", "stub"):
                for name in _map(written, field):
                    if name in node.extract:
                        yield Spot((*path, field, name), "value", is_key=True, owner=flow)
    for name in getattr(node, "save", ()):
        yield Spot((*path, "save", name), "value", is_key=True, owner=flow)
        yield Spot((*path, "save", name), "condition", owner=flow)
        if isinstance(node, RunFlow):
            yield Spot((*path, "save", name), "result", owner=node.flow)


def _plain(leads_to: Next) -> Any:
    """An edge as it stands in the data."""
    if isinstance(leads_to, str):
        return leads_to
    return [{"go": branch.go, "else": branch.otherwise} for branch in leads_to]


def _of_test(data: dict[Any, Any], path: Path, test: Any) -> Iterator[Spot]:
    for name, stub in _map(test, "stubs").items():
        yield Spot((*path, "stubs", name), "stub", is_key=True)
        flow, _, node = str(name).partition(".")
        extract = _map(_map(_map(_map(data, "flows"), flow), "nodes").get(node), "extract")
        for own in stub if isinstance(stub, dict) else ():
            if own in extract:
                yield Spot((*path, "stubs", name, own), "value", is_key=True, owner=flow)
    last: str | None = None
    for at, turn in enumerate(_list(test, "turns")):
        expected = _map(turn, "expect")
        where: Path = (*path, "turns", at, "expect")
        if "flow" in expected:
            last = expected["flow"] if isinstance(expected["flow"], str) else None
        if isinstance(expected.get("flow"), str):
            yield Spot((*where, "flow"), "flow")
        if isinstance(expected.get("node"), str):
            yield Spot((*where, "node"), "node", owner=last)
        for field in ("slots", "variables"):
            for name in _map(expected, field):
                yield Spot((*where, field, name), "value", is_key=True)
        for field in ("called", "not_called"):
            for index, call in enumerate(_list(expected, field)):
                if isinstance(call, str):
                    yield Spot((*where, field, index), "tool")
                elif isinstance(call, dict) and isinstance(call.get("tool"), str):
                    yield Spot((*where, field, index, "tool"), "tool")
