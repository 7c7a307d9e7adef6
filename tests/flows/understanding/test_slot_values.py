"""Several values in one sentence."""

from flows.understanding.slot_values import find_values, slice_of
from flows.values.words import Words
from tests.flows.understanding.stage import REQUEST, Stage


def test_each_value_for_the_slot_that_it_belongs_to(stage: Stage) -> None:
    words = Words.of("fifty to anna from savings")
    found = find_values(words, stage.situation(REQUEST, {}), ["amount", "payee", "account"])
    assert {item.slot: item.value for item in found} == {"amount": 50, "payee": "anna", "account": "savings"}


def test_slots_that_nobody_wants_get_none(stage: Stage) -> None:
    assert find_values(Words.of("fifty to anna"), stage.situation(REQUEST, {}), []) == []


def test_a_slice_keeps_its_place() -> None:
    part = slice_of(Words.of("fifty to anna"), 2, 3)
    assert part.original(0, 1) == "anna"
