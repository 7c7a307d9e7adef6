import pytest
from hypothesis import given
from hypothesis import strategies as st

from runtime.speech.clauses import LONGEST_CLAUSE_CHARACTERS, LONGEST_TEXT_CHARACTERS, clauses, clean, ends_sentence


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hello.", ["Hello."]),
        ("", []),
        ("  ...  !?  ", []),
        ("Which account, savings or checking?", ["Which account, savings or checking?"]),
        ("Riverbank, an automated assistant speaking.", ["Riverbank, an automated assistant speaking."]),
        ("Let me see, that was on Monday, I think.", ["Let me see,", "that was on Monday, I think."]),
        ("Yes. Your balance is $1,250.50.", ["Yes.", "Your balance is $1,250.50."]),
        ("At 10:30, the branch opens. Is that right?", ["At 10:30, the branch opens.", "Is that right?"]),
        ("Dr. Smith is here. Mr. J. Jones too.", ["Dr. Smith is here.", "Mr. J. Jones too."]),
        ('He said "stop." Then he left.', ['He said "stop."', "Then he left."]),
        ("Your card ends in 4,242 exactly.", ["Your card ends in 4,242 exactly."]),
        ("Wait… I have it. Goodbye!", ["Wait…", "I have it.", "Goodbye!"]),
        (
            "I can tell you the balance of your savings or checking account.",
            ["I can tell you the balance of your savings", "or checking account."],
        ),
    ],
)
def test_cuts(text: str, expected: list[str]) -> None:
    assert list(clauses(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\x00b\x1b[31mc", "a b 31mc"),
        ("**Bold** and `code`", "Bold and code"),
        ("<speak>Hi <break time='1s'/>there</speak>", "Hi there"),
        ("[our page](https://example.com/x?y=1) helps", "our page helps"),
        ("[[raw phonemes]]", "raw phonemes"),
        ("two\n\nlines\tand\u2028more", "two lines and more"),
        ("zero\u200bwidth\u202eand turned", "zerowidthand turned"),
        ("smile 🙂 now", "smile now"),
        ("lone \ud800 surrogate", "lone surrogate"),
        ("5 < 6 and 7 > 6", "5 6 and 7 6"),
    ],
)
def test_cleaning(text: str, expected: str) -> None:
    assert clean(text) == expected


@given(st.text(max_size=600) | st.text(alphabet="ab ,.!?\n", max_size=900))
def test_nothing_is_too_long_or_silent_and_every_word_is_kept(text: str) -> None:
    pieces = clauses(text)
    assert all(0 < len(piece) <= LONGEST_CLAUSE_CHARACTERS for piece in pieces)
    assert all(any(character.isalnum() for character in piece.replace("_", "")) for piece in pieces)
    kept = "".join(character for piece in pieces for character in piece if character.isalnum())
    assert kept == "".join(character for character in clean(text) if character.isalnum())


def test_a_word_without_end_is_cut_and_a_text_without_end_too() -> None:
    pieces = clauses("a" * 1_000_000)
    assert {len(piece) for piece in pieces} == {LONGEST_CLAUSE_CHARACTERS}
    assert sum(map(len, pieces)) == LONGEST_TEXT_CHARACTERS


def test_hostile_text_is_cut_in_linear_time() -> None:
    for text in ("<a" * 50_000, "[" * 100_000, "[a](" * 25_000, "a, " * 30_000, ". " * 50_000, "\u0301" * 100_000):
        clauses(text)


def test_ends_of_sentences() -> None:
    assert ends_sentence("Is it?")
    assert ends_sentence('He said "stop."')
    assert not ends_sentence("which account,")
    assert not ends_sentence("or checking")
