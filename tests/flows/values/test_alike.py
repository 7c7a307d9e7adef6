"""How alike phrases sound."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.values.alike import difference, outlines
from flows.values.language import language_data
from flows.values.pronunciation import Sounds, sounds_of

PHRASES = st.text(alphabet="abcdefghijklmnopqrstuvwxyz ", min_size=1, max_size=14).map(sounds_of).filter(bool)


def _said(phrase: str) -> Sounds:
    return sounds_of(phrase)[0]


@pytest.mark.parametrize(
    ("nearer", "farther"),
    [
        (("anna", "hannah"), ("anna", "bananas")), (("pin", "bin"), ("pin", "win")),
        (("brian", "ryan"), ("brian", "cyan")),
        (("car", "card"), ("car", "bar")), (("sheep", "ship"), ("sheep", "shop")), (("ten", "tent"), ("ten", "stent")),
    ],
)  # fmt: skip
def test_what_is_missed_easily_counts_less(nearer: tuple[str, str], farther: tuple[str, str]) -> None:
    assert 0 < difference(*map(_said, nearer)) < difference(*map(_said, farther))


@given(PHRASES, PHRASES)
def test_it_is_a_measure(one: tuple[Sounds, ...], two: tuple[Sounds, ...]) -> None:
    assert difference(one[0], one[0]) == 0
    assert difference(one[0], two[0]) == pytest.approx(difference(two[0], one[0]))
    assert 0 <= difference(one[0], two[0]) <= 1


def test_the_length_of_the_phrase_counts() -> None:
    assert difference(_said("bin"), _said("pin")) > difference(_said("bin of potatoes"), _said("pin of potatoes"))


@pytest.mark.parametrize(("one", "two"), [("austin", "boston"), ("tim", "kim"), ("anna", "hannah"), ("sick", "six")])
def test_what_sounds_alike_shares_an_outline(one: str, two: str) -> None:
    assert set(outlines(_said(one))) & set(outlines(_said(two)))


def test_what_sounds_different_shares_none() -> None:
    assert not set(outlines(_said("savings"))) & set(outlines(_said("landlord")))


def test_the_data_speaks_of_pairs_from_0_to_1() -> None:
    data = language_data("pronunciation", "en")
    assert [entry["far"] for entry in data["near"]] == sorted(entry["far"] for entry in data["near"])
    costs = [
        cost for table in data["dropped"].values() for cost in (table.values() if isinstance(table, dict) else [table])
    ]
    assert all(0 < cost <= data["other"] == 1 for cost in costs)
