"""Requests with their values."""

from flows.definition.bot import Bot
from flows.understanding.line import Line
from flows.understanding.requests import Requests
from flows.understanding.slot_names import SlotNames
from flows.values.setting import Setting
from flows.values.words import Words
from tests.flows.small_bots import NOW
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


def test_a_value_that_cannot_be_meant_is_no_request_of_its_own(starter_bots: dict[str, Bot]) -> None:
    bot = starter_bots["table_booking"]
    said = Line.of(Words.of("we have wanted to come since yesterday and i'd like a table for tomorrow", Setting(NOW)))
    made = Requests(bot, SlotNames.of(bot)).acts(said, "book_table", 0.9)
    assert [told(act) for act in made] == [("start_flow", "book_table"), ("fill", "day", "2026-01-06")]
