"""Understanding behind guardrails: what rules find in the caller's words comes with what they mean."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from flows.engine.acts import Understanding
from flows.engine.expectation import Expectation
from flows.engine.trips import first_stop
from flows.guardrails.guard import Guard
from flows.understanding.port import Understander
from flows.values.setting import Setting


class GuardedUnderstanding:
    """One understander behind the guardrails of its bot."""

    def __init__(self, inner: Understander, local: Understander, guard: Guard) -> None:
        """`local`: what understands on this machine alone, for words that no model is to see."""
        self.inner, self.local, self.guard = inner, local, guard

    async def understand(
        self, text: str, expectation: Expectation, known: Mapping[str, Any], setting: Setting
    ) -> Understanding:
        """The acts of a sentence, and what rules find in it."""
        checked = self.guard.heard(text)
        understander = self.local if first_stop(checked.trips) is not None else self.inner
        understood = await understander.understand(text, expectation, known, setting)
        trips = checked.trips
        if self.guard.wants_meaning(understood, expectation):
            found = {trip.rule for trip in trips}
            trips = (*trips, *(trip for trip in await self.guard.meant(text) if trip.rule not in found))
        trips = self.guard.weighed(understood, trips, expectation)
        redacted = any(trip.action == "redact" for trip in trips)
        return replace(understood, text=checked.text if redacted else understood.text, trips=trips)


def guard_of(understander: Understander) -> Guard | None:
    """The guardrails of whoever understands; None where there are none."""
    guard = getattr(understander, "guard", None)
    return guard if isinstance(guard, Guard) else None
