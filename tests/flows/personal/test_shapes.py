"""Values that look like those that are gone."""

from datetime import date, datetime
from typing import Any

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import iban, luhn

from flows.personal.shapes import shape_of, surrogate


@pytest.mark.parametrize(
    ("value", "shape"),
    [
        ("Ann O'Neil", {"kind": "text", "form": "Aaa A'Aaaa"}),
        ("+1212", {"kind": "text", "form": "+9999"}),
        (1250.5, {"kind": "number", "count": 4}),
        (-7, {"kind": "integer", "count": 1}),
        (True, {"kind": "yes_no"}),
        (None, {"kind": "other"}),
    ],
)
def test_shapes_tell_nothing_but_the_form(value: Any, shape: dict[str, Any]) -> None:
    assert shape_of(value) == shape


def test_of_sentences_only_the_length_is_told() -> None:
    assert shape_of("my name is Ann", words=True) == {"kind": "words", "count": 4}


@given(st.text(max_size=30), st.integers(1, 50))
def test_surrogates_have_the_shape_and_stay_the_same(value: str, number: int) -> None:
    shape = shape_of(value)
    made = surrogate(f"⟨person:{number}⟩", "person", shape)
    assert made == surrogate(f"⟨person:{number}⟩", "person", shape)
    if "9999-99-99" not in shape["form"] and "99:99" not in shape["form"]:
        assert shape_of(made)["kind"] == "text"
        assert len(made) == len(value)


def test_each_token_has_its_own() -> None:
    shape = shape_of("Tobias Winkelmann")
    assert len({surrogate(f"⟨person:{number}⟩", "person", shape) for number in range(100)}) == 100


def test_check_digits_are_right() -> None:
    card = surrogate("⟨card:1⟩", "card", shape_of("4111111111111111"))
    assert luhn.is_valid(card)
    assert len(card) == 16
    account = surrogate("⟨iban:1⟩", "iban", shape_of("GB82WEST12345698765432"))
    assert iban.is_valid(account)


def test_phones_are_numbers_that_can_be() -> None:
    made = surrogate("⟨phone:1⟩", "phone", shape_of("+4930123456"))
    assert phonenumbers.is_valid_number(phonenumbers.parse(made))


def test_moments_are_moments() -> None:
    assert date.fromisoformat(surrogate("⟨birth:1⟩", "birth", shape_of("1985-06-01")))
    assert datetime.fromisoformat(surrogate("⟨when:1⟩", "when", shape_of("1985-06-01T09:30:00.000+02:00")))


def test_numbers_stay_numbers() -> None:
    assert 1_000 <= surrogate("⟨finance:1⟩", "finance", shape_of(4500.5)) <= 9_999
    assert isinstance(surrogate("⟨finance:1⟩", "finance", shape_of(4500.5)), float)
    assert isinstance(surrogate("⟨count:1⟩", "count", shape_of(12)), int)
    assert surrogate("⟨consent:1⟩", "consent", shape_of(False)) is True


def test_sentences_are_their_own() -> None:
    assert surrogate("⟨words:3⟩", "words", {"kind": "words", "count": 4}) == "⟨words:3⟩"
    assert surrogate("⟨person:3⟩", "person", {}) == "⟨person:3⟩"
