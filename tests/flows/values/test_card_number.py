"""The slot type `card_number`: digits with a check digit, never said in full."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import luhn

from flows.values.words import Words
from tests.flows.values.tables import best, rows, slot

DIGITS = "zero one two three four five six seven eight nine".split()
CARDS = st.from_regex(r"[1-9][0-9]{11,17}", fullmatch=True, alphabet="0123456789").map(
    lambda begin: begin + luhn.calc_check_digit(begin)
)


@pytest.mark.parametrize("row", rows("card_number"), ids=lambda row: str(row["say"]) or "nothing")
def test_answers(row: dict[str, Any]) -> None:
    found = best("card_number", row)
    if row["is"] is None:
        assert found is None
        return
    assert found is not None
    assert (found.value, found.doubtful) == (row["is"], row.get("doubtful", False))
    assert (slot("card_number").problem(found.value) is not None) is row.get("refused", False)


@given(CARDS)
def test_every_card_is_understood_digit_by_digit(number: str) -> None:
    definition = slot("card_number")
    (found,) = definition.find(Words.of(" ".join(DIGITS[int(one)] for one in number)), asked=True)
    assert (found.value, found.doubtful) == (number, False)
    assert definition.read(number) == number
    assert definition.read(int(number)) == number
    assert definition.problem(number) is None


@given(CARDS)
def test_only_the_last_four_are_ever_said(number: str) -> None:
    definition = slot("card_number")
    assert definition.say(number) == f"the card ending {' '.join(number[-4:])}"
    wrong = number[:-1] + str((int(number[-1]) + 1) % 10)
    assert not any(character.isdigit() for character in definition.problem(wrong) or "0")


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        ("424242424242", "A card number has 13 to 19 digits, and I heard 12."),
        ("4242424242424241", "One of those digits cannot be right; please say the card number again."),
        ("visa", "I need the number of a card."),
        (4242424242424242, "I need the number of a card."),
    ],
)
def test_refuses(value: Any, problem: str) -> None:
    assert slot("card_number").problem(value) == problem


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("i lost my card 4242 4242 4242 4242 yesterday", "4242424242424242"),
        ("pay with four two four two four two four two four two four two four two four two please", "4242424242424242"),
        ("my card is 4242 4242 4242 4241", None),
        ("from 4242 4242 4242 4242 to 5555 5555 5555 4444", None),
        ("call me at 212 555 0123", None),
    ],
)
def test_unasked_only_with_a_right_check_digit(said: str, value: str | None) -> None:
    found = slot("card_number").find(Words.of(said), asked=False)
    assert [item.value for item in found] == ([value] if value else [])


def test_is_personal_in_the_class_card() -> None:
    assert slot("card_number").personal_class == "card"
