"""From values to fills and corrections."""

from flows.understanding.reading import read
from flows.understanding.slot_acts import slot_acts
from tests.flows.understanding.stage import AMOUNT, READ_BACK, Stage, line, told


def test_new_values_fill_and_others_correct(stage: Stage) -> None:
    asked = stage.situation(AMOUNT, {"payee": "john"})
    assert [told(act) for act in slot_acts(read(line("sixty and to anna"), asked), asked)] == [
        ("fill", "amount", 60),
        ("correct", "payee", "john", "anna"),
    ]


def test_a_value_that_is_only_not_meant_is_to_be_changed(stage: Stage) -> None:
    situation = stage.situation(READ_BACK)
    assert [told(act) for act in slot_acts(read(line("no not john"), situation), situation)] == [
        ("correct", "payee", "john")
    ]
