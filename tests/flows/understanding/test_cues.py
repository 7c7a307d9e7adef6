"""What callers say about the conversation itself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.understanding.cues import cue, cue_while_asked, spoken_plainly
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
        ("oh dear what was it you said love", "repeat"),
        ("you'll have to say that a bit louder pet", "repeat"),
        ("what the hell are you saying", "repeat"),
        ("hold on sweetheart while i turn off the radio", "wait"),
        ("just a tiny moment please darling", "wait"),
        ("how on earth does this bloody thing work", "help"),
        ("i no understand what you want", "help"),
        ("oh just forget the whole thing mate", "cancel"),
        ("is there not a nice lady i could talk to", "human"),
        ("right that's me sorted cheers bye love", "goodbye"),
        ("hello hello is anybody on the line", "chitchat"),
        ("are you a robot or something", "chitchat"),
        ("you useless piece of junk", "chitchat"),
        ("i hate these machines", "chitchat"),
        ("i hate these machines give me a person", "human"),
        ("it's none of your damn business", "refuse"),
        ("i would love to book a table", None),
        ("send love to my dear friend", None),
        ("yes that's perfectly all right thank you", None),
        ("that's all good", None),
        ("i'm on the phone dave", "wait"),
        ("not you i was shouting at the dog", "repeat"),
        ("shush kids", "wait"),
        ("oh not another one of those robots", "chitchat"),
        ("one more", None),
        ("morning", None),
        ("see", None),
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
        ("where would that number be dear", "help"),
        ("where i can find this", "help"),
        ("now where did I put my glasses", "wait"),
        ("savings", None),
        ("", None),
    ],
)
def test_what_means_so_only_while_a_question_is_open(said: str, act: str | None) -> None:
    assert cue_while_asked(_line(said)) == act


@pytest.mark.parametrize(
    ("said", "plain"),
    [
        ("what the hell do you really mean dear", "what do you mean"),
        ("oh for heaven's sake just stop it mate", "oh stop it"),
        ("i would love to", "i would love to"),
        ("i love you", "i love you"),
        ("my dear mother", "my dear mother"),
    ],
)
def test_what_changes_nothing_is_left_out(said: str, plain: str) -> None:
    assert " ".join(spoken_plainly(_line(said).tokens)) == plain


@given(st.text(max_size=80))
def test_any_text_has_a_cue_or_none(text: str) -> None:
    cue(_line(text))
    cue_while_asked(_line(text))
