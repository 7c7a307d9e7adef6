"""Flows: order is the way on."""

from tests.flows.small_bots import bot


def test_order_is_the_way_on() -> None:
    flow = bot("flows: {main: {nodes: {b: {type: say, say: B.}, a: {type: say, say: A., next: end}}}}\n").flows["main"]
    assert flow.first == "b"
    assert (flow.after("b"), flow.after("a")) == ("a", None)
