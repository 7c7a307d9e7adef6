"""Requests with their values."""

from flows.understanding.requests import Requests
from tests.flows.understanding.stage import Stage, line, told


def test_values_of_the_sentence_belong_to_the_request(stage: Stage) -> None:
    made = Requests(stage.bot, stage.trained.slots).acts(line("send fifty to anna"), "transfer", 0.9)
    assert told(made[0]) == ("start_flow", "transfer")
    assert {told(act) for act in made[1:]} == {("fill", "payee", "anna"), ("fill", "amount", 50)}


def test_two_sets_of_values_are_two_requests(stage: Stage) -> None:
    made = Requests(stage.bot, stage.trained.slots).acts(line("pay anna 50 and john 60"), "transfer", 0.9)
    assert [told(act) for act in made] == [
        ("start_flow", "transfer"), ("fill", "payee", "anna"), ("fill", "amount", 50),
        ("start_flow", "transfer"), ("fill", "payee", "john"), ("fill", "amount", 60),
    ]  # fmt: skip
