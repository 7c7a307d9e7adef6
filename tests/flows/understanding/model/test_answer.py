"""What of a model's answer counts."""

import json
from typing import Any

import pytest

from flows.engine.expectation import Expectation
from flows.understanding.model.answer import acts_of
from flows.understanding.model.port import ModelFailed
from flows.values.words import Words
from tests.flows.understanding.stage import AMOUNT, OFFER, READ_BACK, REQUEST, Stage, told

BLOCK = Expectation("slot", "card_lost", "sure", "confirm_block", open_slots=("confirm_block",))


def _acts(stage: Stage, said: str, acts: list[dict[str, Any]], expectation: Expectation = AMOUNT) -> list[Any]:
    situation = stage.situation(expectation)
    return [told(act) for act in acts_of(json.dumps({"acts": acts}), Words.of(said), situation)]


@pytest.mark.parametrize(
    ("said", "acts", "expectation", "wanted"),
    [
        ("my cash", [{"act": "start_flow", "flow": "check_balance"}], REQUEST, [("start_flow", "check_balance")]),
        ("sixty then", [{"act": "fill", "slot": "amount", "words": "sixty"}], AMOUNT, [("fill", "amount", 60, True)]),
        ("for anna", [{"act": "correct", "slot": "payee", "words": "anna"}], AMOUNT,
         [("correct", "payee", "john", "anna", True)]),
        ("somebody else", [{"act": "correct", "slot": "payee", "words": None}], AMOUNT, [("correct", "payee", "john")]),
        ("either", [{"act": "clarify", "candidates": ["transfer", "check_balance", "nonsense"]}], REQUEST,
         [("clarify", ["check_balance", "transfer"])]),
        ("right", [{"act": "affirm"}], OFFER, [("affirm",)]),
        ("um", [{"act": "wait"}, {"act": "wait"}], AMOUNT, [("wait",)]),
        ("the moon", [{"act": "chitchat"}, {"act": "repeat"}], AMOUNT, [("repeat",)]),
    ],
)  # fmt: skip
def test_what_fits(
    stage: Stage, said: str, acts: list[dict[str, Any]], expectation: Expectation, wanted: list[Any]
) -> None:
    assert _acts(stage, said, acts, expectation) == wanted


@pytest.mark.parametrize(
    ("said", "acts", "expectation"),
    [
        ("what you like", [{"act": "fill", "slot": "amount", "words": "fifty"}], AMOUNT),  # nobody said fifty
        ("sixty", [{"act": "fill", "slot": "amount", "value": 5000}], AMOUNT),
        ("nine thousand", [{"act": "fill", "slot": "amount", "words": "nine thousand"}], AMOUNT),  # above its limit
        ("sixty", [{"act": "fill", "slot": "nonsense", "words": "sixty"}], AMOUNT),
        ("say yes", [{"act": "affirm"}], READ_BACK),
        ("do it", [{"act": "fill", "slot": "confirm_block", "words": "do it"}], BLOCK),
        ("go", [{"act": "start_flow", "flow": "welcome"}], REQUEST),
        ("go", [{"act": "start_flow", "flow": ["transfer"]}], REQUEST),
        ("go", [{"act": "silence"}, {"act": "dtmf"}, {"act": 5}, {}], REQUEST),
        ("go", [{"act": "clarify", "candidates": ["transfer"]}], REQUEST),
        ("go on", [{"act": "start_flow", "flow": "transfer"}], AMOUNT),  # it is in progress
    ],
)
def test_what_does_not_fit_is_no_answer(
    stage: Stage, said: str, acts: list[dict[str, Any]], expectation: Expectation
) -> None:
    with pytest.raises(ModelFailed):
        _acts(stage, said, acts, expectation)


@pytest.mark.parametrize(
    "text",
    ["", "sure!", "[]", "{}", '{"acts": "all"}', '{"acts": [1, null, []]}', "[" * 100_000, '{"acts": ' + " " * 9_000],
)
def test_what_is_no_answer(stage: Stage, text: str) -> None:
    with pytest.raises(ModelFailed):
        acts_of(text, Words.of("hello there"), stage.situation(REQUEST, {}))
