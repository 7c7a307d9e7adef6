"""A node in a world, and how it was come to."""

from dataclasses import dataclass, field

from flows.checks.cells import World
from flows.checks.ways import Spot

PLAIN = ("", "next", "flow")
"""Ways on of which nothing need be told."""


@dataclass(eq=False)
class Context:
    """A flow that is run by others in one world: who waits for it, and how it may end."""

    flow: str
    waiting: list[tuple["Item", World]] = field(default_factory=list)
    ends: dict[tuple[str, World], "Item"] = field(default_factory=dict)
    """How it may end, by the flow that it is then and the world."""


@dataclass(frozen=True, eq=False, slots=True)
class Item:
    """A node in a world, and whence it was come to."""

    context: Context | None
    spot: Spot
    world: World
    before: "Item | None" = None
    by: str = ""
    """The field of the node before it that leads here."""

    def way(self) -> str:
        """The last place where the way here parts from the plain way on, in short; empty when it nowhere does."""
        item = self
        while item.before is not None:
            if item.by not in PLAIN:
                return item.edge(self.spot)
            item = item.before
        return ""

    def edge(self, to: Spot) -> str:
        """The edge that leads here, on the way to a node, in short; empty when none does."""
        if self.before is None:
            return ""
        behind = f"→ … → `{to[1]}`" if self.spot != to else f"→ `{to[1]}`"
        return f"by `{self.before.spot[1]}` → {self.by} {behind}"
