"""Slots that callers name."""

from flows.understanding.named_slots import named, unnamed_phrase
from tests.flows.understanding.stage import READ_BACK, Stage, line


def test_a_slot_by_name_with_and_without_a_value(stage: Stage) -> None:
    situation = stage.situation(READ_BACK)
    wrong, changed = named(line("the amount is wrong"), situation), named(line("change the amount to sixty"), situation)
    assert wrong is not None
    assert changed is not None
    assert (wrong.slots, wrong.value) == (("amount",), None)
    assert changed.slots == ("amount",)
    assert changed.value is not None
    assert changed.value.tokens == ("sixty",)


def test_a_slot_by_another_word_for_it(stage: Stage) -> None:
    found = named(line("change the recipient"), stage.situation(READ_BACK))
    assert found is not None
    assert found.slots == ("payee",)


def test_what_names_nothing(stage: Stage) -> None:
    assert named(line("sixty"), stage.situation(READ_BACK)) is None
    assert named(line("change the weather"), stage.situation(READ_BACK)) is None
    phrase = unnamed_phrase(line("change the weather to rain"))
    assert phrase is not None
    assert phrase[0].tokens == ("the", "weather")
    assert unnamed_phrase(line("sixty")) is None
