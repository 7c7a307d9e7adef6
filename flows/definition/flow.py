"""A flow: what the bot does about one thing that callers want."""

from pydantic import Field
from pydantic.dataclasses import dataclass

from flows.definition.config import CONFIG, Names
from flows.definition.nodes.types import AnyNode


@dataclass(frozen=True, kw_only=True, config=CONFIG)
class Flow:
    """Nodes by name; their order is the way on where a node has no `next`."""

    description: str | None = None
    """What the flow does, as the bot would tell a caller."""
    triggers: Names = ()
    """The intents that start it."""
    inputs: dict[str, str] = Field(default_factory=dict)
    """What the flow is given when another runs it: name and type."""
    outputs: dict[str, str] = Field(default_factory=dict)
    """What it gives back: name and type. Its nodes set them by `set` or `save`; a slot of that name counts too."""
    nodes: dict[str, AnyNode]
    """The nodes, in order; the first is where the flow begins."""

    @property
    def first(self) -> str:
        """The name of the node that the flow begins with."""
        return next(iter(self.nodes))

    def after(self, node: str) -> str | None:
        """The node that stands behind another in the file; None behind the last."""
        names = list(self.nodes)
        at = names.index(node) + 1
        return names[at] if at < len(names) else None


@dataclass(frozen=True, kw_only=True, config=CONFIG)
class Intent:
    """Something that callers want, by examples of how they say it."""

    description: str | None = None
    """What the caller wants, in a few words."""
    examples: Names = Field(default=())
    """Sentences that callers say; five to fifteen of different wording serve well."""
