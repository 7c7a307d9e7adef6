"""Words of texts and questions become the same where they mean the same."""

import pytest

from tools.knowledge.words import term_of, terms, words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("returned", "returning"), ("returns", "return"), ("fees", "fee"), ("colour", "color"), ("children", "child"),
        ("policies", "policy"), ("stolen", "stole"), ("visiting", "visits"), ("anaesthetic", "anesthetic"), ("prices",
        "price"), ("stopped", "stopping"), ("closing", "closes"), ("organise", "organize"),
    ],
)  # fmt: skip
def test_endings_and_spellings(one: str, other: str) -> None:
    assert term_of(one) == term_of(other)


@pytest.mark.parametrize(("one", "other"), [("bus", "bu"), ("gas", "ga"), ("ring", "r"), ("thing", "th"), ("bed", "b")])
def test_what_is_no_ending_stays(one: str, other: str) -> None:
    assert term_of(one) != other


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("thirty days", ["30", "days"]), ("twenty five euros", ["25", "euros"]), ("1,200 euros", ["1200", "euros"]),
        ("two hundred fifty", ["250"]), ("five thousand", ["5000"]), ("Café's", ["cafe"]), ("one of them", ["one",
        "of", "them"]), ("four oh two", ["4", "oh", "2"]),
    ],
)  # fmt: skip
def test_numbers_are_in_figures(text: str, found: list[str]) -> None:
    assert words(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("how long can I take things back", ["return"]),
        ("I brought it back broken", ["return", "break"]),
        ("we pay it back", ["repay"]),
        ("where do i pick a book up", ["collect", "book"]),
        ("at the back of the house", ["back", "hous"]),
        ("take the back door", ["take", "back", "door"]),
        ("bring it and take it back", ["bring", "return"]),
        ("take one two three four five back", ["take", "one", "2", "3", "4", "5", "back"]),
    ],
)
def test_a_verb_with_its_particle_is_the_one_word_that_documents_write(text: str, found: list[str]) -> None:
    assert terms(text) == found


def test_words_of_which_every_text_is_full_are_left_out() -> None:
    assert terms("um can you tell me how I return a sofa") == ["return", "sofa"]
