"""What is done and shall not have been done."""

import asyncio

import pytest

from flows.understanding.taking_back import reassure, undo
from tests.flows.understanding.done_tasks import BLOCKED, LEFT, SENT, TOLD, after
from tests.flows.understanding.stage import Stage, told


def _undone(stage: Stage, text: str, *tasks: object) -> list[tuple[object, ...]]:
    sentence = stage.sentence(text, after(*tasks), {})  # type: ignore[arg-type]
    best = asyncio.run(sentence.scored())[0]
    return [told(act) for act in undo(sentence, best)]


def _reassured(stage: Stage, text: str, *tasks: object) -> list[tuple[object, ...]]:
    sentence = stage.sentence(text, after(*tasks), {})  # type: ignore[arg-type]
    best = asyncio.run(sentence.scored())[0]
    return [told(act) for act in reassure(sentence, best)]


@pytest.mark.parametrize(
    "text",
    [
        "cancel that",
        "nothing cancel that",
        "no stop it please",
        "oh no undo it",
        "can you take that back",
        "cancel the transfer",
        "stop the payment",
        "don't send it",
        "i've changed my mind cancel it",
        "please reverse that",
    ],
)
def test_what_was_sent_is_to_be_undone(stage: Stage, text: str) -> None:
    assert _undone(stage, text, SENT) == [("cancel", "transfer")]


@pytest.mark.parametrize(
    "text", ["cancel my bank card it's gone", "no thanks", "send ten to anna", "what's my balance"]
)
def test_other_sentences_undo_nothing(stage: Stage, text: str) -> None:
    assert _undone(stage, text, SENT) == []


def test_what_was_only_told_cannot_be_undone(stage: Stage) -> None:
    assert _undone(stage, "cancel that", TOLD) == []


def test_a_card_that_was_found_again(stage: Stage) -> None:
    assert _undone(stage, "oh wait i found it don't block it", BLOCKED) == [("cancel", "card_lost")]
    assert _undone(stage, "unblock it please", BLOCKED) == [("cancel", "card_lost")]


@pytest.mark.parametrize(
    "text",
    [
        "just the fifty to john",
        "only the fifty for john nothing else",
        "yes send it please",
        "go ahead",
        "fifty dollars to john",
        "please don't cancel it",
    ],
)
def test_all_is_as_it_is_wanted(stage: Stage, text: str) -> None:
    assert _reassured(stage, text, SENT) == [("question", "transfer")]


@pytest.mark.parametrize(
    "text", ["send another fifty to john", "fifty to anna", "pay anna as well", "transfer money to john"]
)
def test_a_second_one_is_another_one(stage: Stage, text: str) -> None:
    assert _reassured(stage, text, SENT) == []
    assert _undone(stage, text, SENT) == []


def test_what_was_left_and_is_left_again(stage: Stage) -> None:
    assert _undone(stage, "cancel the transfer", LEFT) == [("cancel", "transfer")]
