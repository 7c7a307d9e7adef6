"""Where a node leads: one name, or branches with conditions closed by an else."""

from collections.abc import Iterator

from pydantic import Field
from pydantic.dataclasses import dataclass

from flows.definition.config import CONFIG

END = "end"
"""Ends the flow."""
HANDOFF = "handoff"
"""Gives the call to a person by way of `on_handoff`."""
RESERVED_TARGETS = frozenset({END, HANDOFF})


@dataclass(frozen=True, kw_only=True, config=CONFIG)
class Branch:
    """One way out: `{if: CONDITION, go: NAME}`, or the last one, `{else: NAME}`."""

    condition: str | None = Field(default=None, alias="if")
    """A condition over slots and variables."""
    go: str | None = None
    """Where it leads when the condition holds."""
    otherwise: str | None = Field(default=None, alias="else")
    """Where it leads when no condition above held."""

    @property
    def target(self) -> str:
        """The name that this branch leads to."""
        return self.otherwise or self.go or END


Branches = tuple[Branch, ...]
Next = str | Branches
"""A node, a flow, `end` or `handoff`, or an ordered list of branches."""


def targets(leads_to: Next | None) -> Iterator[str]:
    """Every name that an edge may lead to."""
    match leads_to:
        case None:
            return
        case str():
            yield leads_to
        case _:
            for branch in leads_to:
                yield branch.target
