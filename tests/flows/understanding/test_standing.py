"""Questions about what was done."""

import pytest

from flows.engine.expectation import Expectation
from flows.understanding.standing import base, standing
from tests.flows.understanding.done_tasks import BLOCKED, LEFT, SENT, TOLD, after
from tests.flows.understanding.stage import AMOUNT, READ_BACK, REQUEST, Stage, acts


@pytest.mark.parametrize(
    "text",
    [
        "did you send it",
        "have you sent the money yet",
        "has it gone through",
        "is that done now",
        "did that work",
        "what did you just do",
        "so it's been sent",
        "can you confirm that it's gone through",
        "are you sure it was sent",
        "tell me whether the payment went through please has it gone out",
        "so john has got his fifty dollars then",
        "is the transfer done or not",
        "has john been paid",
        "i've already sent that",
        "no no you sent that already don't send it twice",
        "i thought the money was sent",
        "what was the reference again",
        "could you give me the reference once more",
        "who did i send it to",
        "how much was that",
        "did you say john",
    ],
)
def test_asked_when_it_is_done(stage: Stage, text: str) -> None:
    assert acts(standing(stage.sentence(text, after(SENT), {})))[0][0] == "question"


@pytest.mark.parametrize(
    "text", ["did you send it", "have you done it yet", "is it sent now", "what have you done so far"]
)
@pytest.mark.parametrize("expectation", [AMOUNT, READ_BACK, REQUEST, after(LEFT)])
def test_asked_at_any_time(stage: Stage, text: str, expectation: Expectation) -> None:
    assert acts(standing(stage.sentence(text, expectation)))[0][0] == "question"


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("is my card definitely blocked", "card_lost"),
        ("did you block the card", "card_lost"),
        ("did you transfer the money", "transfer"),
        ("was the balance told already did it work", ""),
        ("did it go through", ""),
    ],
)
def test_what_a_question_is_about(stage: Stage, text: str, about: str) -> None:
    assert acts(standing(stage.sentence(text, after(TOLD, SENT, BLOCKED), {}))) == [("question", about)]


@pytest.mark.parametrize(
    "text",
    [
        "send fifty to anna",
        "block my card",
        "what's my balance",
        "are you open on saturday",
        "i've already lost two cards and now a third one please block it",
        "how much is in checking",
        "can i talk to somebody",
        "yes",
        "no thanks",
        "is john the landlord",
    ],
)
def test_other_sentences_are_none(stage: Stage, text: str) -> None:
    assert acts(standing(stage.sentence(text, after(SENT), {}))) == []


def test_a_thing_is_asked_about_only_once_there_is_a_task(stage: Stage) -> None:
    assert acts(standing(stage.sentence("is my card blocked", REQUEST, {}))) == []
    assert acts(standing(stage.sentence("is my card blocked", after(BLOCKED), {}))) == [("question", "card_lost")]


def test_a_word_that_was_not_said_is_not_said_again(stage: Stage) -> None:
    assert acts(standing(stage.sentence("what was the exchange rate", after(SENT), {}))) == []


@pytest.mark.parametrize(
    ("said", "verb"),
    [("cancelled", "cancel"), ("sent", "send"), ("blocked", "block"), ("stopped", "stop"), ("red", "red")],
)
def test_verbs_without_their_endings(said: str, verb: str) -> None:
    assert base(said) == verb
