import pytest
from hypothesis import given
from hypothesis import strategies as st

from runtime.speech.clauses import clauses
from runtime.speech.growing_text import GrowingText


def grown(text: str, size: int = 1) -> list[tuple[str, str]]:
    """Each clause with the text that had come when it was certain."""
    growing, found = GrowingText(), list[tuple[str, str]]()
    for start in range(0, len(text), size):
        found += [(clause, text[: start + size]) for clause in growing.add(text[start : start + size])]
    return [*found, *((clause, text) for clause in growing.finish())]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Yes.", ["Yes."]),
        ("Yes. It is.", ["Yes.", "It is."]),
        ("", []),
        (" ... ", []),
        ("Your balance is $1,250.50. Bye.", ["Your balance is $1,250.50.", "Bye."]),
        ("The rate is 3.5 percent today.", ["The rate is", "3.5 percent today."]),
        ("You saw Dr. Smith there, I think.", ["You saw Dr. Smith there,", "I think."]),
        (
            "I can certainly look that up for you in our handbook.",
            ["I can certainly look", "that up for you in our handbook."],
        ),
        (
            "We have moved the whole of it to New York City now.",
            ["We have moved", "the whole of it to New York City now."],
        ),
        ("Your new code is 4 0 7 1 8 8 and no other.", ["Your new code is", "4 0 7 1 8 8 and no other."]),
        ("That makes one hundred twenty five dollars in all.", ["That makes one hundred twenty five dollars in all."]),
        (
            "Let me see, that was on Monday. On Tuesday, we were closed all day long, and nobody came.",
            ["Let me see,", "that was on Monday.", "On Tuesday, we were closed all day long,", "and nobody came."],
        ),
        ("See [our page](https://example.com/a.b?c=1,d) now.", ["See our page now."]),
        ("It is **very** good, <b>you</b> will see.", ["It is very good,", "you will see."]),
    ],
)
def test_a_text_is_cut_where_it_would_be_whole(text: str, expected: list[str]) -> None:
    for size in (1, 3, 7, 1000):
        assert [clause for clause, _ in grown(text, size)] == expected


@pytest.mark.parametrize(
    ("text", "first", "after"),
    [
        ("Let me see, that was on Monday.", "Let me see,", "Let me see, t"),
        ("Of course. I can do that.", "Of course.", "Of course. I"),
        ("I can help you with that in a moment, sir.", "I can help you", "I can help you with t"),
        ("It is Dr. Smith who can tell you.", "It is Dr. Smith", "It is Dr. Smith who c"),
    ],
)
def test_the_first_clause_is_given_as_soon_as_it_is_certain(text: str, first: str, after: str) -> None:
    assert grown(text)[0] == (first, after)


@given(st.text(st.sampled_from("abc Dr.,5$!?\n[](<>*"), max_size=120), st.integers(1, 20))
def test_no_word_is_lost_or_given_twice(text: str, size: int) -> None:
    assert " ".join(clause for clause, _ in grown(text, size)).split() == " ".join(_kept(text)).split()


def _kept(text: str) -> list[str]:
    """All words in the pieces that say something, as they come when the text is there at once."""
    growing = GrowingText()
    return [*growing.add(text), *growing.finish()]


def test_what_has_come_is_what_is_said() -> None:
    text = "Let me see, that was on Monday. On Tuesday we were closed. Anything else that I can do for you, Mr. Jones?"
    assert " ".join(clause for clause, _ in grown(text)) == " ".join(clauses(text))
