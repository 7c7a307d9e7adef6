"""Words as parts of a name: the table, spelling, casing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.values.language import language_data
from flows.values.names import Unit, name_words, units, written
from flows.values.words import Words

KNOWN = name_words("en")


def test_the_table_holds_words_only() -> None:
    def check(entry: object) -> None:
        if isinstance(entry, list):
            for part in entry:
                check(part)
        else:
            assert isinstance(entry, str), f"{entry} needs quotes"

    for listed in language_data("name_words", "en").values():
        check(listed)


def test_words_that_may_be_names_are_not_ruled_out() -> None:
    assert KNOWN.also_names & KNOWN.never == frozenset()
    assert KNOWN.short_names <= KNOWN.never


@pytest.mark.parametrize(
    ("word", "can", "surely"),
    [
        ("xochitl", True, True), ("will", True, False), ("dinner", False, True), ("cancelled", False, True),
        ("making", False, True), ("running", False, True), ("replies", False, True), ("you're", False, True),
        ("that's", False, True), ("john's", True, True), ("o'brien", True, True), ("sayed", True, True),
        ("12", False, True), ("insurance", True, False), ("reservationist", True, True), ("donation", True, False),
    ],
)  # fmt: skip
def test_which_words_can_be_names(word: str, can: bool, surely: bool) -> None:
    unit = Unit(word, 0, 1)
    assert KNOWN.can_be(unit) is can
    assert not can or KNOWN.surely_is(unit) is surely


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("joe j o e", [("joe", False), ("joe", True)]), ("j-o-e", [("joe", True)]), ("b j", [("bj", True)]),
        ("john f kennedy", [("john", False), ("f", False), ("kennedy", False)]),
        ("jo j o", [("jo", False), ("jo", True)]),
        ("m i double l e r", [("miller", True)]), ("j as in juliet o e", [("joe", True)]),
        ("a b here", [("a", False), ("b", False), ("here", False)]),
    ],
)  # fmt: skip
def test_spelled_letters_are_one_word(said: str, read: list[tuple[str, bool]]) -> None:
    assert [(unit.word, unit.spelled) for unit in units(Words.of(said))] == read


@given(st.text(max_size=100))
def test_units_cover_the_sentence(text: str) -> None:
    words = Words.of(text)
    found = units(words)
    assert [unit.start for unit in found] == [0, *(unit.end for unit in found)][:-1] if found else not len(words)
    assert isinstance(written(words, found, KNOWN), str)


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("anne-marie o'brien", "Anne-Marie O'Brien"), ("van der berg", "Van der Berg"),
        ("LEBRON JAMES", "Lebron James"),
        ("LeBron James", "LeBron James"), ("mcx", "Mcx"), ("mcgregor", "McGregor"), ("d'angelo", "D'Angelo"),
        ("o brien", "O'Brien"), ("joe's", "Joe"), ("bj", "BJ"), ("jo", "Jo"), ("john s m i t h", "John Smith"),
        ("jon smith j o n s m i t h", "Jon Smith"), ("ann smyth s m i t h", "Ann Smith"),
    ],
)  # fmt: skip
def test_written(said: str, name: str) -> None:
    words = Words.of(said)
    assert written(words, units(words), KNOWN) == name
