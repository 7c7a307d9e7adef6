"""Which names a node hangs on."""

from flows.engine.needs import needed_names
from tests.flows.engine.travel import TRAVEL
from tests.flows.small_bots import bot

BOOK = bot(TRAVEL, warnings=True).flows["book"].nodes


def test_conditions_and_texts_and_inputs_count() -> None:
    assert "city" in needed_names(BOOK["far"])
    assert {"city", "people"} <= needed_names(BOOK["how_many"])
    assert needed_names(BOOK["note"]) == {"people"}
    assert needed_names(BOOK["look"]) == {"city", "people"}
    assert needed_names(BOOK["paying"]) == {"price"}


def test_the_words_of_a_question_do_not_but_its_read_back_does() -> None:
    payment = bot(TRAVEL, warnings=True).flows["payment"].nodes
    assert needed_names(payment["whose"]) == {"payer"}
    assert needed_names(payment["keep"]) == {"payer"}
    assert "people" not in needed_names(BOOK["food"])
