"""A task that is over, as others are told of it."""

from flows.engine.finished import Done
from flows.engine.turn import expectation
from tests.flows.engine.shop import SHOP
from tests.flows.small_bots import Talk


def test_it_can_be_a_key() -> None:
    assert len({Done("a", {"x": [1]}), Done("a", {"x": [1]}), Done("b")}) == 2


def test_understanding_is_told_of_it() -> None:
    talk = Talk(SHOP)
    talk.ask_for("hours")
    now = expectation(talk.program, talk.state)
    assert now.done == (Done("hours", told=("Always open.",)),)
    assert hash(now)
    assert talk.listens.expectation.done == ()  # the log has it in the state
