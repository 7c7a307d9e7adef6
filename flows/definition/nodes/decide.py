"""`decide`: a fork in the road."""

from collections.abc import Iterator
from typing import ClassVar, Literal

from pydantic import Field
from pydantic.dataclasses import dataclass

from flows.definition.config import CONFIG
from flows.definition.edges import Branch, Next
from flows.definition.nodes.node import Go, Node, Outcome, Visit


@dataclass(frozen=True, kw_only=True, config=CONFIG)
class Decide(Node):
    """Takes the first branch whose condition holds; the last branch is `{else: NAME}`."""

    example: ClassVar[str] = """
large:
  type: decide
  next:
    - {if: "amount > 1000", go: handoff}
    - {else: end}
"""

    type: Literal["decide"]
    next: tuple[Branch, ...] = Field(min_length=1)
    """The branches, in order."""

    def edges(self) -> Iterator[tuple[str, Next]]:
        """The branches."""
        yield "next", self.next

    def visit(self, visit: Visit) -> Outcome:  # noqa: ARG002 - a fork does nothing but lead on
        """Lead on."""
        return Go(self.next)
