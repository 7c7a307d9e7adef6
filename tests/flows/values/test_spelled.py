"""The slot type `spelled`: letters and digits by name, by alphabet, by pattern."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from flows.values.spelling_words import spelling_words
from flows.values.words import Words
from tests.flows.values.tables import answer, rows, slot

MEMBER = "[A-Z]{2}[0-9]{4}"
NATO = (
    "alpha bravo charlie delta echo foxtrot golf hotel india juliet kilo lima mike november oscar papa quebec romeo "
    "sierra tango uniform victor whiskey x-ray yankee zulu".split()
)
DIGITS = "zero one two three four five six seven eight nine".split()
CODES = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", min_size=2, max_size=20)


def spoken(code: str) -> str:
    """A code by the NATO alphabet and the names of the digits."""
    return " ".join(DIGITS[int(one)] if one.isdigit() else NATO[ord(one) - ord("A")] for one in code)


@pytest.mark.parametrize("row", rows("spelled"), ids=lambda row: str(row["say"]) or "nothing")
def test_answers(row: dict[str, Any]) -> None:
    assert answer("spelled", row) == row["is"]


@given(CODES)
def test_the_nato_alphabet_reads_back(code: str) -> None:
    found = slot("spelled").find(Words.of(spoken(code)), asked=True)
    assert (found[0].value, found[0].doubtful) == (code, False)


@given(CODES)
def test_what_is_said_reads_back(code: str) -> None:
    definition = slot("spelled")
    assert definition.read(definition.say(code)) == code
    assert definition.read(code) == code


@given(st.text("ABab01O", min_size=3, max_size=3))
def test_small_letters_read_back(code: str) -> None:
    definition = slot("spelled", pattern="[A-Za-z0-9]{3}")
    assert definition.read(definition.say(code)) == code


@pytest.mark.parametrize(
    ("options", "value", "problem"),
    [
        ({"pattern": MEMBER}, "JK123", "I need 2 letters and 4 digits, and I heard J K 1 2 3."),
        ({"pattern": "[A-Z]{2}([0-9]{2}|X)"}, "JK1", "I heard J K 1, and that is not how it looks."),
        ({"length": 4}, "ABC", "I need 4 characters, and I heard 3."),
        ({"min": 4, "max": 6}, "ABC", "I need 4 to 6 characters, and I heard 3."),
        ({"min": 4}, "ABC", "I need at least 4 characters, and I heard 3."),
        ({"max": 2}, "ABC", "I need 2 characters at most, and I heard 3."),
        ({}, "A" * 41, "I need 40 characters at most, and I heard 41."),
        ({}, "A B", "I need letters and digits only."),
        ({}, 12, "I need letters and digits only."),
        ({}, "É", "I need letters and digits only."),
    ],
)
def test_refuses(options: dict[str, Any], value: Any, problem: str) -> None:
    assert slot("spelled", **options).problem(value) == problem


def test_what_does_not_fit_is_heard_so_that_it_can_be_told() -> None:
    (found,) = slot("spelled", pattern=MEMBER).find(Words.of("j k one two"), asked=True)
    assert (found.value, found.confidence) == ("JK12", 0.5)


@pytest.mark.parametrize(
    ("said", "doubtful"),
    [("a b oh one", True), ("a b zero one", False), ("m as in nancy, b, c", True), ("j o h n", False)],
)
def test_two_likely_readings_are_doubtful(said: str, doubtful: bool) -> None:
    assert slot("spelled").find(Words.of(said), asked=True)[0].doubtful is doubtful


@pytest.mark.parametrize(
    ("pattern", "said", "value"),
    [
        (MEMBER, "hi my member id is J K 1 2 3 4 and I want a refund", "JK1234"),
        (MEMBER, "we are 12 people at 34 euros each", None),
        ("[0-9]{6}", "it is one two three four five six", None),
        (None, "this is j k l m n 5", None),
    ],
)
def test_unasked_only_a_known_form(pattern: str | None, said: str, value: str | None) -> None:
    found = slot("spelled", pattern=pattern).find(Words.of(said), asked=False)
    assert [item.value for item in found] == ([value] if value else [])


def test_a_pattern_that_cannot_be_used_is_refused_with_its_reason() -> None:
    with pytest.raises(ValidationError, match=r"`\[` is not closed; a pattern looks like \[A-Z\]\{2\}\[0-9\]\{4\}"):
        slot("spelled", pattern="[A-Z")


@pytest.mark.parametrize(
    ("value", "said"),
    [("JK12", "J K 1 2"), ("BAB1", "B A, B 1"), ("ABCD1234E", "A, B C D, 1 2 3 4, E"), ("1O2", "1 letter O 2")],
)
def test_is_said_character_by_character(value: str, said: str) -> None:
    assert slot("spelled").say(value) == said


def test_every_character_has_a_name() -> None:
    table = spelling_words()
    assert {letter for word in NATO for letter, _ in table.alphabet.at(Words.of(word).tokens, 0)} == set(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    )
