"""Answers to questions that take nearly any words."""

import asyncio

from flows.definition.bot import Bot
from flows.engine.expectation import Expectation
from flows.understanding.free_answers import free_answer, name_instead
from flows.understanding.in_process import InProcessEmbedder
from flows.understanding.reading import read
from tests.flows.understanding.stage import Stage, told

WHOSE = Expectation("slot", "book_table", "whose", "guest_name", open_slots=("guest_name",), open_flows=("book_table",))
READ_BACK = Expectation("confirm", "book_table", "whose", "guest_name", filled_slots=("guest_name",))


def test_a_name_in_its_carrier_and_another_name_at_the_read_back(
    starter_bots: dict[str, Bot], embedder: InProcessEmbedder
) -> None:
    stage = Stage(starter_bots["table_booking"], embedder)
    sentence = stage.sentence("put it under maria lopez please", WHOSE, {})
    reading = read(sentence.line, sentence.situation)
    assert [told(act) for act in free_answer(sentence, reading)] == [("fill", "guest_name", "Maria Lopez")]
    again = stage.sentence("jimmy", READ_BACK, {"guest_name": "John"})
    instead = name_instead(again, read(again.line, again.situation))
    assert instead is not None
    assert (instead.slot, instead.value) == ("guest_name", "Jimmy")
    yes = stage.sentence("that is wrong", READ_BACK, {"guest_name": "John"})
    assert name_instead(yes, read(yes.line, yes.situation)) is None
    assert asyncio.run(yes.vector()) is not None


def test_i_am_says_who_and_not_what_or_where(starter_bots: dict[str, Bot], embedder: InProcessEmbedder) -> None:
    stage = Stage(starter_bots["table_booking"], embedder)

    def names(text: str) -> list[object]:
        sentence = stage.sentence(text, WHOSE, {})
        return [act.value for act in free_answer(sentence, read(sentence.line, sentence.situation))]

    assert names("i am john smith") == names("um i am john smith") == ["John Smith"]
    assert names("i am bond") == ["Bond"]
    for text in ("i am not sure", "i am his wife", "i am new here", "i am from denver", "i'm from denver", "am i late"):
        assert names(text) == [], text
