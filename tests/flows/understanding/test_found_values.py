"""Values that were not asked for: only where it is plain which slot they are for."""

import pytest

from flows.understanding.found_values import unasked_values
from flows.values.words import Words
from tests.flows.values.tables import slot

SLOTS = {
    "amount": slot("money", min=1, max=5000),
    "account": slot("choice"),
    "people": slot("integer", min=1, max=12),
    "time": slot("choice", choices={"18:00": ["six", "six o'clock"], "19:00": ["seven", "7"]}),
    "code": slot("digits", length=4),
    "name": slot("person"),
    "sure": slot("yes_no"),
    "note": slot("text"),
}


@pytest.mark.parametrize(
    ("said", "names", "found"),
    [
        ("send fifty dollars from savings", ["amount", "account"], {"amount": 50, "account": "savings"}),
        ("send fifty", ["amount"], {"amount": 50}),
        ("a table for seven", ["people", "time"], {"people": 7}),
        ("a table at seven", ["people", "time"], {"time": "19:00"}),
        ("a table for six at seven", ["people", "time"], {"people": 6, "time": "19:00"}),
        ("at six o'clock", ["people", "time"], {"time": "18:00"}),
        ("the code is five one eight six", ["people", "code"], {"code": "5186"}),
        ("the code is five one eight six", ["people"], {}),
        ("two of us, fifty dollars", ["people", "amount"], {}),
        ("an amount of fifty", ["people", "amount"], {"amount": 50}),
        ("my name is ann", ["name"], {"name": "Ann"}),
        ("yes", ["sure", "note"], {}),
        ("send nine thousand dollars", ["amount"], {}),
        ("send", ["amount", "unknown"], {}),
    ],
)
def test_plain_values_only(said: str, names: list[str], found: dict[str, object]) -> None:
    values = unasked_values(Words.of(said), SLOTS, names)
    assert {item.slot: item.value for item in values} == found


def test_words_that_belong_to_the_answer_are_not_taken_twice() -> None:
    words = Words.of("seven")
    answer = SLOTS["people"].find(words, asked=True)[0]
    assert unasked_values(words, SLOTS, ["time"], [answer]) == []
