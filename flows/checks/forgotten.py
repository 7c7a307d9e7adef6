"""Answers that are lost before anything was done with them: the flow to which a node leads begins anew and forgets
what it asks for.

A flow that is led to by its name asks everything again; that is what menus are made of, and who starts over wants it.
It cannot be meant where a value has just been given to a slot, nothing has used it, and the flow that it can only have
been given for throws it away.
"""

from collections.abc import Iterator

from flows.checks.look import Look
from flows.checks.uses import given_names
from flows.checks.ways import Spot, Ways
from flows.definition.edges import Branch, Next
from flows.definition.nodes.ask import Ask
from flows.definition.nodes.call import Call
from flows.definition.nodes.flow import RunFlow
from flows.definition.nodes.node import Node
from flows.definition.nodes.set import Expression, Set
from flows.definition.repair import repair_flows
from flows.expressions.conditions import words_of
from flows.expressions.templates import TemplateProblem, names_in
from flows.findings import Finding
from flows.loader.path import Path
from flows.values.slots import Slot


def kept_answers(look: Look) -> Iterator[Finding]:
    """No flow is begun anew with a value that it forgets."""
    if not look.lost.paths:  # else what could not be read may use any value
        yield from _Forgetting(look).found()


class _Forgetting:
    """The flows of one bot, and what they forget when they begin anew."""

    def __init__(self, look: Look) -> None:
        self._look = look
        self._ways = Ways(look)
        slots, flows = look.bot.slots, look.bot.flows
        self._forgets = {
            name: {
                node.slot
                for node in flow.nodes.values()
                if isinstance(node, Ask) and node.slot in slots and not _asked_anew(slots[node.slot])
            }
            for name, flow in flows.items()
            if name not in repair_flows()
        }
        self._known_behind: dict[Spot, set[Spot]] = {}

    def found(self) -> Iterator[Finding]:
        """One finding an edge."""
        edges = [
            (spot, path, flow)
            for spot, node in self._ways.nodes.items()
            for path, flow in self._begun(spot, node.next)
            if self._forgets.get(flow)
        ]
        for spot, path, flow in edges:
            lost = [(name, giver) for name, giver in self._given_before(spot, flow) if not self._used(name, giver)]
            if lost:
                yield self._finding(path, flow, dict(lost))

    def _begun(self, spot: Spot, leads_to: Next | None) -> Iterator[tuple[Path, str]]:
        """The flows that the `next` of a node leads to, with where they are named."""
        path: Path = ("flows", spot[0], "nodes", spot[1], "next")
        nodes = self._look.bot.flows[spot[0]].nodes
        if isinstance(leads_to, str):
            yield from ((path, target) for target in (leads_to,) if target not in nodes)
        elif leads_to is not None:
            branches = ((at, branch.target) for at, branch in enumerate(leads_to))
            yield from (((*path, at), target) for at, target in branches if target not in nodes)

    def _given_before(self, edge: Spot, flow: str) -> Iterator[tuple[str, Spot]]:
        """The names that a flow forgets which were given a value on a way to an edge, with the nodes that gave it."""
        for at, node in self._look.bot.flows[edge[0]].nodes.items():
            spot = (edge[0], at)
            for name in given_names(node):
                taken_away = isinstance(node, Set) and node.set[name] is None
                if name in self._forgets[flow] and not taken_away and edge in {spot, *self._behind(spot)}:
                    yield name, spot

    def _behind(self, spot: Spot) -> set[Spot]:
        """The nodes of its flow to which a node that went well may lead."""
        if (known := self._known_behind.get(spot)) is not None:
            return known
        seen = self._known_behind[spot] = set()
        waiting = [to for field, to in self._onward(spot) if field == "next"]
        while waiting:
            if (at := waiting.pop()) not in seen:
                seen.add(at)
                waiting += [to for _, to in self._onward(at)]
        return seen

    def _onward(self, spot: Spot) -> Iterator[tuple[str, Spot]]:
        """The edges of a node to nodes of its flow; not to the flow itself, which begins anew."""
        if (falls_to := self._ways.falls_to(spot)) is not None:
            yield "next", falls_to
        for field, target in self._ways.nodes[spot].target_names():
            if (spot[0], target) in self._ways.nodes:
                yield field, (spot[0], target)

    def _used(self, name: str, giver: Spot) -> bool:
        """Whether something behind the node that gave it may use a value before its flow is left; or nothing ever does,
        so that it makes no difference."""
        nodes, behind = self._ways.nodes, self._behind(giver) - {giver}
        tested = any(
            branch.condition is not None and name in words_of(branch.condition)
            for branch in _branches(nodes[giver].next)
        )
        if tested or any(self._may_use(nodes[spot], name) for spot in behind):
            return True
        return not any(self._reads(node, name) for spot, node in nodes.items() if spot not in behind | {giver})

    def _may_use(self, node: Node, name: str) -> bool:
        """Whether a node, or a flow that it runs, may use a value, or asks for another one."""
        return isinstance(node, RunFlow) or (isinstance(node, Ask) and node.slot == name) or self._reads(node, name)

    def _reads(self, node: Node, name: str) -> bool:
        texts = [text for _, text in node.texts()]
        conditions = [text for _, text in node.conditions()]
        if isinstance(node, Set):
            conditions += [value.expr for value in node.set.values() if isinstance(value, Expression)]
        if isinstance(node, Call):
            conditions += node.save.values()
            tool = self._look.bot.tools.get(node.tool)
            texts += [text for _, text in tool.templates] if tool is not None else []
            texts += [text for _, text in self._look.texts_of_undo(node.tool)]
        return any(name in words_of(text) for text in conditions) or any(self._in_text(name, text) for text in texts)

    def _in_text(self, name: str, text: str) -> bool:
        try:
            return name in text and name in names_in(self._look.tree(text))
        except TemplateProblem:
            return True

    def _finding(self, path: Path, flow: str, lost: dict[str, Spot]) -> Finding:
        name, (of, giver) = next(iter(lost.items()))
        node = self._ways.nodes[of, giver]
        does = "asked for" if isinstance(node, Ask) else "gave a value"
        message = f"`{flow}` begins anew here and forgets `{name}`, which `{giver}` has just {does}."
        again = f", and `ask_again: true` at `{giver}`" if isinstance(node, Ask) and not node.ask_again else ""
        remedy = f"Write `keep: true` at the slot `{name}`{again}."
        if of == flow:
            remedy = "Lead to a node of the flow instead of its name, so that it forgets nothing."
        return self._look.finding("slot.forgotten", path, message, remedy, "warning")


def _asked_anew(slot: Slot) -> bool:
    """Whether nothing is lost: the value stays, or is a yes or no, which is worth nothing for another question."""
    return slot.keep or slot.type == "yes_no"


def _branches(leads_to: Next | None) -> tuple[Branch, ...]:
    return () if leads_to is None or isinstance(leads_to, str) else leads_to
