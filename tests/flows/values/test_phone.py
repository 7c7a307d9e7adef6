"""The slot type `phone`: spoken numbers in E.164."""

from typing import Any

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from flows.values.setting import Setting
from flows.values.words import Words
from tests.flows.values.tables import best, rows, slot

EXAMPLES = [
    phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    for region in sorted(phonenumbers.SUPPORTED_REGIONS)
    if (number := phonenumbers.example_number(region)) is not None
]


@pytest.mark.parametrize("row", rows("phone"), ids=lambda row: str(row["say"]) or "nothing")
def test_answers(row: dict[str, Any]) -> None:
    found = best("phone", row)
    if row["is"] is None:
        assert found is None
        return
    assert found is not None
    assert (found.value, found.doubtful) == (row["is"], row.get("doubtful", False))
    assert (slot("phone").problem(found.value) is not None) is row.get("refused", False)


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        ("5550123", "I need a whole phone number with its area code, and I heard 7 digits."),
        ("+11234567890", "I heard 1 2 3 4, 5 6 7, 8 9 0, and that is no phone number."),
        ("+12125550123", None),
        ("+15550123456", None),
        ("twelve", "I need a phone number."),
        (12, "I need a phone number."),
        ("", "I need a phone number."),
        ("+", "I need a phone number."),
    ],
)
def test_refuses(value: Any, problem: str | None) -> None:
    assert slot("phone").problem(value) == problem


@pytest.mark.parametrize(
    ("region", "value", "said"),
    [
        (None, "+12125550123", "2 1 2, 5 5 5, 0 1 2 3"),
        (None, "+442079460958", "plus 4 4, 2 0, 7 9 4 6, 0 9 5 8"),
        ("GB", "+442079460958", "0 2 0, 7 9 4 6, 0 9 5 8"),
        ("GB", "+12125550123", "plus 1, 2 1 2, 5 5 5, 0 1 2 3"),
        ("DE", "+4930123456", "0 3 0, 1 2 3, 4 5 6"),
    ],
)
def test_is_said_in_groups(region: str | None, value: str, said: str) -> None:
    assert slot("phone", region=region).say(value) == said


@given(st.sampled_from(EXAMPLES), st.sampled_from(["US", "GB", "DE", "IT"]))
def test_what_is_said_reads_back(number: str, region: str) -> None:
    definition = slot("phone", region=region)
    assert definition.read(definition.say(number)) == number
    assert definition.read(number) == number


@pytest.mark.parametrize(
    ("raw", "value"), [("2125550123", "+12125550123"), (2125550123, "+12125550123"), (None, None), (True, None)]
)
def test_keys_and_data_are_read(raw: object, value: str | None) -> None:
    assert slot("phone").read(raw) == value
    assert slot("phone").read("02079460958", Setting(region="GB")) == "+442079460958"


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("i want to change my number to 212 555 0123 please", "+12125550123"),
        ("call anna at four one five five five five two six seven one tomorrow", "+14155552671"),
        ("my account is 2125550123", None),
        ("pay 4155552671 dollars", None),
        ("from 212 555 0123 to 415 555 2671", None),
        ("a table for two at seven", None),
        ("555 0123", None),
        ("4242 4242 4242 4242", None),
    ],
)
def test_unasked_only_what_is_plainly_a_phone(said: str, value: str | None) -> None:
    found = slot("phone").find(Words.of(said), asked=False)
    assert [item.value for item in found] == ([value] if value else [])


def test_is_personal() -> None:
    assert slot("phone").personal_class == "phone"
    assert slot("phone", personal=False).personal_class is None


def test_a_region_is_two_capitals() -> None:
    with pytest.raises(ValidationError, match="a region is two capital letters, such as US or GB"):
        slot("phone", region="Britain")


def test_a_bots_region_is_the_home_of_its_phones() -> None:
    at_home = slot("phone").at_home("GB")
    assert at_home.say("+442079460958") == "0 2 0, 7 9 4 6, 0 9 5 8"
    assert slot("phone", region="US").at_home("GB") == slot("phone", region="US")
    assert slot("phone").at_home("nowhere") == slot("phone")


def test_a_country_code_whose_plus_was_not_heard_is_read_back() -> None:
    [found] = slot("phone").find(Words.of("Was 442079460958"), asked=True)
    assert (found.value, found.doubtful) == ("+442079460958", True)


def test_a_digit_too_many_makes_no_number_of_another_country() -> None:
    [found] = slot("phone").find(Words.of("41555552671"), asked=True)
    assert found.value == "41555552671"
