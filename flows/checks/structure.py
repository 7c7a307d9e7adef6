"""The shape of flows: every node leads on, nothing turns in a circle without the caller."""

from collections.abc import Iterator

from flows.checks.look import Look
from flows.definition.flow import Flow
from flows.definition.nodes.ask import Ask
from flows.definition.nodes.call import Call
from flows.findings import Finding


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
    for flow_name, flow in look.bot.flows.items():
        silent = {
            name: _next_names(flow, name) for name, node in flow.nodes.items() if not isinstance(node, Ask | Call)
        }
        for name in silent:
            if _returns(silent, name):
                path = ("flows", flow_name, "nodes", name)
                message = f"From `{name}` the flow leads back to `{name}` without a caller's turn."
                yield look.finding("flow.loop", path, message, "Put a question into the circle, or lead out of it.")
                break


def _next_names(flow: Flow, name: str) -> set[str]:
    node = flow.nodes[name]
    found = {target for _, target in node.target_names()}
    following = flow.after(name)
    if node.next is None and not node.ends and following is not None:
        found.add(following)
    return found


def _returns(graph: dict[str, set[str]], start: str) -> bool:
    seen: set[str] = set()
    waiting = list(graph[start])
    while waiting:
        name = waiting.pop()
        if name == start:
            return True
        if name in graph and name not in seen:
            seen.add(name)
            waiting.extend(graph[name])
    return False
