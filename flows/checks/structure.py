"""The shape of flows: every node leads on, nothing turns in a circle without the caller."""

from collections.abc import Collection, Iterator, Mapping

from flows.checks.circles import circles
from flows.checks.look import Look
from flows.checks.ways import Spot, Ways
from flows.definition.edges import END
from flows.definition.nodes.answer import Answer
from flows.definition.nodes.ask import Ask
from flows.definition.nodes.call import Call
from flows.definition.nodes.flow import RunFlow
from flows.definition.nodes.generate import Generate
from flows.definition.repair import repair_flows
from flows.findings import Finding
from flows.loader.lost import LostNode
from flows.near import did_you_mean, nearest


def leads_on(look: Look) -> Iterator[Finding]:
    """A flow has nodes, and its last one says where it leads."""
    for name, flow in look.bot.flows.items():
        if not flow.nodes:
            if look.sure(("flows", name, "nodes")):
                yield look.finding("flow.empty", ("flows", name), f"The flow `{name}` has no nodes.", "Add a node.")
            continue
        last_name = list(flow.nodes)[-1]
        last = flow.nodes[last_name]
        path = ("flows", name, "nodes", last_name)
        if last.next is None and not last.ends and not isinstance(last, LostNode) and look.sure((*path, "next")):
            message = f"The last node of `{name}` does not say where it leads."
            yield look.finding("flow.no_next", path, message, "Add `next: end`, or lead to a node or flow.")


def no_endless_circle(look: Look) -> Iterator[Finding]:
    """Nodes that lead round without a question, a tool or a model would never give the caller a turn."""
    ways = Ways(look)
    silent = {
        spot: _silently(look, ways, spot)
        for spot, node in ways.nodes.items()
        if not isinstance(node, Ask | Call | Generate | Answer | LostNode)
    }
    passed = _passed(ways, silent)
    for spot in silent:
        node, run = ways.nodes[spot], ways.runs(spot)
        if isinstance(node, RunFlow) and run is not None:
            silent[spot] = {run, *(silent[spot] if node.flow in passed else ())}
    for circle in circles(silent):
        first = next(spot for spot in silent if spot in circle)
        path = ("flows", first[0], "nodes", first[1])
        message = f"From `{first[1]}` the flow leads back to `{first[1]}` without a caller's turn."
        yield look.finding("flow.loop", path, message, "Put a question into the circle, or lead out of it.")


def _silently(look: Look, ways: Ways, spot: Spot) -> set[Spot]:
    """Where a node leads that gives the caller no turn."""
    onward = {target for _, target in ways.onward(spot)}
    if not look.sure(("flows", spot[0], "nodes", spot[1], "next")):
        onward.discard(ways.falls_to(spot) or spot)
    return onward


def _passed(ways: Ways, silent: Mapping[Spot, set[Spot]]) -> set[str]:
    """The flows that can be run to their end without a caller's turn."""
    run = {node.flow for node in ways.nodes.values() if isinstance(node, RunFlow)}
    passed: set[str] = set()
    known = -1
    while known != len(passed):  # each round finds at least one flow more, or it is the last
        known = len(passed)
        passed |= {flow for flow in run - passed if _ends_silently(ways, silent, passed, flow)}
    return passed


def _ends_silently(ways: Ways, silent: Mapping[Spot, set[Spot]], passed: Collection[str], flow: str) -> bool:
    first = ways.first(flow)
    waiting: list[Spot] = [first] if first is not None and first in silent else []
    seen = set(waiting)
    while waiting:
        spot = waiting.pop()
        node = ways.nodes[spot]
        if isinstance(node, RunFlow) and node.flow not in passed:
            continue
        if END in {target for _, target in node.target_names()}:
            return True
        new = {target for target in silent[spot] if target in silent} - seen
        seen |= new
        waiting += new
    return False


def reachable(look: Look) -> Iterator[Finding]:
    """Something leads to every flow and every node."""
    ways = Ways(look, meant=True)
    led_to = _led_to(look, ways)
    for flow_name in look.bot.flows:
        if led_to is not None and flow_name not in led_to:
            yield _unreached_flow(look, flow_name)
        for name in _unreached(look, ways, flow_name):
            message = f"Nothing leads to the node `{name}`."
            path = ("flows", flow_name, "nodes", name)
            yield look.finding("flow.unreachable", path, message, "Lead to it from a node, or delete it.", "warning")


def _unreached_flow(look: Look, name: str) -> Finding:
    remedy = "Give it `triggers:`, lead to it from a node, or delete it."
    if name.startswith("on_"):
        remedy = did_you_mean(name, repair_flows(), remedy)
    message = f"Nothing leads to the flow `{name}`."
    return look.finding("flow.unreachable", ("flows", name), message, remedy, "warning")


def _led_to(look: Look, ways: Ways) -> set[str] | None:
    """The flows that something leads to; None when nothing can be said of that."""
    bot = look.bot
    start = bot.start if bot.start in bot.flows else nearest(bot.start, bot.flows)
    if start is None or not look.sure(("start",)):
        return None
    begun = {start, *repair_flows(), *look.lost.words}
    begun |= {name for name, flow in bot.flows.items() if flow.triggers or not look.sure(("flows", name, "triggers"))}
    for _, leads_to in look.default_edges():
        begun |= {_meant(name, bot.flows) for name in look.targets(leads_to)}
    onward = _onward(look, ways)
    round_about = {name: circle for circle in circles(onward) for name in circle}
    led_to = begun | {
        name for flow, names in onward.items() for name in names if flow not in round_about.get(name, {name})
    }
    for circle in round_about.values():  # flows that lead to one another only are led to by nothing
        led_to |= circle if circle & led_to else set()
    return None if ways.too_many_unknown or ways.any_open else led_to


def _onward(look: Look, ways: Ways) -> dict[str, set[str]]:
    """The flows that each flow leads to or runs."""
    onward: dict[str, set[str]] = {name: set() for name in look.bot.flows}
    for spot, node in ways.nodes.items():
        here = onward[spot[0]]
        here |= {name for _, name in node.target_names() if (spot[0], name) not in ways.nodes}
        here |= {target[0] for _, target in ways.onward(spot) if target[0] != spot[0]}
        if isinstance(node, RunFlow):
            here.add(_meant(node.flow, look.bot.flows))
    return onward


def _meant(name: str, flows: Collection[str]) -> str:
    """The flow that a name is like, where it is none itself; the name where it is like none."""
    return name if name in flows else nearest(name, flows) or name


def _unreached(look: Look, ways: Ways, flow_name: str) -> list[str]:
    flow = look.bot.flows[flow_name]
    if look.lost.covers(("flows", flow_name, "nodes")):
        return []
    waiting = [(flow_name, name) for at, name in enumerate(flow.nodes) if at == 0 or name in look.lost.words]
    seen = set(waiting)
    while waiting:
        spot = waiting.pop()
        if ways.open(spot):
            return []
        for _, target in ways.onward(spot):
            if target[0] == flow_name and target not in seen:
                seen.add(target)
                waiting.append(target)
    return [] if ways.too_many_unknown else [name for name in flow.nodes if (flow_name, name) not in seen]
