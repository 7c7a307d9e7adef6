"""`end`: the call ends."""

from collections.abc import Iterator
from typing import ClassVar, Literal

from pydantic.dataclasses import dataclass

from flows.definition.config import CONFIG, Text
from flows.definition.nodes.node import Outcome, Visit
from flows.definition.nodes.prompt import Prompt


@dataclass(frozen=True, kw_only=True, config=CONFIG)
class End(Prompt):
    """Ends the call. To end only the flow, write `next: end` in another node."""

    example: ClassVar[str] = """
bye: {type: end, say: "Thank you for calling. Goodbye."}
"""
    ends: ClassVar[bool] = True

    type: Literal["end"]
    say: Text | None = None
    """The last words."""
    reason: str | None = None
    """Why, for the records."""

    def texts(self) -> Iterator[tuple[tuple[str | int, ...], str]]:
        """The last words."""
        if self.say is not None:
            yield ("say",), self.say

    def visit(self, visit: Visit) -> Outcome:
        """Say goodbye and end."""
        return visit.end_call(self)
