"""Circles in which nobody is asked the second time round, since all their questions are answered by then."""

from collections.abc import Iterator

from flows.checks.circles import circles
from flows.checks.look import Look
from flows.checks.ways import Spot, Ways
from flows.definition.nodes.ask import Ask
from flows.definition.nodes.decide import Decide
from flows.definition.nodes.node import Node
from flows.definition.nodes.say import Say
from flows.findings import Finding

REMEDY = "Write `ask_again: true` at the questions that callers should answer each time, or lead out of the circle."


def asked_each_time(look: Look) -> Iterator[Finding]:
    """A question is passed by while its slot has a value. A circle of such questions and of nodes that change nothing
    turns without end: whatever led round once leads round again."""
    ways = Ways(look)
    passed = {spot: set(_onward(look, ways, spot, node)) for spot, node in ways.nodes.items() if _changes_nothing(node)}
    for circle in circles(passed):
        question = next((spot for spot in passed if spot in circle and isinstance(ways.nodes[spot], Ask)), None)
        if question is not None:
            path = ("flows", question[0], "nodes", question[1])
            message = (
                f"When the flow comes back to `{question[1]}`, its slot has a value and nobody is asked again: "
                "from there it turns in a circle."
            )
            yield look.finding("flow.loop", path, message, REMEDY, "warning")


def _changes_nothing(node: Node) -> bool:
    """Whether a node that is passed twice leaves everything as it was, and waits for nobody the second time."""
    if isinstance(node, Ask):
        return not node.ask_again and node.confirm is None and not node.refuse
    return isinstance(node, Say | Decide)


def _onward(look: Look, ways: Ways, spot: Spot, node: Node) -> Iterator[Spot]:
    """Where an answered question or another node leads within its flow; a flow that begins anew forgets its answers."""
    flow, name = spot
    if not look.sure(("flows", flow, "nodes", name)):
        return
    if (falls_to := ways.falls_to(spot)) is not None:
        yield falls_to
    if node.next is not None:
        yield from ((flow, target) for target in look.targets(node.next) if (flow, target) in ways.nodes)
