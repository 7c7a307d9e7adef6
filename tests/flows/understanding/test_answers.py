"""What a sentence is to the open question."""

import pytest

from flows.understanding.answers import answer
from tests.flows.understanding.stage import AMOUNT, READ_BACK, Stage, acts


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("yes", [("affirm",)]),
        ("sixty", [("correct", "amount", 40, 60)]),
        ("no to anna", [("deny",), ("correct", "payee", "john", "anna")]),
        ("yes but make it sixty", [("affirm",), ("correct", "amount", 40, 60)]),
        ("to anna", [("correct", "payee", "john", "anna")]),
    ],
)
def test_at_a_read_back(stage: Stage, text: str, told: list[tuple[object, ...]]) -> None:
    assert acts(answer(stage.sentence(text, READ_BACK))) == told


def test_at_a_question(stage: Stage) -> None:
    assert acts(answer(stage.sentence("um, sixty I think", AMOUNT, {"payee": "john"}))) == [("fill", "amount", 60)]
    assert acts(answer(stage.sentence("what's my balance", AMOUNT, {"payee": "john"}))) == [
        ("start_flow", "check_balance")
    ]
