"""The slot type `address`: as on an envelope."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.values.setting import Setting
from flows.values.words import Words
from tests.flows.values.tables import best, rows, slot

ADDRESSES = st.builds(
    lambda number, street, kind, rest: f"{number} {street} {kind}{rest}",
    st.integers(1, 9999),
    st.sampled_from(["Main", "Oak", "Evergreen", "King's", "Martin Luther"]),
    st.sampled_from(["Street", "Avenue", "Road", "Terrace"]),
    st.sampled_from(["", ", Springfield", ", Springfield, IL 62704", ", Apartment 4B, New York, NY 10036-1234"]),
)


@pytest.mark.parametrize("row", rows("address"), ids=lambda row: str(row["say"]) or "nothing")
def test_answers(row: dict[str, Any]) -> None:
    found = best("address", row)
    if row["is"] is None:
        assert found is None
        return
    assert found is not None
    assert (found.value, found.doubtful) == (row["is"], row.get("doubtful", False))
    assert (slot("address").problem(found.value) is not None) is row.get("refused", False)


@given(ADDRESSES)
def test_what_is_written_or_said_reads_back(address: str) -> None:
    definition = slot("address")
    assert definition.problem(address) is None
    assert definition.read(address) == address
    assert definition.read(definition.say(address)) == address


@pytest.mark.parametrize("row", [row for row in rows("address") if row["is"]], ids=lambda row: str(row["is"]))
def test_a_tidy_address_stays_as_it_is(row: dict[str, Any]) -> None:
    setting = Setting(region=row.get("region", "US"))
    assert slot("address").find(Words.of(row["is"], setting), asked=True)[0].value == row["is"]


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        ("Main Street", "I need the house number, too."),
        ("42", "I need the street and the house number."),
        (42, "I need the street and the house number."),
        ("1 " + "a" * 200, "That address is too long for me."),
        ("Rose Cottage 1", None),
    ],
)
def test_refuses(value: Any, problem: str | None) -> None:
    assert slot("address").problem(value) == problem


@pytest.mark.parametrize(
    ("region", "value", "said"),
    [
        ("US", "123 Main Street, Springfield, IL 62704", "123 Main Street, Springfield, IL 6 2 7 0 4"),
        ("GB", "10 Downing Street, London SW1A 2AA", "10 Downing Street, London S W 1 A, 2 A, A"),
        ("US", "123 Main Street", "123 Main Street"),
    ],
)
def test_the_postcode_is_said_character_by_character(region: str, value: str, said: str) -> None:
    assert slot("address", region=region).say(value) == said


def test_data_that_is_no_spoken_address_is_kept() -> None:
    assert slot("address").read("Rose Cottage 1") == "Rose Cottage 1"
    assert slot("address").read("nowhere") is None


def test_is_never_taken_unasked() -> None:
    assert slot("address").find(Words.of("i live at 12 main street springfield"), asked=False) == []


def test_is_personal() -> None:
    assert slot("address").personal_class == "address"


def test_a_bots_region_is_the_home_of_its_addresses() -> None:
    assert slot("address").at_home("GB").say("10 Downing Street, London SW1A 2AA").endswith("S W 1 A, 2 A, A")
    assert slot("address", region="US").at_home("GB") == slot("address", region="US")
