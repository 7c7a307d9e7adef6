"""Who looks at a bot's draft, as each of their sockets tells the others; one that says nothing for long is gone."""

from dataclasses import dataclass, field
from typing import Any

TOLD_EVERY_S = 20.0
"""How often a socket says that it is there;"""
GONE_AFTER_S = 50.0
"""and when it counts as gone: after two of these that did not come."""
MOST = 50
"""People that are shown; more are nobody's business."""


@dataclass(frozen=True)
class Person:
    """Somebody with the draft open in a tab."""

    id: str
    """Of the tab."""
    name: str
    where: dict[str, str | None] | None = None
    """The flow and node that they are at."""

    def as_json(self) -> dict[str, Any]:
        """The object that pages get, and sockets tell each other."""
        return {"id": self.id, "name": self.name, "where": self.where}


@dataclass
class People:
    """All that are known, with when they were last heard of."""

    heard: dict[str, tuple[Person, float]] = field(default_factory=dict)

    def hear(self, person: Person, now_s: float) -> bool:
        """Somebody is there; whether anything is new of them."""
        before = self.heard.get(person.id)
        if before is None and len(self.heard) >= MOST:
            return False
        self.heard[person.id] = person, now_s
        return before is None or before[0] != person

    def leave(self, id: str) -> bool:
        """Somebody is gone; whether they were there."""
        return self.heard.pop(id, None) is not None

    def forget(self, now_s: float) -> bool:
        """Whoever was not heard of for long is gone; whether anybody was."""
        gone = [id for id, (_, then) in self.heard.items() if now_s - then > GONE_AFTER_S]
        for id in gone:
            del self.heard[id]
        return bool(gone)

    def as_json(self) -> list[dict[str, Any]]:
        """In the order in which they came."""
        return [person.as_json() for person, _ in self.heard.values()]
