"""What an operation sees of a bot: the part of its data that was read, and the names in all of it."""

from dataclasses import dataclass, field
from typing import Any

from flows.exchange.text.changes import exists, value_at
from flows.exchange.text.outline import Outline
from flows.exchange.text.refusal import Refused
from flows.exchange.text.tree import Path


@dataclass
class Context:
    """The part of the bot that an operation asked for."""

    data: Any
    outline: Outline | None
    notes: list[str] = field(default_factory=list)
    """What the author should know of an edit: what was left alone and may have been meant."""

    def has(self, path: Path) -> bool:
        """Whether something stands at a path of the bot, read or not."""
        return str(path[-1]) in map(str, self.names(path[:-1])) if path else True

    def names(self, path: Path) -> list[str]:
        """The keys of a map of the bot, in order."""
        if self.outline is not None and (known := self.outline.names.get(path)) is not None:
            return known
        found = value_at(self.data, path) if exists(self.data, path) else None
        return [str(name) for name in found] if isinstance(found, dict) else []

    def value(self, path: Path) -> Any:
        """What stands at a path that was read; None where nothing does."""
        return value_at(self.data, path) if exists(self.data, path) else None

    def must_have(self, path: Path, what: str) -> None:
        """Refuse when there is no such thing."""
        if not self.has(path):
            raise Refused("edit.path", f"There is no {what} `{path[-1]}`.", "Look at the text again.")
