"""States whose bot has changed under them."""

from dataclasses import replace

from flows.engine.acts import Act
from tests.flows.engine.shop import SHOP
from tests.flows.small_bots import Talk


def _moved(talk: Talk, text: str) -> Talk:
    """The same call with another version of the bot."""
    other = Talk(text)
    other.state = talk.state
    return other


def test_a_flow_that_is_gone_is_left_with_a_word() -> None:
    talk = Talk(SHOP)
    talk.ask_for("track")
    later = _moved(talk, SHOP.replace("  track:\n    description", "  find:\n    description"))
    assert later.give(code="123") == [
        "I'm sorry, that isn't working right now.",
        "Is there anything else I can do for you?",
    ]
    assert [line["code"] for line in later.sprint.trace if line["why"] == "error"] == ["node_gone"]
    assert later.ask_for("order") == ["Which size?"]


def test_a_node_that_is_gone_too() -> None:
    talk = Talk(SHOP)
    talk.ask_for("order")
    later = _moved(
        talk,
        SHOP.replace(
            "      which:\n        type: ask\n        slot: size", "      what:\n        type: ask\n        slot: size"
        ),
    )
    assert later.give(size="small")[0] == "I'm sorry, that isn't working right now."


def test_what_lies_below_stays_open() -> None:
    talk = Talk(SHOP)
    talk.ask_for("order")
    talk.ask_for("track")
    later = _moved(talk, SHOP.replace("  track:\n    description", "  find:\n    description"))
    assert later.mumble()[-1] == "Which size?"
    assert later.give(size="small") == ["How many?"]


def test_a_tool_that_comes_back_to_a_node_that_is_gone() -> None:
    talk = Talk(SHOP)
    talk.ask_for("order", size="small", count=2)
    talk.act(Act("affirm"))
    call = talk.state.tool
    assert call is not None
    later = _moved(talk, SHOP.replace("      buy:\n        type: call", "      get:\n        type: call"))
    assert later.returns({"price": 5})[0] == "I'm sorry, that isn't working right now."
    assert later.state.phase == "listening"


def test_slots_that_are_gone_are_forgotten() -> None:
    talk = Talk(SHOP)
    talk.ask_for("order")
    talk.state = replace(talk.state, slots={**talk.state.slots, "hat": "red"})
    talk.give(size="small")
    assert "hat" not in talk.state.slots


def test_hanging_up_always_works() -> None:
    talk = Talk(SHOP)
    talk.ask_for("track")
    later = _moved(talk, SHOP.replace("  track:\n    description", "  find:\n    description"))
    later.hang_up()
    assert later.state.ended is not None
