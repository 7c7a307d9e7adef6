"""One of several requests is not wanted any more, or what would be taken away shall stay."""

import pytest

from flows.engine.acts import Act
from flows.engine.expectation import Expectation
from flows.understanding.dropping import drop
from tests.flows.understanding.done_tasks import SENT
from tests.flows.understanding.stage import READ_BACK, Stage

SECOND = Expectation(
    "confirm",
    "transfer",
    "how_much",
    "amount",
    filled_slots=("payee", "amount"),
    open_flows=("transfer",),
    done=(SENT,),
)
"""Fifty went to John, and the next payment is read back."""
TWO = Expectation(
    "confirm", "transfer", "how_much", "amount", filled_slots=("payee", "amount"), open_flows=("transfer", "card_lost")
)
"""One is read back, another waits."""
NEXT = {"payee": "anna", "amount": 30}


def _dropped(stage: Stage, text: str, expectation: Expectation) -> list[Act]:
    return [Act(act.act, flow=act.flow) for act in drop(stage.sentence(text, expectation, NEXT))]


@pytest.mark.parametrize(
    "text",
    [
        "um actually no don't do the second one leave it",
        "no forget the other one",
        "leave the last one out please",
        "i don't want the second payment any more",
        "no nothing just the fifty to john",
        "only the fifty for john",
    ],
)
def test_the_second_is_not_wanted(stage: Stage, text: str) -> None:
    assert _dropped(stage, text, SECOND) == [Act("cancel", flow="transfer")]


def test_the_one_that_waits_is_not_wanted(stage: Stage) -> None:
    assert _dropped(stage, "not the second one", TWO) == [Act("cancel", flow="card_lost")]
    assert _dropped(stage, "skip the first one", TWO) == [Act("cancel")]
    assert _dropped(stage, "forget john", TWO) == [Act("cancel", flow="card_lost")]
    assert _dropped(stage, "forget anna", TWO) == [Act("cancel")]
    assert _dropped(stage, "stop leave that one out", TWO) == [Act("cancel")]


@pytest.mark.parametrize(
    "text", ["yes", "no make it forty", "just thirty", "the second of may", "no not anna", "send it"]
)
def test_answers_drop_nothing(stage: Stage, text: str) -> None:
    assert _dropped(stage, text, SECOND) == []


def test_without_a_second_there_is_nothing_to_drop(stage: Stage) -> None:
    assert _dropped(stage, "don't do the second one", READ_BACK) == []
    assert _dropped(stage, "don't do the second one", Expectation("request")) == []
