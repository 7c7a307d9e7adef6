"""What of a document did not come along, and why: in the words of whoever reads the document."""

from dataclasses import dataclass

from flows.exchange.openapi.plain import one_line

MOST_ITEMS = 5_000
"""Nobody reads more, and a document made to have more must not take longer."""
MOST_PLACE_CHARACTERS, MOST_WHAT_CHARACTERS, MOST_WHY_CHARACTERS = 120, 80, 300


class NotATool(ValueError):
    """An operation cannot become a tool; the message says why, without a point at its end."""


@dataclass(frozen=True)
class LeftOut:
    """One part that was left out, or came along as something else."""

    place: str
    """The operation: `GET /accounts`; empty for the whole document."""
    what: str
    """The part of it: `query parameter filter`."""
    why: str
    """A sentence without its point."""

    def as_text(self) -> str:
        """One line for a terminal."""
        return ": ".join(part for part in (self.place or "the document", self.what, self.why) if part)

    def as_json(self) -> dict[str, str]:
        """The object that is printed for it."""
        return {"place": self.place, "what": self.what, "why": self.why}


class Report:
    """Collects the items, operation by operation."""

    def __init__(self) -> None:
        self._items: dict[LeftOut, None] = {}
        self.place = ""
        """What is told from now on is told of this operation."""

    def add(self, what: str, why: str) -> None:
        """Note a part; the same is noted once."""
        if len(self._items) < MOST_ITEMS:
            item = LeftOut(
                one_line(self.place, MOST_PLACE_CHARACTERS),
                one_line(what, MOST_WHAT_CHARACTERS),
                one_line(why, MOST_WHY_CHARACTERS),
            )
            self._items[item] = None

    def items(self) -> tuple[LeftOut, ...]:
        """All of them, in the order in which they came."""
        return tuple(self._items)
