"""A bot made ready to run."""

from flows.engine.program import Program, condition_type, declared_types
from tests.flows.engine.shop import SHOP
from tests.flows.small_bots import bot


def test_repair_flows_are_there_and_the_bots_own_come_first() -> None:
    own = bot(SHOP + "  on_wait: {nodes: {a: {type: say, say: Mine., next: end}}}\n")
    program = Program(own)
    assert program.flows["on_wait"] is own.flows["on_wait"]
    assert "on_repeat" in program.flows
    assert program.own_flows == {"main", "order", "track", "paint", "hours"}


def test_types_of_names() -> None:
    types = declared_types(bot(SHOP))
    assert (types["count"], types["size"], types["gift"], types["price"], types["now"]) == (
        "double",
        "string",
        "bool",
        "double",
        "string",
    )
    assert (condition_type("list"), condition_type("boolean"), condition_type("date")) == ("dyn", "bool", "string")


def test_slots_that_a_flow_asks_for() -> None:
    program = Program(bot(SHOP))
    assert program.asked_slots("order") == ("size", "count")
    assert program.asked_slots("nothing") == ()


def test_templates_are_compiled_once() -> None:
    program = Program(bot(SHOP))
    assert program.template("{{ size }}") is program.template("{{ size }}")
