"""The shape of flows: every node leads on, nothing turns in a circle without the caller."""

from collections.abc import Iterator

from flows.checks.look import Look
from flows.definition.nodes.answer import Answer
from flows.definition.nodes.ask import Ask
from flows.definition.nodes.call import Call
from flows.definition.nodes.flow import RunFlow
from flows.definition.nodes.generate import Generate
from flows.definition.repair import repair_flows
from flows.findings import Finding

Spot = tuple[str, str]
"""A flow and a node of it."""


def leads_on(look: Look) -> Iterator[Finding]:
    """A flow has nodes, and its last one says where it leads."""
    for name, flow in look.bot.flows.items():
        if not flow.nodes:
            yield look.finding("flow.empty", ("flows", name), f"The flow `{name}` has no nodes.", "Add a node.")
            continue
        last_name = list(flow.nodes)[-1]
        last = flow.nodes[last_name]
        if last.next is None and not last.ends:
            message = f"The last node of `{name}` does not say where it leads."
            path = ("flows", name, "nodes", last_name)
            yield look.finding("flow.no_next", path, message, "Add `next: end`, or lead to a node or flow.")


def no_endless_circle(look: Look) -> Iterator[Finding]:
    """Nodes that lead round without a question or a tool would never give the caller a turn."""
    silent = {
        (flow_name, name): set(_next_places(look, flow_name, name))
        for flow_name, flow in look.bot.flows.items()
        for name, node in flow.nodes.items()
        if not isinstance(node, Ask | Call | Generate | Answer)
    }
    for circle in _circles(silent):
        first = next(spot for spot in silent if spot in circle)
        path = ("flows", first[0], "nodes", first[1])
        message = f"From `{first[1]}` the flow leads back to `{first[1]}` without a caller's turn."
        yield look.finding("flow.loop", path, message, "Put a question into the circle, or lead out of it.")


def reachable(look: Look) -> Iterator[Finding]:
    """Something leads to every flow and every node."""
    bot = look.bot
    led_to = {bot.start, *repair_flows(), *look.targets(bot.defaults.on_fail), *look.targets(bot.defaults.on_error)}
    for _, node in look.nodes():
        led_to |= {name for _, name in node.target_names()}
        if isinstance(node, RunFlow):
            led_to.add(node.flow)
    for flow_name, flow in bot.flows.items():
        if flow_name not in led_to and not flow.triggers:
            message = f"Nothing leads to the flow `{flow_name}`."
            remedy = "Give it `triggers:`, lead to it from a node, or delete it."
            yield look.finding("flow.unreachable", ("flows", flow_name), message, remedy, "warning")
        for name in _unreached(look, flow_name):
            message = f"Nothing leads to the node `{name}`."
            path = ("flows", flow_name, "nodes", name)
            yield look.finding("flow.unreachable", path, message, "Lead to it from a node, or delete it.", "warning")


def _unreached(look: Look, flow_name: str) -> list[str]:
    flow = look.bot.flows[flow_name]
    waiting = list(flow.nodes)[:1]
    seen = set(waiting)
    while waiting:
        for target_flow, name in _next_places(look, flow_name, waiting.pop()):
            if target_flow == flow_name and name not in seen:
                seen.add(name)
                waiting.append(name)
    return [name for name in flow.nodes if name not in seen]


def _next_places(look: Look, flow_name: str, name: str) -> Iterator[Spot]:
    """Where a node may lead: nodes of its flow, or the first nodes of other flows."""
    flow = look.bot.flows[flow_name]
    node = flow.nodes[name]
    following = flow.after(name)
    if node.next is None and not node.ends and following is not None:
        yield flow_name, following
    if isinstance(node, RunFlow) and node.flow in look.bot.flows and look.bot.flows[node.flow].nodes:
        yield node.flow, look.bot.flows[node.flow].first
    for _, target in node.target_names():
        if target in flow.nodes:
            yield flow_name, target
        elif target in look.bot.flows and look.bot.flows[target].nodes:
            yield target, look.bot.flows[target].first


def _circles(graph: dict[Spot, set[Spot]]) -> list[set[Spot]]:
    """The strongly connected parts that are circles (Kosaraju's way, without recursion)."""
    order: list[Spot] = []
    seen: set[Spot] = set()
    for start in graph:
        order += _finished(graph, start, seen)
    backward: dict[Spot, set[Spot]] = {spot: set() for spot in graph}
    for spot, nexts in graph.items():
        for following in nexts & graph.keys():
            backward[following].add(spot)
    seen = set()
    parts = [set(_finished(backward, start, seen)) for start in reversed(order)]
    return [part for part in parts if len(part) > 1 or any(spot in graph[spot] for spot in part)]


def _finished(graph: dict[Spot, set[Spot]], start: Spot, seen: set[Spot]) -> list[Spot]:
    """What is reached from a start and was not seen, in the order in which it is done with."""
    if start in seen:
        return []
    seen.add(start)
    done: list[Spot] = []
    trail = [(start, iter(sorted(graph[start])))]
    while trail:
        spot, nexts = trail[-1]
        following = next((item for item in nexts if item in graph and item not in seen), None)
        if following is None:
            done.append(spot)
            trail.pop()
        else:
            seen.add(following)
            trail.append((following, iter(sorted(graph[following]))))
    return done
