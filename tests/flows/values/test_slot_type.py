"""What slot types share."""

from typing import Any

import pytest

from flows.values.slot_type import LEAD_INS, without_lead_in
from flows.values.words import Words
from tests.flows.values.tables import slot


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("um it's the blue one please", "blue one"),
        ("I'd like tea, thank you", "tea"),
        ("yes", "yes"),
        ("please", "please"),
        ("", ""),
    ],
)
def test_what_stands_around_an_answer_is_taken_away(said: str, kept: str) -> None:
    words = Words.of(said)
    assert words.original(*without_lead_in(words, LEAD_INS)) == kept


@pytest.mark.parametrize(
    ("kind", "options", "personal"),
    [
        ("person", {}, "person"),
        ("person", {"personal": False}, None),
        ("person", {"personal": "patient"}, "patient"),
        ("text", {}, None),
        ("text", {"personal": "health"}, "health"),
        ("text", {"personal": True}, "personal"),
        ("person", {"personal": True}, "person"),
    ],
)
def test_personal_data_by_type_and_by_slot(kind: str, options: dict[str, Any], personal: str | None) -> None:
    assert slot(kind, **options).personal_class == personal
