"""The ways on which a caller is led who gives no answer: past everything that waits for nobody, out of questions that
fail, and past questions that are known to be answered."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from flows.checks.look import Look
from flows.checks.needed import needed_to_hold
from flows.checks.ways import Spot, Ways
from flows.definition.edges import END, HANDOFF, Next
from flows.definition.nodes.ask import Ask
from flows.definition.nodes.call import Call
from flows.definition.nodes.flow import RunFlow
from flows.definition.nodes.generate import Generate
from flows.definition.nodes.handoff import Handoff
from flows.definition.nodes.node import Node
from flows.definition.nodes.set import Set
from flows.expressions.conditions import words_of
from flows.loader.lost import LostNode
from flows.loader.path import Path

ON_HANDOFF, ON_CANNOT_HELP = "on_handoff", "on_cannot_help"
DEFAULT: Path = ("defaults", "on_fail")
MOST_ROUNDS = 10
"""Sub-flows within sub-flows; the engine runs no more."""

Sort = Literal["fail", "pass", "kept", "on", "run"]


@dataclass(frozen=True, slots=True)
class Step:
    """One way from a node to another: a question `fail`s, it is passed since its slot is known, or it goes `on`.

    A slot is known (`pass`) until its flow begins anew, or always (`kept`). A sub-flow that is `run` may fail too: its
    questions do, and it ends.
    """

    start: Spot
    end: Spot
    sort: Sort
    anew: bool = False
    """Whether a flow begins with it."""
    names: frozenset[str] = frozenset()
    """The names in the conditions on which it hangs."""
    condition: str | None = None
    """What must hold for it."""


class Silence:
    """The steps of a caller who says nothing, or nothing that helps."""

    def __init__(self, look: Look) -> None:
        self._look = look
        self._bot = look.bot
        self._ways = Ways(look)
        self.nodes = self._ways.nodes
        asks = [node for node in self.nodes.values() if isinstance(node, Ask)]
        self._asked_once = _once([node.slot for node in asks])
        self._asked = {node.slot for node in asks if node.confirm is None}
        self._ended: set[Spot] = set()
        self._unasked: set[Spot] = set()
        if any(isinstance(node, RunFlow) for node in self.nodes.values()):
            self._that_end(fail=False)
            self._that_end(fail=True)

    @cached_property
    def given_anywhere(self) -> frozenset[str]:
        """The names to which some node gives a value."""
        return frozenset[str]().union(*(given_names(node) for node in self.nodes.values()))

    def steps(self, spot: Spot) -> Iterator[Step]:
        """Everywhere that a node leads to without an answer."""
        node = self.nodes[spot]
        if isinstance(node, Ask):
            yield from self._of_question(spot, node)
        elif isinstance(node, RunFlow):
            if (first := self._ways.first(node.flow)) is not None:
                yield Step(spot, first, "run", anew=True)
                if first in self._ended:
                    yield from self._on(spot, node, sort="on" if first in self._unasked else "fail")
        elif not isinstance(node, LostNode):
            yield from self._on(spot, node)

    def unanswered(self, steps: Collection[Step]) -> frozenset[str]:
        """The slots that have no value on steps on which their questions, or those of sub-flows, fail."""
        slots: set[str] = set()
        passed = {step.start for step in steps if step.sort in ("pass", "kept")}
        for spot in {step.start for step in steps if step.sort == "fail"}:
            node = self.nodes[spot]
            asks = [node] if isinstance(node, Ask) and spot not in passed else []
            if isinstance(node, RunFlow) and (first := self._ways.first(node.flow)) is not None:
                asks = [inner for inside in self._reached(first) if isinstance(inner := self.nodes[inside], Ask)]
            slots |= {ask.slot for ask in asks if ask.confirm is None}
        return frozenset(slots)

    def _reached(self, start: Spot) -> list[Spot]:
        spots = {start: None}
        waiting = [start]
        for spot in waiting:  # grows while it is gone through
            for step in self.steps(spot):
                if step.end not in spots:
                    spots[step.end] = None
                    waiting.append(step.end)
        return waiting

    def needs(self, spot: Spot, condition: str | None) -> frozenset[str]:
        """The names that must have a value for a condition of a node."""
        if condition is None:
            return frozenset()
        tree = self._look.condition_tree(("flows", spot[0], "nodes", spot[1]), condition)
        return needed_to_hold(tree) if tree is not None else frozenset()

    def failing(self, spot: Spot) -> Iterator[tuple[Path, Step]]:
        """Where a question leads that fails, or a flow that ends so, with the place of the edge."""
        node, path = self.nodes[spot], ("flows", spot[0], "nodes", spot[1])
        if not isinstance(node, Ask):
            yield from ((path, step) for step in self.steps(spot) if step.sort == "fail")
            return
        place, leads_to = self._way_out(path, node)
        for step in self._targets(spot, leads_to, "fail"):
            if place != DEFAULT or step.anew:  # the defaults lead to flows
                yield place, step
        attempts = node.attempts or self._bot.defaults.attempts
        for repair, own in (("on_no_input", node.no_input), ("on_no_match", node.reprompts)):
            if not own and attempts > 1 and spot[0] != repair and (first := self._ways.first(repair)) is not None:
                yield ("flows", repair), Step(spot, first, "fail", anew=True)

    def _way_out(self, path: Path, node: Ask) -> tuple[Path, Next]:
        """The edge of a question that fails, and its place."""
        default = self._bot.defaults.on_fail
        if node.on_fail is not None:
            return (*path, "on_fail"), node.on_fail
        return (DEFAULT, default) if default is not None else (path, ON_CANNOT_HELP)

    def _of_question(self, spot: Spot, node: Ask) -> Iterator[Step]:
        yield from (step for _, step in self.failing(spot))
        if node.ask_again or node.confirm is not None:
            return
        slot = self._bot.slots.get(node.slot)
        if slot is not None and node.slot in self._asked_once:
            yield from self._on(spot, node, fields=("next",), sort="kept" if slot.keep else "pass")

    def _on(
        self, spot: Spot, node: Node, *, fields: tuple[str, ...] | None = None, sort: Sort = "on"
    ) -> Iterator[Step]:
        """The ways on by the edges of a node."""
        if (falls_to := self._ways.falls_to(spot)) is not None:
            yield Step(spot, falls_to, sort)
        if isinstance(node, Handoff):
            yield from self._targets(spot, HANDOFF, sort)
        for field, leads_to in node.edges():
            if fields is None or field in fields:
                yield from self._targets(spot, leads_to, sort)

    def _targets(self, spot: Spot, leads_to: Next, sort: Sort) -> Iterator[Step]:
        names = names_of(leads_to)
        branches = (
            [(leads_to, None)] if isinstance(leads_to, str) else [(one.target, one.condition) for one in leads_to]
        )
        for target, condition in branches:
            if (end := self._spot(spot[0], target)) is not None:
                anew = (spot[0], target) not in self.nodes
                yield Step(spot, end, sort, anew=anew, names=names, condition=condition)

    def _spot(self, flow: str, target: str) -> Spot | None:
        """Where a target leads; None where that is the end, or a flow that comes with the language."""
        if target == END:
            return None
        if (found := self._ways.spot(flow, target)) is not None:
            return found
        if target in (HANDOFF, ON_CANNOT_HELP) and flow != ON_HANDOFF:
            return self._ways.first(ON_HANDOFF)
        return None

    def _that_end(self, *, fail: bool) -> None:
        """Find the nodes from which a flow ends without an answer, so that a flow that runs it goes on; `fail`: also
        by questions that fail."""
        for _ in range(MOST_ROUNDS):
            found = self._with_end(fail=fail)
            if found == self._ended:
                break
            self._ended = found
            self._unasked = self._unasked if fail else found

    def _with_end(self, *, fail: bool) -> set[Spot]:
        """One round: sub-flows count as passed that were found to end."""
        before: dict[Spot, list[Spot]] = {}
        waiting = [spot for spot, node in self.nodes.items() if self._ends(spot, node, fail=fail)]
        for spot in self.nodes:
            for step in self.steps(spot):
                waits = step.sort in ("run", "pass") or (step.sort == "fail" and not fail)
                if not waits and not self.needs(step.start, step.condition) & self._asked:
                    before.setdefault(step.end, []).append(spot)
        found = set(waiting)
        for spot in waiting:  # grows while it is gone through
            for origin in before.get(spot, ()):
                if origin not in found:
                    found.add(origin)
                    waiting.append(origin)
        return found

    def _ends(self, spot: Spot, node: Node, *, fail: bool) -> bool:
        """Whether a node ends its flow without an answer."""
        if isinstance(node, Ask):
            return fail and self._may_end(spot, self._way_out(("flows", *spot), node)[1])
        passed = not isinstance(node, RunFlow) or self._ways.first(node.flow) in self._ended
        return passed and any(self._may_end(spot, leads_to) for _, leads_to in node.edges())

    def _may_end(self, spot: Spot, leads_to: Next) -> bool:
        return any(
            target == END and not self.needs(spot, condition) & self._asked for target, condition in _branches(leads_to)
        )


def _branches(leads_to: Next) -> list[tuple[str, str | None]]:
    """(target, condition) of everything that an edge may lead to."""
    if isinstance(leads_to, str):
        return [(leads_to, None)]
    return [(branch.target, branch.condition) for branch in leads_to]


def names_of(leads_to: Next) -> frozenset[str]:
    """The names in the conditions of an edge."""
    if isinstance(leads_to, str):
        return frozenset()
    return frozenset[str]().union(*(words_of(branch.condition) for branch in leads_to if branch.condition))


def given_names(node: Node) -> Iterable[str]:
    """The names to which a node gives values."""
    match node:
        case Set():
            return node.set.keys()
        case Call() | RunFlow():
            return node.save.keys()
        case Generate():
            return node.extract.keys()
    return ()


def _once(slots: list[str]) -> set[str]:
    seen: set[str] = set()
    again: set[str] = set()
    for slot in slots:
        (again if slot in seen else seen).add(slot)
    return seen - again
