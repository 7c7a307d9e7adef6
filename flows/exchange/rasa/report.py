"""What became of each part of a project: told with its file and line, in the words of whoever wrote it."""

from dataclasses import dataclass
from typing import Literal

from flows.exchange.rasa.source import Part

Outcome = Literal["carried", "changed", "left_out", "error"]
"""`carried`: means the same here. `changed`: works, but should be looked at. `left_out`: has no counterpart. `error`:
the project could not be read there, or the bot does not run because of it."""

MAX_ITEMS = 2_000
"""Nobody reads more, and a project made to have more must not take longer."""
MAX_SHOWN_CHARACTERS = 80


@dataclass(frozen=True)
class Item:
    """One part of the project and what became of it."""

    file: str
    """Below the project's folder."""
    line: int
    """From 1."""
    what: str
    """The part, as the project calls it: `collect: amount`."""
    told: str
    """How it was carried over, or why it could not be."""
    remedy: str = ""
    """What to do about it; empty when nothing need be done."""
    outcome: Outcome = "carried"

    def as_text(self) -> str:
        """One line for a terminal."""
        remedy = f" {self.remedy}" if self.remedy else ""
        return f"{self.file}:{self.line}: {self.outcome.replace('_', ' ')}: {self.what}: {self.told}{remedy}"


@dataclass(frozen=True)
class RasaImport:
    """A bot made from a project. `text` is empty when there was nothing to make one of."""

    text: str
    """The bot as YAML, in UTF-8 when written."""
    report: tuple[Item, ...]
    """Everything that was found, in the order of the project's files."""

    @property
    def errors(self) -> tuple[Item, ...]:
        """What of the project could not be read, and what keeps the bot from running."""
        return tuple(item for item in self.report if item.outcome == "error")


class Report:
    """Collects the items while a project is gone through."""

    def __init__(self) -> None:
        self._items: dict[Item, None] = {}

    def add(self, part: Part, what: str, told: str, remedy: str = "", outcome: Outcome = "carried") -> None:
        """Note what became of a part; the same is noted once."""
        if len(self._items) < MAX_ITEMS:
            self._items[Item(part.file, part.line, _short(what), told, remedy, outcome)] = None

    def changed(self, part: Part, what: str, told: str, remedy: str = "") -> None:
        """It works, and somebody should look at it."""
        self.add(part, what, told, remedy, "changed")

    def left_out(self, part: Part, what: str, told: str, remedy: str = "") -> None:
        """It has no counterpart."""
        self.add(part, what, told, remedy, "left_out")

    def error(self, part: Part, what: str, told: str, remedy: str = "") -> None:
        """It could not be read."""
        self.add(part, what, told, remedy, "error")

    def put(self, item: Item) -> None:
        """Note an item that is made already."""
        if len(self._items) < MAX_ITEMS:
            self._items[item] = None

    def items(self) -> tuple[Item, ...]:
        """All of them by file and line; those of one line in the order in which they came."""
        return tuple(sorted(self._items, key=lambda item: (item.file, item.line)))


def _short(what: str) -> str:
    """One line, not too long."""
    what = " ".join(what.split())
    return what if len(what) <= MAX_SHOWN_CHARACTERS else f"{what[: MAX_SHOWN_CHARACTERS - 1]}…"
