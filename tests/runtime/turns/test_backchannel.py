"""Signs of listening."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runtime.turns.backchannel import LEAST_SHARE, MOST_WORDS, backchannel, may_be_backchannel


@pytest.mark.parametrize(
    "text",
    [
        *(
            "mhm",
            "Mm-hmm.",
            "uh huh",
            "Uh-huh.",
            "Yeah.",
            "Okay",
            "Right.",
            "I see.",
            "Sure",
            "Got it!",
            "Ah.",
            "Oh",
            "Hmm",
        ),
        *(
            "Wow.",
            "Great!",
            "yeah yeah",
            "Okay, right.",
            "Oh, okay.",
            "All right.",
            "yeah, yeah, yeah",
            "Mm, I see.",
            "Yes.",
        ),
        *("Mmm", "Uh oh", "Uh...", "Uh-uh."),  # also what it writes for "mhm" and "uh-huh"
        *("", " ", "...", "♪"),
        # as Whisper tiny.en writes a hum
        *(
            "Mm",
            "MMM.",
            "MMMM.",
            "Mm-",
            "HMM",
            "Hm",
            "MHM",
            "M-H-M",
            "M-M-H-M",
            "MMHMM",
            "Um...",
            "Uh uh",
            "Ah...",
            "Uh",
        ),
    ],
)
def test_who_listens_does_not_take_the_turn(text: str) -> None:
    assert backchannel(text)


@pytest.mark.parametrize(
    "text",
    [
        *("Stop.", "No", "wait", "Hello?", "what?", "Nope.", "hold on", "sorry", "help", "seven", "Bye.", "Anna"),
        *(
            "okay stop",
            "yeah but",
            "oh no",
            "right?",
            "Okay?",
            "yes I want to",
            "I see a problem",
            "sure wait",
            "rights",
        ),
        " ".join(["okay"] * (MOST_WORDS + 1)),
    ],
)
def test_who_wants_something_is_let_in(text: str) -> None:
    assert not backchannel(text)


@pytest.mark.parametrize("language", ["xx", "../en"])
def test_a_language_without_data_has_none(language: str) -> None:
    assert not backchannel("okay", language)
    assert backchannel("", language)


@given(
    st.lists(st.sampled_from(["yeah", "oh", "okay", "I see", "mhm"]), min_size=1, max_size=3),
    st.sampled_from(["stop", "no"]),
)
def test_one_word_that_wants_something_is_enough(listening: list[str], word: str) -> None:
    assert backchannel(", ".join(listening))
    assert not backchannel(", ".join([*listening, word]))
    assert not backchannel(", ".join([word, *listening]))


def test_a_hum_is_known_by_what_else_it_may_have_been() -> None:
    assert may_be_backchannel("Amen.", [])
    assert may_be_backchannel("And then", [("And then", 0.7), ("M M", 0.15), ("Mm.", 0.1), ("Amens", 0.05)])
    assert not may_be_backchannel("And then", [("And then", 0.7), ("M M", 0.15), ("Mm.", 0.1)], early=True)
    assert not may_be_backchannel("And then", [("And then", 0.9), ("Mm.", LEAST_SHARE - 0.01)])
    assert not may_be_backchannel("What is my balance?", [("What is my balance?", 0.5), ("What is my ballots?", 0.5)])


@pytest.mark.parametrize("text", ["No.", "Stop", "Wait.", "Hello?", "No, no."])
def test_what_people_mean_is_no_hum_whatever_else_it_may_have_been(text: str) -> None:
    assert not may_be_backchannel(text, [(text, 0.4), ("Oh.", 0.3), ("Um.", 0.3)])


def test_a_language_without_data_has_no_signs_of_listening() -> None:
    assert not may_be_backchannel("Okay", [("Mhm", 1.0)], "de")
