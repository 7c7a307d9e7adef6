"""What the words at one place can stand for."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.values.pieces import most_characters, most_digits, pieces_at
from flows.values.spelling_words import spelling_words
from flows.values.words import Words


def read(said: str, at: int = 0, *, lenient: bool = True) -> dict[str, int]:
    """Each text with the token behind it."""
    return {piece.text: piece.end for piece in pieces_at(Words.of(said), at, lenient=lenient)}


@pytest.mark.parametrize(
    ("said", "text", "end"),
    [
        ("bee", "B", 1),
        ("double u", "W", 2),
        ("double you", "W", 2),
        ("double l", "LL", 2),
        ("treble nine", "999", 2),
        ("j as in juliet", "J", 4),
        ("b for bob", "B", 3),
        ("c as in sea", "C", 4),
        ("capital k", "K", 2),
        ("small k", "k", 2),
        ("the letter o", "O", 3),
        ("x ray", "X", 2),
        ("forty two", "42", 2),
        ("forty two", "40", 1),
        ("eight hundred", "800", 2),
        ("two thousand and five", "2005", 4),
        ("1,234", "1234", 1),
        ("underscore", "_", 1),
        ("ab12", "AB", 1),
        ("let me see", "", 3),
    ],
)
def test_can_stand_for(said: str, text: str, end: int) -> None:
    assert read(said)[text] == end


@pytest.mark.parametrize("said", ["to", "you", "are", "for", "see"])
def test_words_that_only_sound_like_a_character_are_for_the_lenient(said: str) -> None:
    assert len(read(said)) >= 1
    assert read(said, lenient=False) == {}


@pytest.mark.parametrize("said", ["hello", "smith", "21st", "twenty-firstx" * 50])
def test_words_stand_for_nothing(said: str) -> None:
    assert set(read(said)) <= {"20"}


def test_a_word_that_does_not_fit_its_letter_is_likelier_than_the_letter() -> None:
    costs = {piece.text: piece.cost for piece in pieces_at(Words.of("m as in nancy"), 0) if piece.end == 4}
    assert costs["N"] < costs["M"]


def test_a_and_i_are_letters_only_beside_characters() -> None:
    sure = {at: piece.sure for at in (0, 2) for piece in pieces_at(Words.of("a card a 5"), at) if piece.text == "A"}
    assert sure == {0: 0, 2: 1}


def test_capitals_are_letters_unless_everything_is_written_so() -> None:
    assert read("the ABC please", 1) == {"ABC": 2}
    assert max(piece.sure for piece in pieces_at(Words.of("the ABC please"), 1)) == 3
    assert max(piece.sure for piece in pieces_at(Words.of("GIVE ME ABC"), 2)) == 0


TABLE = spelling_words()
NUMBERS = sorted(
    {*TABLE.units, *TABLE.teens, *TABLE.tens, *TABLE.scales, *TABLE.repeats, *TABLE.oh, *TABLE.heard_digits}
)
SAID = st.lists(
    st.sampled_from([*NUMBERS, "and", "b", "the", "letter", "as", "in", "4", "1,250", "12:30", "0.5", "a1b2"])
)


@given(SAID)
def test_no_reading_has_more_digits_than_are_counted(said: list[str]) -> None:
    words = Words.of(" ".join(said))
    assert longest_way(words, str.isdigit, lenient=True) <= most_digits(words)


@given(
    st.lists(
        st.sampled_from([*NUMBERS, "NWBK", "nwbk", "GB29", "gb", "b", "bee", "x", "ray", "ab", "W", "sure", "mike"])
    )
)
def test_no_plain_reading_has_more_characters_than_are_counted(said: list[str]) -> None:
    words = Words.of(" ".join(said))
    assert longest_way(words, str.isalnum, lenient=False) <= most_characters(words)


def longest_way(words: Words, counts: Callable[[str], bool], *, lenient: bool) -> int:
    """By any way through the pieces, also with words left out."""
    most = [0] * (len(words) + 1)
    for at in reversed(range(len(words))):
        pieces = pieces_at(words, at, lenient=lenient)
        most[at] = max(*(sum(map(counts, piece.text)) + most[piece.end] for piece in pieces), most[at + 1], 0)
    return most[0]


@pytest.mark.parametrize(("said", "count"), [("i have no idea", 0), ("nineteen thousand", 5), ("call 555 oh one", 5)])
def test_digits_are_counted_by_what_can_be_read(said: str, count: int) -> None:
    assert most_digits(Words.of(said)) == count
