"""Whether an answer is whole, by the type of its slot."""

from typing import Any

import pytest

from flows.values.slot_type import SlotType
from flows.values.slots import SLOT_TYPES
from runtime.turns.whole import Wholeness, wholeness


def slot(kind: str, **fields: Any) -> SlotType:
    return SLOT_TYPES[kind](type=kind, **fields)  # type: ignore[call-arg]


@pytest.mark.parametrize(
    ("asked", "value", "words", "expected"),
    [
        (slot("digits", length=4), "4471", "four four seven one", "whole"),
        (slot("digits", length=4), "447", "four four seven", "broken"),
        (slot("digits", min=4, max=6), "4471", "four four seven one", "broken"),  # two more may come
        (slot("digits", min=4, max=6), "447123", "four four seven one two three", "whole"),
        (slot("digits"), "4471", "four four seven one", "broken"),
        (slot("spelled", pattern="[A-Z]{2}[0-9]{2}"), "AB12", "a b one two", "likely"),
        (slot("spelled", pattern="[A-Z]{2}[0-9]{2}"), "AB1", "a b one", "broken"),
        (slot("spelled"), "ANN", "a n n", "broken"),
        (slot("postcode"), "90210", "nine oh two one oh", "whole"),
        (slot("phone"), None, "two one two five five five", "broken"),
        (slot("email"), "ann@example.com", "ann at example dot com", "likely"),
        (slot("email"), None, "ann at", "broken"),
        (slot("choice", choices={"savings": (), "checking": ()}), "savings", "savings", "whole"),
        (slot("choice", choices={"savings": (), "checking": ()}), None, "the", "open"),
        (slot("yes_no"), True, "yes", "likely"),
        (slot("yes_no"), True, "yes please", "whole"),
        (slot("money"), 200, "two hundred dollars", "whole"),
        (slot("money"), 200, "two hundred", "likely"),
        (slot("money"), 200, "$200.", "whole"),
        (slot("integer"), 4, "four people", "whole"),
        (slot("date"), "2026-01-06", "tomorrow", "likely"),
        (slot("person"), "Ann", "Ann", "open"),
        (slot("person"), "Ann Miller", "Ann Miller", "likely"),
        (slot("text"), "it is broken", "it is broken", "open"),
    ],
)
def test_answers(asked: SlotType, value: object, words: str, expected: Wholeness) -> None:
    assert wholeness(asked, value, words) == expected


@pytest.mark.parametrize("kind", [name for name in SLOT_TYPES if name != "choice"])
def test_every_type_is_judged_with_a_value_and_without(kind: str) -> None:
    for value in (None, "something", 7, True):
        assert wholeness(slot(kind), value, "some words") in ("whole", "likely", "open", "broken")
