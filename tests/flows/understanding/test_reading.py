"""The slots of a sentence."""

from flows.understanding.reading import free_value, may_be_name, read
from tests.flows.understanding.stage import AMOUNT, READ_BACK, Stage, line


def test_values_what_is_put_right_and_what_is_dropped(stage: Stage) -> None:
    plain = read(line("sixty"), stage.situation(READ_BACK))
    assert {name: item.value for name, item in plain.values.items()} == {"amount": 60}
    assert (plain.covered, plain.puts_right) == (1.0, False)
    made = read(line("make it sixty and to anna"), stage.situation(READ_BACK))
    assert {name: item.value for name, item in made.values.items()} == {"amount": 60, "payee": "anna"}
    assert made.puts_right
    dropped = read(line("no not john"), stage.situation(READ_BACK))
    assert dropped.dropped == {"payee": "john"}
    assert dropped.values == {}


def test_slots_to_change(stage: Stage) -> None:
    assert read(line("change the recipient"), stage.situation(READ_BACK)).to_change == ["payee"]


def test_closed_slots_take_no_free_words_and_sentences_are_no_names(stage: Stage) -> None:
    assert free_value(line("whatever"), "amount", stage.situation(AMOUNT)) is None
    assert may_be_name(("maria", "lopez"))
    assert not may_be_name(("what", "is", "it"))
