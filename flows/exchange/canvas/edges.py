"""Where the nodes of a flow lead, by the fields and branches in which it is written."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from flows.definition.edges import END, HANDOFF
from flows.definition.nodes.types import NODE_TYPES
from flows.definition.repair import repair_flows

FIELDS = ("next", "on_fail", "on_error", "on_unknown")


@dataclass(frozen=True)
class Edge:
    """One way from a node; `field` and `index` are what edits of edges take."""

    node: str
    field: str
    index: int | None
    """Of the branch; None where there is one way only."""
    condition: str | None
    otherwise: bool
    """It is the `else` of branches."""
    falls: bool
    """Nothing is written: the next node of the flow follows."""
    to: str
    kind: str
    """`node`, `flow`, `end`, `handoff`, or `missing`."""

    def as_json(self) -> dict[str, Any]:
        """The object that the canvas gets."""
        return {
            "node": self.node, "field": self.field, "index": self.index, "condition": self.condition,
            "else": self.otherwise, "falls": self.falls, "to": self.to, "kind": self.kind,
        }  # fmt: skip


def edges(nodes: dict[str, Any], flows: Collection[str]) -> list[Edge]:
    """The edges of a flow's nodes, given as data that may have errors. `flows`: the names of all flows."""
    names = list(nodes)
    found: list[Edge] = []
    for at, (name, node) in enumerate(nodes.items()):
        if not isinstance(node, dict):
            continue
        for field in FIELDS:
            for index, condition, otherwise, to in _branches(node.get(field)):
                found.append(Edge(name, field, index, condition, otherwise, False, to, _kind(to, nodes, flows)))
        if node.get("next") is None and at + 1 < len(names) and _leads_on(node):
            found.append(Edge(name, "next", None, None, False, True, names[at + 1], "node"))
    return found


def _leads_on(node: dict[str, Any]) -> bool:
    kind = NODE_TYPES.get(str(node.get("type")))
    return kind is None or not kind.ends


def _branches(leads_to: Any) -> Iterator[tuple[int | None, str | None, bool, str]]:
    """Index, condition, whether it is the else, and target."""
    if leads_to is None or isinstance(leads_to, dict):
        return
    if not isinstance(leads_to, list):
        yield None, None, False, str(leads_to)
        return
    for index, branch in enumerate(leads_to):
        if not isinstance(branch, dict):
            continue
        otherwise = "else" in branch
        to = branch.get("else") if otherwise else branch.get("go")
        if to is not None:
            condition = branch.get("if")
            yield index, str(condition) if condition is not None and not otherwise else None, otherwise, str(to)


def _kind(to: str, nodes: Collection[str], flows: Collection[str]) -> str:
    if to in (END, HANDOFF):
        return to
    if to in nodes:
        return "node"
    return "flow" if to in flows or to in repair_flows() else "missing"
