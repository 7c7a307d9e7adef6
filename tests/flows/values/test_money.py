"""The slot type `money`: what is found in an answer, what is refused, how it is said back."""

from typing import Any

import pytest

from flows.values.currencies import CURRENCIES
from flows.values.money import money
from flows.values.setting import Setting
from flows.values.words import Words
from tests.flows.values.tables import best, is_read_as, rows, slot


@pytest.mark.parametrize("row", rows("money"), ids=lambda row: str(row["say"]) or "nothing")
def test_answers(row: dict[str, Any]) -> None:
    assert is_read_as("money", row), best("money", row)


@pytest.mark.parametrize(("value", "text"), [(50, "$50"), (2.5, "$2.50"), (1250.5, "$1,250.50"), (-3, "-$3")])
def test_is_said_as_an_amount(value: float, text: str) -> None:
    assert slot("money").say(value) == text


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        (0.5, "It must be at least $1."),
        (9, "It can be $5 at most."),
        ("x", "I need a number."),
        (True, "I need a number."),
    ],
)
def test_refuses(value: Any, problem: str) -> None:
    assert slot("money", min=1, max=5).problem(value) == problem


@pytest.mark.parametrize(
    ("currency", "text"),
    [
        ("GBP", "£1,250.50"),
        ("EUR", "€1,250.50"),
        ("CHF", "1,250.50 francs"),
        ("JPY", "1,250.50 yen"),
        ("CAD", "$1,250.50"),
    ],
)
def test_is_said_in_its_currency(currency: str, text: str) -> None:
    assert slot("money", currency=currency).say(1250.5) == text
    assert money(1250.5, CURRENCIES[currency].code) == text


@pytest.mark.parametrize(
    ("options", "region", "value", "problem"),
    [
        ({}, "US", "20 EUR", "I can only take dollars."),
        ({}, "GB", "20 EUR", "I can only take pounds."),
        ({}, "US", "20 CAD", "I can only take US dollars."),
        ({"currency": "EUR"}, "GB", "20 GBP", "I can only take euros."),
        ({"min": 5}, "GB", 4, "It must be at least £5."),
        ({"min": 5}, "DE", 5, None),
    ],
)
def test_refuses_other_currencies_in_words(
    options: dict[str, Any], region: str, value: Any, problem: str | None
) -> None:
    assert slot("money", **options).problem_at(value, Setting(region=region)) == problem


@pytest.mark.parametrize(
    ("raw", "value"), [("20 euros", None), ("a dollar fifty", 1.5), (2.5, 2.5), (float("inf"), None)]
)
def test_data_is_an_amount_in_its_currency_or_nothing(raw: Any, value: Any) -> None:
    assert slot("money").read(raw) == value


@pytest.mark.parametrize("said", ["for two people", "i have two questions", "at seven", "on the 5th of may 2027"])
def test_unasked_numbers_of_other_things_are_no_amounts(said: str) -> None:
    assert slot("money").find(Words.of(said), asked=False) == []


def test_in_a_bot_an_amount_is_in_the_currency_of_its_region() -> None:
    assert slot("money").at_home("GB").say(5) == "£5"
    assert slot("money", currency="EUR").at_home("GB").say(5) == "€5"


def test_unasked_an_amount_with_its_unit_is_surer() -> None:
    sure = slot("money").find(Words.of("send fifty dollars"), asked=False)[0].confidence
    unsure = slot("money").find(Words.of("send fifty"), asked=False)[0].confidence
    assert sure > unsure
