"""What bots say in other words than before."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flows.exchange.diff.compare import Comparison
from flows.exchange.diff.lines import Piece, words
from flows.loader.path import Path, dotted

SPOKEN = frozenset(
    {"say", "reprompts", "no_input", "confirm", "help", "filler", "progress", "prompt", "question", "summary"}
)
"""Fields of nodes whose texts callers hear, or a model or a person reads."""


@dataclass(frozen=True)
class PromptChange:
    """A text of a node that is another one."""

    flow: str
    node: str
    path: Path
    """Below the node."""
    old: str
    new: str

    def as_json(self) -> dict[str, Any]:
        """The object that pages get; `words` says word by word what became of it."""
        pieces: list[Piece] = words(self.old, self.new)
        return {
            "flow": self.flow, "node": self.node, "path": dotted(self.path), "old": self.old, "new": self.new,
            "words": [list(piece) for piece in pieces],
        }  # fmt: skip


def prompts(comparison: Comparison) -> Iterator[PromptChange]:
    """Every text that was changed, in the order of the new bot. Texts of new nodes and of those that went are none."""
    for change in comparison.nodes_changed:
        for field in change.fields:
            if isinstance(field.old, str) and isinstance(field.new, str) and SPOKEN & set(map(str, field.path)):
                yield PromptChange(*change.spot, field.path, field.old, field.new)
