"""Choosing among flows that were offered."""

import pytest

from flows.understanding.candidates import choose
from tests.flows.understanding.stage import OFFER, Stage, acts


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("the first one", [("start_flow", "transfer")]),
        ("my balance", [("start_flow", "check_balance")]),
        ("neither", [("deny",)]),
        ("both please", [("start_flow", "transfer"), ("start_flow", "check_balance")]),
        ("banana", []),
    ],
)
def test_by_number_by_name_both_or_none(stage: Stage, text: str, told: list[tuple[str, ...]]) -> None:
    assert acts(choose(stage.sentence(text, OFFER, {}))) == told
