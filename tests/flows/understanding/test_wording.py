"""What sentences say, whatever small words they have."""

import pytest

from flows.understanding.wording import wording


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("what's my balance", "What is the balance?"), ("pay my bill", "I'd like to pay the bills, please"),
        ("cancel it", "could you cancel that"), ("I want to book a table", "can I please book the table"),
        ("I can't find it", "I cannot find that"), ("it doesn't work", "it does not work"),
    ],
)  # fmt: skip
def test_the_same(one: str, two: str) -> None:
    assert wording(one) == wording(two) != ()


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("turn on the lights", "turn off the lights"), ("I can find it", "I can't find it"),
        ("block my card", "unblock my card"),
        ("send it from my savings", "send it to my savings"), ("when are they changed", "when were they changed"),
        ("what do you call me", "what do I call you"), ("from a to b", "to b from a"),
    ],
)  # fmt: skip
def test_not_the_same(one: str, two: str) -> None:
    assert wording(one) != wording(two)


def test_small_words_alone_say_nothing() -> None:
    assert wording("I would like to") == ()
