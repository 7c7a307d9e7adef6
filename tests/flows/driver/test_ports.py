"""What a tool gave: kept, and told."""

import pytest

from flows.driver.ports import ToolOutcome
from flows.engine.commands import CallTool

PAY = CallTool("tool-1", "pay", {"amount": 5}, 4_000)


@pytest.mark.parametrize(
    ("outcome", "came"),
    [(ToolOutcome({"paid": 2}), {"result": {"paid": 2}}), (ToolOutcome(error="no"), {"error": "no"})],
)
def test_an_outcome_is_kept_whole_and_told_in_short(outcome: ToolOutcome, came: dict[str, object]) -> None:
    assert ToolOutcome.of_json({**outcome.as_json, "more": 1}) == outcome
    assert outcome.told_of(PAY) == {"tool": "pay", "with": {"amount": 5}, **came}
