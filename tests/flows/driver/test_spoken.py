"""What was said against what was heard."""

import asyncio
from collections.abc import Sequence

import pytest

from flows.driver.spoken import Hearing, heard_as, word_error
from flows.engine.expectation import Expectation


@pytest.mark.parametrize(
    ("said", "heard", "errors"),
    [
        ("what's my balance", "What's my balance?", 0),
        ("fifty dollars to anna", "$50 to Anna.", 0),
        ("send twelve hundred", "Send 1,200.", 0),
        ("to anna", "to an", 1),
        ("to anna", "to an a", 2),
        ("the saver one", "", 3),
        ("yes", "yes please", 1),
        ("one two", "two one", 2),
    ],
)
def test_errors_in_words(said: str, heard: str, errors: int) -> None:
    hearing = Hearing(1, said, heard)
    assert (hearing.errors, hearing.differs) == (errors, errors > 0)
    assert hearing.as_json() == {"turn": 1, "said": said, "heard": heard}


def test_the_error_of_a_test_is_by_word() -> None:
    assert word_error([Hearing(1, "to anna", "to an"), Hearing(2, "yes please", "yes please")]) == 0.25
    assert word_error([Hearing(1, "yes", "no oh no")]) == 3.0
    assert word_error([]) == 0.0


def test_the_recogniser_expects_what_the_bot_expects() -> None:
    asked: list[tuple[str, Sequence[str]]] = []

    async def hear_back(text: str, hints: Sequence[str]) -> str:
        asked.append((text, hints))
        return "Savings."

    heard = asyncio.run(heard_as(hear_back, 2, "saving", Expectation("slot", hints=("savings", "checking"))))
    assert heard == Hearing(2, "saving", "Savings.")
    assert asked == [("saving", ("savings", "checking"))]
