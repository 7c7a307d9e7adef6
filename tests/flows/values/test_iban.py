"""The slot type `iban`: by the length and the check digits of its country."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import iban as standard

from flows.values.words import Words
from tests.flows.values.tables import best, rows, slot

BY_COUNTRY = {"DE": r"[0-9]{18}", "NL": r"[A-Z]{4}[0-9]{10}", "GB": r"[A-Z]{4}[0-9]{14}", "CH": r"[0-9]{5}[A-Z0-9]{12}"}


@st.composite
def ibans(draw: st.DrawFn) -> str:
    """Numbers with right check digits. Their countries have no check digits of their own in stdnum."""
    country = draw(st.sampled_from(sorted(BY_COUNTRY)))
    account = draw(st.from_regex(BY_COUNTRY[country], fullmatch=True, alphabet="ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"))
    return country + standard.calc_check_digits(f"{country}00{account}") + account


@pytest.mark.parametrize("row", rows("iban"), ids=lambda row: str(row["say"]) or "nothing")
def test_answers(row: dict[str, Any]) -> None:
    found = best("iban", row)
    if row["is"] is None:
        assert found is None
        return
    assert found is not None
    assert (found.value, found.doubtful) == (row["is"], row.get("doubtful", False))
    assert (slot("iban").problem(found.value) is not None) is row.get("refused", False)


@given(ibans())
def test_what_is_said_reads_back(number: str) -> None:
    definition = slot("iban")
    assert definition.problem(number) is None
    assert definition.read(definition.say(number)) == number
    assert definition.read(number) == number


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        ("BE68539007547033", "One of those characters cannot be right; please say the IBAN again."),
        ("BE6853900754", "An IBAN of Belgium has 16 characters, and I heard 12."),
        ("XX68539007547034", "An IBAN begins with the two letters of a country, and I heard X X."),
        ("BE68 5390 0754 7034", "I need an IBAN."),
        (12, "I need an IBAN."),
        ("BE68539007547034", None),
    ],
)
def test_refuses(value: Any, problem: str | None) -> None:
    assert slot("iban").problem(value) == problem


def test_is_said_in_groups_of_four() -> None:
    assert slot("iban").say("BE68539007547034") == "B E 6 8, 5 3 9 0, 0 7 5 4, 7 0 3 4"


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("send 50 euros to BE68 5390 0754 7034 please", "BE68539007547034"),
        ("send it to BE68 5390 0754 7033", None),
        ("be 68 people", None),
    ],
)
def test_unasked_only_with_right_check_digits(said: str, value: str | None) -> None:
    found = slot("iban").find(Words.of(said), asked=False)
    assert [item.value for item in found] == ([value] if value else [])


def test_is_personal() -> None:
    assert slot("iban").personal_class == "iban"
