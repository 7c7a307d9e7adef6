"""Which value several recognisers elect."""

import asyncio
from typing import Any

import pytest

from flows.driver.ballot import Ballot, elect
from flows.driver.guesses import understood
from flows.engine.acts import Act, Understanding
from flows.engine.expectation import Expectation

ASKED = Expectation("slot", "book", "when", "time")
VALUES: dict[str, Any] = {
    "half past three": "15:30", "3:30": "15:30", "three thirty": "15:30", "half past free": None, "four": "16:00",
    "past": None, "yes": True, "no": False, "99": "99:00",
}  # fmt: skip


def elected(*votes: tuple[str, float]) -> tuple[Any, str, bool] | None:
    async def value_of(text: str) -> Any:
        return VALUES[text]

    found = asyncio.run(elect(votes, value_of))
    return None if found is None else (found.value, found.text, found.sure)


def test_the_value_wins_in_whatever_words() -> None:
    assert elected(("four", 0.9), ("half past three", 0.5), ("3:30", 0.6)) == ("15:30", "3:30", True)


def test_a_value_with_few_votes_is_not_sure() -> None:
    assert elected(("past", 1.0), ("half past free", 1.0), ("3:30", 0.9)) == ("15:30", "3:30", False)


def test_words_without_a_value_elect_nothing() -> None:
    assert elected(("past", 1.0), ("half past free", 1.0)) is None
    assert elected() is None


def test_the_same_words_are_read_once_and_no_more_than_is_needed() -> None:
    read: list[str] = []

    async def value_of(text: str) -> Any:
        read.append(text)
        return VALUES[text.lower().rstrip(".")]

    votes = [("3:30", 0.6), ("Half past three.", 0.4), ("half past three", 0.4), ("four", 0.3), ("three thirty", 0.1)]
    found = asyncio.run(elect(votes, value_of))
    assert found is not None
    assert found.value == "15:30"
    assert read == ["Half past three.", "3:30"]


def meant(first: str, votes: list[tuple[str, float]], own: Act | None = None) -> tuple[str, tuple[Act, ...]]:
    def read(text: str) -> Understanding:
        value = VALUES[text]
        act = Act("out_of_scope", 0.5) if value is None else Act("fill", 0.9, slot="time", value=value)
        return Understanding(text, (act,))

    async def quickly(text: str) -> Understanding:
        return read(text)

    heard = Understanding(first, (own,)) if own is not None else read(first)
    ballot = Ballot((), votes)
    found = asyncio.run(understood(heard, ballot, ASKED, quickly, lambda value: value != "99:00"))
    return found.text, found.acts


def test_a_value_that_all_heard_counts() -> None:
    text, acts = meant("3:30", [("3:30", 1.0), ("half past three", 1.0)])
    assert (text, acts[0].doubtful) == ("3:30", None)


def test_a_value_that_others_heard_is_read_back() -> None:
    text, acts = meant("four", [("four", 1.0), ("half past three", 0.9), ("three thirty", 0.8)])
    assert (text, acts[0].value, acts[0].doubtful) == ("half past three", "15:30", True)


def test_a_value_with_few_votes_is_read_back() -> None:
    text, acts = meant("four", [("four", 1.0), ("past", 1.0), ("half past free", 1.0)])
    assert (text, acts[0].value, acts[0].doubtful) == ("four", "16:00", True)


def test_a_value_that_the_slot_does_not_take_gets_no_votes() -> None:
    assert meant("99", [("99", 1.0), ("four", 0.6)])[1][0].value == "16:00"


@pytest.mark.parametrize("act", [Act("repeat"), Act("human"), Act("start_flow", 0.9, flow="menu")])
def test_who_says_something_else_is_not_outvoted(act: Act) -> None:
    assert meant("past", [("past", 1.0), ("four", 1.0), ("3:30", 0.5)], act) == ("past", (act,))


def test_no_yes_comes_of_votes() -> None:
    text, acts = meant("no", [("no", 1.0), ("yes", 1.8)])
    assert (text, acts[0].value) == ("no", False)
    assert meant("past", [("past", 1.0), ("yes", 1.8)])[1][0].act == "out_of_scope"


def test_a_yes_or_no_that_was_heard_is_not_asked_again() -> None:
    assert meant("yes", [("yes", 0.9), ("past", 1.0), ("half past free", 1.0)])[1][0].doubtful is None


def test_other_questions_know_no_votes() -> None:
    async def quickly(text: str) -> Understanding:
        raise AssertionError(text)

    first = Understanding("book", (Act("start_flow", 0.9, flow="book"),))
    ballot = Ballot(("look",), [("look", 2.0)])
    assert asyncio.run(understood(first, ballot, Expectation("request"), quickly)) is first


def test_without_votes_the_other_guesses_are_as_they_were() -> None:
    assert Ballot(["a", "b"], []) == ("a", "b")
