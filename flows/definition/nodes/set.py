"""`set`: slots and variables get values."""

from collections.abc import Iterator
from typing import ClassVar, Literal

from pydantic import Field
from pydantic.dataclasses import dataclass

from flows.definition.config import CONFIG
from flows.definition.nodes.node import Go, Node, Outcome, Visit


@dataclass(frozen=True, kw_only=True, config=CONFIG)
class Expression:
    """A value that is worked out: `{expr: "CEL"}`."""

    expr: str
    """A CEL expression over slots and variables."""


Assigned = str | int | float | bool | None | Expression


@dataclass(frozen=True, kw_only=True, config=CONFIG)
class Set(Node):
    """Gives values to slots and variables: a literal, a template (one that is a single expression keeps its type),
    `{expr: "CEL"}`, or null to forget."""

    example: ClassVar[str] = """
free: {type: set, set: {fee: 0, total: {expr: "amount + fee"}, note: "from {{ account }}"}, next: end}
"""

    type: Literal["set"]
    set: dict[str, Assigned] = Field(min_length=1)
    """Name and value, in order."""

    def texts(self) -> Iterator[tuple[tuple[str | int, ...], str]]:
        """The values that are templates."""
        for name, value in self.set.items():
            if isinstance(value, str):
                yield ("set", name), value

    def visit(self, visit: Visit) -> Outcome:
        """Assign in order and go on."""
        for name, value in self.set.items():
            visit.assign(name, value)
        return Go(self.next)
