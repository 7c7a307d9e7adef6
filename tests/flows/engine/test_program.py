"""A bot made ready to run."""

import json

import pytest

from flows.engine.program import Program, condition_type, declared_types
from flows.expressions.conditions import ConditionProblem
from flows.loader.load import load_text
from tests.flows.engine.shop import SHOP
from tests.flows.engine.travel import TRAVEL
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


def test_warming_compiles_every_text_and_leaves_what_cannot_be_compiled_to_the_checks() -> None:
    program = Program(bot(TRAVEL, warnings=True))
    program.warm()
    assert program.template("That is {{ price | money }}.") is program.template("That is {{ price | money }}.")
    broken = load_text(json.dumps({"voxloom": 1, "bot": "b", "start": "main", "flows": {
        "main": {"nodes": {"a": {"type": "say", "say": "{{ oops", "next": "end"}}}}})).bot  # fmt: skip
    assert broken is not None
    Program(broken).warm()


def test_slots_wanted_by_a_flow_and_by_those_that_it_runs_or_leads_to() -> None:
    program = Program(bot(TRAVEL, warnings=True))
    assert program.asked_slots("book") == ("city", "cabin", "people", "meal", "sure", "card")
    assert program.wanted_slots("book") == ("city", "cabin", "people", "meal", "sure", "card", "payer")
    assert program.wanted_slots("nothing") == ()


def test_inputs_are_known_in_their_flow_only() -> None:
    program = Program(bot(TRAVEL, warnings=True))
    assert program.conditions_of("payment").condition("total > 5").evaluate({"total": 6})
    with pytest.raises(ConditionProblem):
        program.conditions_of("book").condition("total > 5")


def test_a_slot_s_own_currency_is_the_one_of_its_texts() -> None:
    bot = load_text("""
voxloom: 1
bot: shop
name: Shop
start: main
region: GB
slots: {price: {type: money, currency: EUR}, fee: {type: money}}
flows:
  main:
    nodes: {hello: {type: say, say: Hello., next: end}}
""").bot
    assert bot is not None
    text = Program(bot).template("{{ price | money }} and {{ fee | money }}")
    assert text.render({"price": 5, "fee": 2}) == "€5 and £2"
