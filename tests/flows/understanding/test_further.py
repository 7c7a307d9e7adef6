"""A task that is over, put right or done once more."""

import asyncio

import pytest

from flows.engine.finished import Done
from flows.understanding.further import once_more, put_right
from tests.flows.understanding.done_tasks import LEFT, SENT, TOLD, after
from tests.flows.understanding.stage import Stage, told


def _put_right(stage: Stage, text: str, *tasks: Done) -> list[tuple[object, ...]]:
    sentence = stage.sentence(text, after(*tasks), {})
    return [told(act) for act in put_right(sentence, asyncio.run(sentence.scored())[0])]


def _once_more(stage: Stage, text: str, *tasks: Done) -> list[tuple[object, ...]]:
    sentence = stage.sentence(text, after(*tasks), {})
    return [told(act) for act in once_more(sentence, asyncio.run(sentence.scored())[0])]


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("actually make it sixty", ("correct", "amount", 50, 60)),
        ("oh sorry could we make that sixty instead of fifty", ("correct", "amount", 50, 60)),
        ("no not john anna", ("correct", "payee", "john", "anna")),
        ("i meant anna", ("correct", "payee", "john", "anna")),
        ("can you change the amount to sixty dollars", ("correct", "amount", 50, 60)),
        ("it should have been sixty dollars", ("correct", "amount", 50, 60)),
        ("the amount was wrong", ("correct", "amount", 50)),
    ],
)
def test_a_correction(stage: Stage, text: str, act: tuple[object, ...]) -> None:
    assert _put_right(stage, text, SENT) == [act]


@pytest.mark.parametrize(
    "text",
    [
        "i want to send sixty to anna",
        "i'd like to send twenty to john",
        "send another sixty to anna",
        "no thank you",
        "what's my balance",
        "and sixty to anna",
        "yes i'd like to block my card",
    ],
)
def test_a_request_is_no_correction(stage: Stage, text: str) -> None:
    assert _put_right(stage, text, SENT) == []
    assert not any(act[0] == "correct" for act in _once_more(stage, text, SENT))


def test_a_correction_of_what_was_told(stage: Stage) -> None:
    assert _put_right(stage, "no i meant checking", TOLD) == [("correct", "account", "savings", "checking")]
    assert _put_right(stage, "no i meant checking", LEFT) == []


@pytest.mark.parametrize(
    "text",
    ["checking", "and the checking one", "what about checking", "and in my current account", "and for checking please"],
)
def test_the_same_with_another_value(stage: Stage, text: str) -> None:
    assert _once_more(stage, text, TOLD) == [("start_flow", "check_balance"), ("fill", "account", "checking")]


@pytest.mark.parametrize("text", ["no checking", "hello", "block my debit card", "how are you"])
def test_other_sentences_are_none(stage: Stage, text: str) -> None:
    assert _once_more(stage, text, TOLD) == []


def test_behind_a_write_a_bare_value_is_a_correction_and_one_more_a_request(stage: Stage) -> None:
    assert _once_more(stage, "sixty", SENT) == [("correct", "amount", 50, 60)]
    assert _once_more(stage, "and sixty to anna", SENT)[0] == ("start_flow", "transfer")
