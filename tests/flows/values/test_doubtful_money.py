"""Money is never taken for another amount than was said."""

import pytest

from flows.values.money import Money
from flows.values.words import Words

AMOUNT = Money(type="money", min=1, max=5000)


@pytest.mark.parametrize("text", ["twenty euros", "£20", "twenty pounds", "10 euros please"])
def test_another_currency_is_refused_and_never_taken_for_the_own(text: str) -> None:
    found = AMOUNT.find(Words.of(text), asked=True)
    assert {AMOUNT.problem(item.value) for item in found} == {"I can only take dollars."}
    assert AMOUNT.read(text) is None


@pytest.mark.parametrize("text", ["minus fifty dollars", "-50 dollars", "negative fifty"])
def test_less_than_nothing_is_refused_by_the_limits(text: str) -> None:
    [found] = AMOUNT.find(Words.of(text), asked=True)
    assert found.value == -50
    assert AMOUNT.problem(found.value) is not None


@pytest.mark.parametrize(("least", "value", "doubtful"), [(None, 2.5, True), (2, 2.5, True), (3, 250, False)])
def test_two_fifty_is_read_back_where_both_readings_fit(least: float | None, value: float, doubtful: bool) -> None:
    [found] = Money(type="money", min=least).find(Words.of("two fifty"), asked=True)
    assert (found.value, found.doubtful) == (value, doubtful)


def test_two_fifty_is_one_amount_in_a_request_too() -> None:
    assert [item.value for item in AMOUNT.find(Words.of("send two fifty to anna"), asked=False)] == [2.5]


@pytest.mark.parametrize(("most", "value", "doubtful"), [(100, 2.5, True), (None, 250, False)])
def test_a_figure_that_is_too_large_may_be_units_and_hundredths(most: int | None, value: float, doubtful: bool) -> None:
    [found] = Money(type="money", max=most).find(Words.of("250."), asked=True)
    assert (found.value, found.doubtful) == (value, doubtful)


@pytest.mark.parametrize("text", ["two hundred and fifty", "$250", "250 dollars", "25000"])
def test_what_is_too_large_by_its_words_stays_so(text: str) -> None:
    limited = Money(type="money", max=100)
    [found] = limited.find(Words.of(text), asked=True)
    assert limited.problem(found.value) is not None
