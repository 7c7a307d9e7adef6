"""The slot type `yes_no`: what is found in an answer, what is refused, how it is said back."""

from typing import Any

import pytest

from flows.values.language import language_data
from flows.values.words import Words
from flows.values.yes_no import TABLE, yes_or_no
from tests.flows.values.tables import best, is_read_as, rows, slot


@pytest.mark.parametrize("row", rows("yes_no"), ids=lambda row: str(row["say"]) or "nothing")
def test_answers(row: dict[str, Any]) -> None:
    assert is_read_as("yes_no", row), best("yes_no", row)


@pytest.mark.parametrize(
    ("said", "confidence"),
    [("yes", 1.0), ("um yes", 1.0), ("yes fifty dollars", 0.95), ("well i mean yes", 0.7), ("no that's fine", 0.6)],
)
def test_how_plain_it_is(said: str, confidence: float) -> None:
    [found] = slot("yes_no").find(Words.of(said), asked=True)
    assert found.confidence == confidence


def test_every_phrase_means_what_its_list_says() -> None:
    data = language_data(TABLE, "en")
    for name, value in (("yes", True), ("yes_alone", True), ("no", False), ("no_alone", False), ("neither", None)):
        for entry in data[name]:
            for phrase in [entry] if isinstance(entry, str) else entry:
                assert isinstance(phrase, str), f"{phrase} needs quotes"
                found = slot("yes_no").find(Words.of(phrase), asked=True)
                assert phrase == "please" or [item.value for item in found] == ([] if value is None else [value]), (
                    phrase
                )


def test_is_found_as_an_answer_only() -> None:
    assert slot("yes_no").find(Words.of("yes"), asked=False) == []


def test_reads_and_says_booleans() -> None:
    assert [slot("yes_no").read(raw) for raw in (True, "no", "maybe")] == [True, False, None]
    assert [slot("yes_no").say(value) for value in (True, False)] == ["yes", "no"]
    assert slot("yes_no").problem("yes") == "I need a yes or a no."


@pytest.mark.parametrize(
    "said",
    [
        "yes please block it right now i'm so scared they'll go and buy things with it",
        "yes block it at once somebody took my bag and i don't know what to do",
        "oh yes please my wallet is gone and i'm shaking",
        "yeah go ahead i don't want anyone using it",
        "sure do it because i can't find it anywhere",
        "yes right now please",
    ],
)
def test_a_yes_with_feelings_and_reasons_behind_it(said: str) -> None:
    found = yes_or_no(Words.of(said))
    assert found is not None
    assert found.value is True


@pytest.mark.parametrize(
    "said",
    [
        "right now i'm busy",
        "yes because they took it don't block it",
        "yes i'm scared but not today",
        "yes they might but i'm not sure",
        "yes i'm worried can you wait",
        "sure if they call me first",
        "yes my wife said no",
        "i'm so scared yes or no",
    ],
)
def test_reasons_that_take_the_yes_back(said: str) -> None:
    found = yes_or_no(Words.of(said))
    assert found is None or found.value is False
