"""Ways around something that callers must have passed: a confirmation, a proof of who they are."""

from collections.abc import Iterable, Iterator
from functools import cached_property, partial

from flows.checks.consents import targets_with_consent
from flows.checks.look import Look
from flows.checks.uses import DEFAULT_EDGES
from flows.checks.visits import Visits
from flows.checks.ways import Spot, Ways
from flows.definition.edges import END, Next
from flows.definition.nodes.call import Call
from flows.definition.nodes.flow import RunFlow
from flows.definition.nodes.generate import Generate
from flows.definition.repair import repair_flows
from flows.expressions.tree import Tree
from flows.loader.lost import LostNode
from flows.loader.path import Path


def called(path: Path, node: object) -> Iterator[tuple[Path, str]]:
    """The tools that a node calls, or has a model call, with where it names them."""
    if isinstance(node, Call):
        yield path, node.tool
    if isinstance(node, Generate):
        yield from (((*path, "tools", at), name) for at, name in enumerate(node.tools))


class Unset:
    """Where conditions name what may have no value."""

    def __init__(self, look: Look) -> None:
        self._look = look

    @cached_property
    def places(self) -> frozenset[tuple[Path, str]]:
        """Each condition and name. What could not be read may give the name a value, and is held against nobody."""
        lost = bool(self._look.lost.paths)
        return frozenset() if lost else frozenset((one.path, one.name) for one in Visits(self._look).found())


class Unpassed:
    """The spots to which callers can come without having passed something: a branch that holds only after a yes, or a
    node; which those are, others say who are made from it."""

    def __init__(self, look: Look) -> None:
        self._look = look
        self._ways = Ways(look)
        self._targets = {spot: list(self._unpassed_targets(spot)) for spot in self._ways.nodes}
        self._onward = {spot: list(self._spots(spot)) for spot in self._ways.nodes}

    def reached(self) -> set[Spot]:
        """All of them, from every place at which a flow can begin."""
        passing = self._passing()
        waiting = [spot for name in self._beginnings() if (spot := self._ways.first(name)) is not None]
        seen = set(waiting)
        while waiting:
            spot = waiting.pop()
            run = self._ways.runs(spot)
            onward = self._onward[spot] if self._open(spot, passing) else []
            for target in onward if run is None else [run, *onward]:
                if target not in seen:
                    seen.add(target)
                    waiting.append(target)
        return seen

    def _beginnings(self) -> Iterable[str]:
        """The flows that callers, the bot's start and repairs begin; all others begin where something leads to them."""
        bot = self._look.bot
        by_default = {name for _, leads_to in self._look.default_edges() for name in self._look.targets(leads_to)}
        for name, flow in bot.flows.items():
            if flow.triggers or name == bot.start or name in repair_flows() or name in by_default:
                yield name

    def _passing(self) -> set[Spot]:
        """The spots from which a flow can come to its end without having passed it, found from the ends backward."""
        before: dict[Spot, list[Spot]] = {spot: [] for spot in self._ways.nodes}
        for spot, targets in self._onward.items():
            for target in targets:
                before[target].append(spot)
            if (run := self._ways.runs(spot)) is not None:
                before[run].append(spot)  # what runs a flow goes on when that can end
        passing: set[Spot] = set()
        waiting = [spot for spot, names in self._targets.items() if END in names]
        while waiting:
            spot = waiting.pop()
            onward = END in self._targets[spot] or any(target in passing for target in self._onward[spot])
            if spot not in passing and onward and self._open(spot, passing):
                passing.add(spot)
                waiting += before[spot]
        return passing

    def _open(self, spot: Spot, passing: set[Spot]) -> bool:
        """Whether callers come on from a node without it: not from one that runs a flow in which they pass it."""
        node = self._ways.nodes[spot]
        if not isinstance(node, RunFlow) or node.flow not in self._look.bot.flows:
            return True
        return self._ways.first(node.flow) in passing

    def _spots(self, spot: Spot) -> Iterator[Spot]:
        """Where callers come from a node without passing it there."""
        if isinstance(self._ways.nodes[spot], LostNode):
            return
        if (falls_to := self._ways.falls_to(spot)) is not None and not self._passes(spot, "next"):
            yield falls_to
        for name in self._targets[spot]:
            if (target := self._ways.spot(spot[0], name)) is not None:
                yield target

    def _unpassed_targets(self, spot: Spot) -> Iterator[str]:
        """Every name that a node leads to without it."""
        for path, field, leads_to in self._edges(spot):
            if not self._look.sure(path):
                continue  # what could not be read may be the yes
            tree_of = partial(self._look.condition_tree, path)
            is_yes, otherwise = partial(self._is_yes, spot[0]), partial(self._is_yes_otherwise, spot[0], path)
            for name, consents in targets_with_consent(leads_to, is_yes, tree_of, otherwise):
                if not consents and not self._passes(spot, field):
                    yield name

    def _edges(self, spot: Spot) -> Iterator[tuple[Path, str, Next]]:
        """The edges of a node with those of the bot that stand in for its own: one that ends a sub-flow leads on behind
        it."""
        node = self._ways.nodes[spot]
        for field, leads_to in node.edges():
            yield ("flows", spot[0], "nodes", spot[1], field), field, leads_to
        for kind, field in DEFAULT_EDGES:
            leads_by_default = getattr(self._look.bot.defaults, field)
            if isinstance(node, kind) and getattr(node, field) is None and leads_by_default is not None:
                yield ("defaults", field), field, leads_by_default

    def _is_yes(self, flow: str, part: Tree) -> bool:
        """Whether a part of a condition in a flow holds only after a yes."""
        raise NotImplementedError

    def _is_yes_otherwise(self, flow: str, edge: Path, at: int, part: Tree) -> bool:  # noqa: ARG002  others do
        """The same where its condition, that of a branch of an edge, did not hold."""
        return self._is_yes(flow, part)

    def _passes(self, spot: Spot, field: str) -> bool:  # noqa: ARG002  some nodes of others do
        """Whether leaving a node by a field means that it was passed there."""
        return False
