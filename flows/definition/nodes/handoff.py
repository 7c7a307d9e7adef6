"""`handoff`: a person takes the call."""

from collections.abc import Iterator
from typing import ClassVar, Literal

from pydantic.dataclasses import dataclass

from flows.definition.config import CONFIG, Text
from flows.definition.edges import HANDOFF
from flows.definition.nodes.node import Go, Node, Outcome, Visit


@dataclass(frozen=True, kw_only=True, config=CONFIG)
class Handoff(Node):
    """Gives the call to a person by way of the flow `on_handoff`."""

    example: ClassVar[str] = """
colleague: {type: handoff, say: "I'll put you through to a colleague."}
"""
    ends: ClassVar[bool] = True

    type: Literal["handoff"]
    say: Text | None = None
    """What the bot says before it hands over, instead of the words of `on_handoff`."""

    def texts(self) -> Iterator[tuple[tuple[str | int, ...], str]]:
        """The words before."""
        if self.say is not None:
            yield ("say",), self.say

    def visit(self, visit: Visit) -> Outcome:
        """Hand over."""
        if self.say is not None:
            visit.say(self.say)
        return Go(HANDOFF)
