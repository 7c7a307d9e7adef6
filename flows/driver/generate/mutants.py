"""Bots with one edge turned or taken away. A test of that edge must fail on each of them."""

import copy
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flows.definition.bot import Bot
from flows.definition.edges import END, HANDOFF, Branch, Next
from flows.definition.nodes.ask import Ask
from flows.definition.nodes.decide import Decide
from flows.definition.nodes.node import Node
from flows.driver.coverage import VISIT, Edge, edges_of_node

MAX_OTHER_NODES = 6
MAX_OTHER_FLOWS = 2
"""To so many nodes of its flow and so many other flows an edge is turned, beside the end and a person."""


@dataclass(frozen=True)
class Mutant:
    """A bot that differs in one edge."""

    what: str
    """What was done to it, for people: "leads to `end`"."""
    bot: Bot


def mutants(bot: Bot, edge: Edge) -> list[Mutant]:
    """Every bot that this one becomes when the edge is turned or taken away."""
    return [Mutant(what, _with_node(bot, edge, node)) for what, node in _turned(bot, edge)]


def _turned(bot: Bot, edge: Edge) -> Iterator[tuple[str, Node]]:
    node = bot.flows[edge.flow].nodes[edge.node]
    if edge.field == VISIT:
        yield "is passed over", Decide(type="decide", next=(Branch(**{"else": END}),))
    elif edge.field == "validate" and isinstance(node, Ask) and edge.branch is not None:
        refusal = node.refuse[edge.branch]
        yield "does not refuse", changed(node, refuse=_without(node.refuse, edge.branch))
        negated = changed(refusal, condition=f"!({refusal.condition})")
        yield "refuses the opposite", changed(node, refuse=_replaced(node.refuse, edge.branch, negated))
    elif edge.field == "confirm":
        yield "does not read back", changed(node, confirm=None)
    else:
        yield from _redirected(bot, edge, node)


def _redirected(bot: Bot, edge: Edge, node: Node) -> Iterator[tuple[str, Node]]:
    own: Next | None = getattr(node, edge.field)
    leads_to = own if own is not None else getattr(bot.defaults, edge.field, None)
    target = edges_of_node(bot, edge.flow, edge.node)[edge]
    if edge.branch is None or leads_to is None or isinstance(leads_to, str):
        for name in _others(bot, edge, target):
            yield f"leads to `{name}`", changed(node, **{edge.field: name})
        without = _left_out(bot, edge, node) if own is not None else None
        if without is not None and _target(_with_node(bot, edge, without), edge) != target:
            yield "is left out", without
        return
    at, branch = edge.branch, leads_to[edge.branch]
    field = "otherwise" if branch.condition is None else "go"
    for name in _others(bot, edge, target):
        turned = changed(branch, **{field: name})
        yield f"leads to `{name}`", changed(node, **{edge.field: _replaced(leads_to, at, turned)})
    if branch.condition is not None:
        yield "is left out", changed(node, **{edge.field: _without(leads_to, at)})
        negated = changed(branch, condition=f"!({branch.condition})")
        yield "is taken in the opposite case", changed(node, **{edge.field: _replaced(leads_to, at, negated)})


def _target(bot: Bot, edge: Edge) -> str | None:
    return edges_of_node(bot, edge.flow, edge.node).get(edge)


def _left_out(bot: Bot, edge: Edge, node: Node) -> Node | None:
    """The node without the field; None where the language asks for it."""
    is_last = bot.flows[edge.flow].after(edge.node) is None
    return None if edge.field == "next" and is_last else changed(node, **{edge.field: None})


def _others(bot: Bot, edge: Edge, target: str) -> list[str]:
    """Where else an edge could lead: the ends, the nodes around it, some other flows."""
    nodes = list(bot.flows[edge.flow].nodes)
    at = nodes.index(edge.node)
    near = sorted(nodes, key=lambda name: abs(nodes.index(name) - at))[:MAX_OTHER_NODES]
    flows = [name for name in bot.flows if name != edge.flow][:MAX_OTHER_FLOWS]
    names = dict.fromkeys((END, HANDOFF, *near, *flows))
    return [name for name in names if name != target]


def _without(entries: tuple[Any, ...], at: int) -> tuple[Any, ...]:
    return (*entries[:at], *entries[at + 1 :])


def _replaced(entries: tuple[Any, ...], at: int, entry: Any) -> tuple[Any, ...]:
    return (*entries[:at], entry, *entries[at + 1 :])


def _with_node(bot: Bot, edge: Edge, node: Node) -> Bot:
    flow = bot.flows[edge.flow]
    turned = changed(flow, nodes={**flow.nodes, edge.node: node})
    result: Bot = changed(bot, flows={**bot.flows, edge.flow: turned})
    return result


def changed(thing: Any, **fields: Any) -> Any:
    """A copy of a definition with other fields. Not read anew: its names in YAML are not those of its fields."""
    copied = copy.copy(thing)
    for name, value in fields.items():
        object.__setattr__(copied, name, value)
    return copied
