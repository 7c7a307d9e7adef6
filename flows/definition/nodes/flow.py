"""`flow`: another flow runs as a part of this one."""

from collections.abc import Iterator
from typing import ClassVar, Literal

from pydantic import Field
from pydantic.dataclasses import dataclass

from flows.definition.config import CONFIG
from flows.definition.nodes.node import Node, Outcome, Visit

Input = str | int | float | bool | None


@dataclass(frozen=True, kw_only=True, config=CONFIG)
class RunFlow(Node):
    """Runs a sub-flow with inputs, keeps parts of its outputs, and goes on when it has ended. When the sub-flow gives
    up, the flow that ran it is given up too."""

    example: ClassVar[str] = """
who:
  type: flow
  flow: identify
  with: {attempts_left: 2}
  save: {customer: result.customer}
  next: end
"""

    type: Literal["flow"]
    flow: str
    """The flow that runs."""
    arguments: dict[str, Input] = Field(default_factory=dict, alias="with")
    """Its inputs; templates are filled, one that is a single expression keeps its type."""
    save: dict[str, str] = Field(default_factory=dict)
    """Variable and the expression over `result`, the sub-flow's outputs, that fills it."""

    def texts(self) -> Iterator[tuple[tuple[str | int, ...], str]]:
        """The inputs that are templates."""
        for name, value in self.arguments.items():
            if isinstance(value, str):
                yield ("with", name), value

    def visit(self, visit: Visit) -> Outcome:
        """Run the sub-flow."""
        return visit.run_flow(self)
