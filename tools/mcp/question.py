"""A call of a tool as it is asked, and what became of one try to."""

from dataclasses import dataclass
from typing import Any

from flows.definition.tool import Tool
from flows.driver.ports import ToolOutcome
from flows.engine.commands import CallTool
from tools.bindings.filling import MAX_BODY_BYTES, CannotFill
from tools.bindings.outside import Given
from tools.lines import Deadlines
from tools.mcp.messages import written

KEY = "voxloom/idempotency-key"
"""Under `_meta` of a call: the protocol has no place for it, and lets whoever agrees on one have it there."""
UNAVAILABLE, TIMEOUT = ToolOutcome(error="unavailable"), ToolOutcome(error="timeout")


@dataclass(frozen=True)
class Question:
    """A call that is under way. `until`: by the clock of whoever asks."""

    tool: Tool
    command: CallTool
    given: Given
    whose: str
    name: str
    until: float

    @property
    def writes(self) -> bool:
        """Whether it changes something; then it is sent once."""
        return self.command.effect == "write"

    @property
    def called(self) -> str:
        """What the tool is called at its server."""
        there = self.tool.server.tool if self.tool.server is not None else None
        return there if there is not None else self.command.tool

    @property
    def meta(self) -> dict[str, Any]:
        """What goes with the call beside its arguments."""
        key = self.command.idempotency_key
        return {KEY: key} if self.writes and key is not None else {}

    @property
    def deadlines(self) -> Deadlines:
        """Those that the tool has beside the whole."""
        first_byte = self.tool.first_byte_timeout
        return Deadlines(self.tool.connect_timeout / 1000, first_byte / 1000 if first_byte is not None else None)


@dataclass(frozen=True)
class Try:
    """What became of one try."""

    outcome: ToolOutcome = UNAVAILABLE
    again: bool = False
    """Whether another try may be made, and may end better."""
    unauthorised: bool = False


def check(command: CallTool) -> None:
    """Raises CannotFill for arguments that cannot be sent."""
    try:
        size = len(written({"arguments": command.arguments}))
    except (ValueError, TypeError, RecursionError):  # of signs that cannot be encoded, too
        raise CannotFill("an argument cannot be written as JSON.") from None
    if size > MAX_BODY_BYTES:
        raise CannotFill(f"its arguments would have more than {MAX_BODY_BYTES} bytes.")
