"""Tools that write: on every path to them the caller has confirmed something."""

from collections.abc import Iterable, Iterator
from functools import partial

from flows.checks.consents import targets_with_consent
from flows.checks.look import Look
from flows.checks.ways import Spot, Ways
from flows.definition.edges import END
from flows.definition.nodes.ask import Ask
from flows.definition.nodes.call import Call
from flows.definition.nodes.flow import RunFlow
from flows.definition.nodes.generate import Generate
from flows.definition.repair import repair_flows
from flows.findings import Finding
from flows.loader.lost import LostNode
from flows.loader.path import Path
from flows.values.yes_no import YesNo

REMEDY = (
    "Add `confirm:` to a question before it, come here by the yes branch of a yes_no question (`{if: SLOT, go: …}`), "
    "or write `confirmed: true` at the tool."
)


def confirmed_writes(look: Look) -> Iterator[Finding]:
    """Nobody comes to a tool that writes without a read-back or a yes-or-no question before it."""
    if not any(tool.effect == "write" and not tool.confirmed for tool in look.bot.tools.values()):
        return
    unconfirmed = _Unconfirmed(look).reached()
    for path, node in look.nodes():
        if (str(path[1]), str(path[3])) in unconfirmed:
            for where, name in _called(path, node):
                tool = look.bot.tools.get(name)
                sure = look.sure(("tools", name, "effect")) and look.sure(("tools", name, "confirmed"))
                if tool is not None and tool.effect == "write" and not tool.confirmed and sure:
                    message = f"`{name}` writes, and callers can come here without having confirmed it."
                    yield look.finding("tool.unconfirmed", where, message, REMEDY, "warning")


def _called(path: Path, node: object) -> Iterator[tuple[Path, str]]:
    if isinstance(node, Call):
        yield path, node.tool
    if isinstance(node, Generate):
        yield from (((*path, "tools", at), name) for at, name in enumerate(node.tools))


class _Unconfirmed:
    """The spots to which callers can come without having confirmed anything."""

    def __init__(self, look: Look) -> None:
        self._look = look
        self._ways = Ways(look)
        self._targets = {spot: list(self._unconfirmed_targets(spot)) for spot in self._ways.nodes}
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
        """The spots from which a flow can come to its end without a confirmation, found from the ends backward."""
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
        """Whether callers come on from a node unconfirmed: not from one that runs a flow in which they confirm."""
        node = self._ways.nodes[spot]
        if not isinstance(node, RunFlow) or node.flow not in self._look.bot.flows:
            return True
        return self._ways.first(node.flow) in passing

    def _spots(self, spot: Spot) -> Iterator[Spot]:
        """Where callers come from a node without confirming anything there."""
        if isinstance(self._ways.nodes[spot], LostNode):
            return
        if (falls_to := self._ways.falls_to(spot)) is not None and not self._confirms(spot, "next"):
            yield falls_to
        for name in self._targets[spot]:
            if (target := self._ways.spot(spot[0], name)) is not None:
                yield target

    def _unconfirmed_targets(self, spot: Spot) -> Iterator[str]:
        """Every name that a node leads to without a confirmation."""
        for field, leads_to in self._ways.nodes[spot].edges():
            path = ("flows", spot[0], "nodes", spot[1], field)
            if not self._look.sure(path):
                continue  # what could not be read may be the yes
            for name, consents in targets_with_consent(
                leads_to, self._is_yes, partial(self._look.condition_tree, path)
            ):
                if not consents and not self._confirms(spot, field):
                    yield name

    def _is_yes(self, name: str) -> bool:
        """A yes-or-no slot; or a name that nothing has, which is found as such and may have been meant for one."""
        bot = self._look.bot
        known = name in bot.slots or name in bot.variables or any(name in flow.inputs for flow in bot.flows.values())
        return isinstance(bot.slots.get(name), YesNo) or not known

    def _confirms(self, spot: Spot, field: str) -> bool:
        """Whether leaving a node by a field means that something was confirmed there."""
        node = self._ways.nodes[spot]
        if not isinstance(node, Ask) or field != "next":
            return False
        path = ("flows", spot[0], "nodes", spot[1], "confirm")
        slot = self._look.bot.slots.get(node.slot)
        return node.confirm is not None or slot is None or not self._look.sure(path)
