"""What callers say about the conversation itself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.understanding.cues import cue, cue_while_asked
from flows.understanding.line import Line
from flows.values.words import Words


def _line(said: str) -> Line:
    return Line.of(Words.of(said))


@pytest.mark.parametrize(
    ("said", "act"),
    [
        ("sorry could you repeat that please", "repeat"),
        ("could you say that a bit slower", "repeat"),
        ("you're breaking up", "repeat"),
        ("hold on what was that you just said", "repeat"),
        ("repeet that", "repeat"),
        ("um hold on", "wait"),
        ("Hold on a second!", "wait"),
        ("hang on while I get my card", "wait"),
        ("wait wait", "wait"),
        ("okay but what can I do", "help"),
        ("i dont know", "help"),
        ("not a clue", "help"),
        ("why is that necessary", "help"),
        ("actually never mind", "cancel"),
        ("can you cancel that for me", "cancel"),
        ("I've changed my mind", "cancel"),
        ("i no longer want this", "cancel"),
        ("an operator", "human"),
        ("operator", "human"),
        ("one of your colleagues please", "human"),
        ("thanks, bye", "goodbye"),
        ("gotta go bye bye", "goodbye"),
        ("bye thank you", "goodbye"),
        ("hello how are you", "chitchat"),
        ("you have been very helpful thanks", None),
        ("hello can I speak to a human", "human"),
        ("I'd rather not say", "refuse"),
        ("none of your concern", "refuse"),
        ("can we skip that one", "refuse"),
        ("look this is silly i want to talk to a person", "human"),
        ("i don't want to talk to a person", None),
        ("don't cancel", "repeat"),
        ("no please don't stop now", "repeat"),
        ("what is my balance", None),
        ("please", None),
        ("", None),
        ("goodbye yellow brick road", None),
        ("cancel my reservation", None),
        ("I need to find a doctor", None),
        ("where is my card", None),
        ("what does an overdraft mean", None),
    ],
)
def test_cues(said: str, act: str | None) -> None:
    assert cue(_line(said)) == act


@pytest.mark.parametrize(
    ("said", "act"),
    [
        ("let me get my card", "wait"),
        ("I need to find it first", "wait"),
        ("I'm looking for it", "wait"),
        ("what do you need my address for", "help"),
        ("what does an overdraft mean", "help"),
        ("I don't know which one", "help"),
        ("savings", None),
        ("", None),
    ],
)
def test_what_means_so_only_while_a_question_is_open(said: str, act: str | None) -> None:
    assert cue_while_asked(_line(said)) == act


@given(st.text(max_size=80))
def test_any_text_has_a_cue_or_none(text: str) -> None:
    cue(_line(text))
    cue_while_asked(_line(text))
