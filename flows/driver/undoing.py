"""The call that takes back what a tool has done, of which the caller wants to know nothing any more."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from flows.driver.ports import ToolOutcome
from flows.engine.commands import CallTool, Undone
from flows.expressions.conditions import ConditionFailed, ConditionProblem, Conditions

RESULT = "result"
MOST_KEPT = 200
"""Sets of names with their compiled expressions: one for each tool that can be taken back."""


def taking_back(command: CallTool, outcome: ToolOutcome) -> CallTool | None:
    """The call that takes back what a call did; None where nothing takes it back, or its result does not say what."""
    undo = command.undo
    if undo is None or outcome.error is not None:
        return None
    values: Mapping[str, Any] = {**command.arguments, RESULT: outcome.result}
    conditions = _conditions(tuple(sorted(values)))
    try:
        arguments = {name: conditions.expression(text).evaluate(values) for name, text in undo.arguments.items()}
    except (ConditionFailed, ConditionProblem):
        return None
    key = f"{command.idempotency_key}:undo" if command.idempotency_key is not None else None
    return CallTool(
        undo_id(command), undo.tool, arguments, undo.timeout_ms, "write", key, values=undo.values,
        undoes=Undone(command.tool, command.idempotency_key) if command.idempotency_key is not None else None,
    )  # fmt: skip


def undo_id(command: CallTool) -> str:
    """The id of the call that takes back what this one did."""
    return f"{command.id}-undo"


@lru_cache(MOST_KEPT)
def _conditions(names: tuple[str, ...]) -> Conditions:
    return Conditions(dict.fromkeys(names, "dyn"))
