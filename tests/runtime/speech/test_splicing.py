import pytest
from hypothesis import given
from hypothesis import strategies as st

from runtime.speech.clauses import clauses
from runtime.speech.splicing import HEAD_WORDS, Splicer, fixed_clauses

BANK = Splicer(
    frozenset({"Done.", "See you then.", "Good morning to you all,", "and your code is here.", "is that right?"}),
    frozenset({"Your balance is", "Your balance is now", "I can help you", "Okay,", "Good morning to"}),
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Your balance is $1,250.50.", ["Your balance is", "$1,250.50."]),
        ("Your balance is now $5. See you then.", ["Your balance is now", "$5.", "See you then."]),
        ("Okay, savings.", ["Okay,", "savings."]),
        ("Okay.", ["Okay."]),
        ("Your balance is", ["Your balance is"]),
        ("Your balance isn't known.", ["Your balance isn't known."]),
        ("Done. Your balance is $5.", ["Done.", "Your balance is $5."]),
        ("Good morning to you all, and your code is here.", ["Good morning to you all,", "and your code is here."]),
        (
            "I can help you with checking a balance, sending money, or blocking a card.",
            ["I can help you", "with checking a balance,", "sending money, or blocking a card."],
        ),
        ("Send $40 to Anna, is that right?", ["Send $40 to Anna,", "is that right?"]),
        ("Send $40, to Anna, is that right? Bye.", ["Send $40, to Anna,", "is that right?", "Bye."]),
        ("Send $40 to Anna, or is it John?", ["Send $40 to Anna, or is it John?"]),
        ("", []),
        ("...", []),
    ],
)
def test_a_text_is_cut_behind_its_known_beginning(text: str, expected: list[str]) -> None:
    assert list(BANK.split(text)) == expected


def test_a_bot_without_known_beginnings_cuts_as_always() -> None:
    text = "Your balance is $1,250.50, and nothing is on its way."
    assert Splicer().split(text) == clauses(text)


@given(st.text(st.sampled_from("Yourbalance isnow,.k O5"), max_size=80))
def test_no_word_is_lost_or_said_twice(text: str) -> None:
    for words in (text, f"Your balance is {text}", f"Okay, {text}"):
        assert " ".join(BANK.split(words)).split() == " ".join(clauses(words)).split()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Your savings balance is ", "Your savings balance is"),
        ("I can help you with ", "I can help you"),  # "with" leans on what follows
        ("A table for ", None),
        ("It is ", None),  # chopped
        ("Okay, ", "Okay,"),
        ("As I said: ", "As I said:"),
        ("Your account number is #", "Your account number is"),
        ("Done. Your balance is ", None),  # "Done." is heard meanwhile
        ("Your flight is BA", "Your flight is"),
        ("", None),
    ],
)
def test_heads_are_phrases(text: str, expected: str | None) -> None:
    found = fixed_clauses(text, head=True, tail=False).head
    assert found == expected
    assert found is None or len(found.split()) >= HEAD_WORDS or found[-1] in ",:"


@pytest.mark.parametrize(
    ("text", "head", "tail", "expected"),
    [
        ("It's booked. Your code is ", True, False, ["It's booked."]),
        (". Shall I cancel it?", False, True, ["Shall I cancel it?"]),
        (", is that right?", False, True, ["is that right?"]),
        (". One moment. And ", False, False, ["One moment."]),
        (" is on its way to you.", False, True, []),
        ("Let me see, that was on Monday, I think.", True, True, ["Let me see,", "that was on Monday, I think."]),
        ("I have found your booking, it is on ", True, False, ["I have found your booking,"]),
    ],
)
def test_fixed_clauses_are_those_that_are_spoken(text: str, head: bool, tail: bool, expected: list[str]) -> None:
    assert list(fixed_clauses(text, head=head, tail=tail).clauses) == expected
