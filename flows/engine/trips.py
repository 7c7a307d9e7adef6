"""What guardrails found, as events carry it; what becomes of it follows from the rule alone."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

Stage = Literal["input", "output", "tools"]
Action = Literal["refuse", "rephrase", "redact", "offer", "handoff", "flag"]

ORDER: tuple[Action, ...] = ("handoff", "offer", "refuse", "rephrase", "redact", "flag")
"""Where several rules find something, the first of these is done."""
STOPS: frozenset[Action] = frozenset({"handoff", "offer", "refuse", "rephrase"})
"""After these what was found is not dealt with, said or done."""


@dataclass(frozen=True)
class Trip:
    """One rule that found something."""

    rule: str
    type: str
    on: Stage
    action: Action
    evidence: str = ""
    """The words in which it was found, a few of them."""
    score: float = 1.0
    """How sure it is, from 0 to 1."""

    @property
    def stops(self) -> bool:
        """Whether it keeps what was found from being dealt with."""
        return self.action in STOPS

    def as_json(self) -> dict[str, Any]:
        """As the trace tells it."""
        return {
            "rule": self.rule, "type": self.type, "on": self.on, "action": self.action, "evidence": self.evidence,
            "score": round(self.score, 3),
        }  # fmt: skip


def first_stop(trips: Iterable[Trip]) -> Trip | None:
    """The one that decides, if one does."""
    stopping = [trip for trip in trips if trip.stops]
    return min(stopping, key=lambda trip: ORDER.index(trip.action)) if stopping else None
