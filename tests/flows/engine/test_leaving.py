"""Cancel: what is on top, what is named, what waits, and then on to something else."""

from flows.engine.acts import Act
from tests.flows.engine.shop import SHOP
from tests.flows.small_bots import Talk

LEFT = "Okay, let's leave that."
MORE = "Is there anything else I can do for you?"


def test_the_flow_on_top_is_left_and_the_one_below_comes_back() -> None:
    talk = Talk(SHOP)
    talk.ask_for("order")
    talk.ask_for("track")
    assert talk.act(Act("cancel")) == [LEFT, "Now, back to where we were.", "Which size?"]


def test_the_named_flow_is_left_wherever_it_lies() -> None:
    talk = Talk(SHOP)
    talk.ask_for("order")
    talk.ask_for("track")
    assert talk.act(Act("cancel", flow="order")) == [LEFT, "Which code?"]
    assert talk.stack == ["track"]


def test_a_flow_that_waits_is_not_begun() -> None:
    talk = Talk(SHOP)
    talk.ask_for("order", "track")
    assert talk.act(Act("cancel", flow="track")) == [LEFT, "Which size?"]
    assert talk.state.stack[0].later == ()


def test_stop_this_and_do_that() -> None:
    talk = Talk(SHOP)
    talk.ask_for("order")
    assert talk.act(Act("cancel"), Act("start_flow", flow="hours")) == ["Always open.", MORE]
    assert talk.stack == []


def test_what_waits_begins_when_the_first_is_left() -> None:
    talk = Talk(SHOP)
    talk.ask_for("order", "track")
    assert talk.act(Act("cancel")) == [LEFT, "Which code?"]


def test_with_nothing_to_leave_the_bot_asks_for_more_and_then_says_goodbye() -> None:
    talk = Talk(SHOP)
    assert talk.act(Act("cancel")) == [MORE]
    assert talk.act(Act("cancel")) == ["Thank you for calling. Goodbye."]
    assert talk.end.reason == "goodbye"


def test_a_named_flow_that_is_not_open_is_not_understood() -> None:
    talk = Talk(SHOP)
    talk.ask_for("order")
    assert talk.act(Act("cancel", flow="track")) == ["Small or large?"]


def test_a_repair_flow_that_asks_belongs_to_what_it_repairs() -> None:
    own = """
  on_no_match:
    nodes:
      mean: {type: ask, slot: gift, say: "Do you want to go on?", next: end}
"""
    talk = Talk(SHOP.replace("reprompts: [Small or large?, Say small or large.]", "attempts: 3") + own)
    talk.ask_for("order")
    assert talk.mumble() == ["Do you want to go on?"]
    assert talk.act(Act("cancel")) == [LEFT, MORE]
    assert talk.stack == []
