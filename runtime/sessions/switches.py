"""What goes wrong on purpose in the trial of a draft, and from where it goes on: for one conversation alone."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from flows.driver.going_on import TURNS
from flows.engine.events import CallStarted, Event

How = Literal["fails", "slow", "silent", "gives"]
ANY_MODEL = ""
"""Names the model of a bot without routes: the operator's, or the stubs."""


@dataclass(frozen=True)
class Switch:
    """What one tool or model does instead of its work."""

    how: How
    seconds: float = 0.0
    """How long it takes until it begins, where it is slow."""
    result: Any = None
    """What a tool gives."""

    def as_json(self) -> dict[str, Any]:
        """As the page is told it."""
        more = {"slow": {"seconds": self.seconds}, "gives": {"result": self.result}}.get(self.how, {})
        return {"how": self.how, **more}


@dataclass(frozen=True)
class Switches:
    """Those that are turned, by the names of tools and routes; what is left out works."""

    tools: Mapping[str, Switch] = field(default_factory=dict)
    models: Mapping[str, Switch] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """As the page is told them."""
        told = {"tools": self.tools, "models": self.models}
        return {kind: {name: switch.as_json() for name, switch in those.items()} for kind, those in told.items()}


@dataclass
class Tried:
    """What whoever tries a draft wants of the conversation."""

    switches: Switches = field(default_factory=Switches)
    """Those of this moment: they are turned in the middle, too."""
    events: tuple[Event, ...] = ()
    """Of another conversation with the same text, from whose end this one goes on; none: it begins anew."""

    @property
    def turns(self) -> int:
        """How many turns the caller had in these."""
        return sum(1 for event in self.events if event.event in TURNS)

    def events_of(self, call_id: str) -> list[Event]:
        """The events as those of another call: keys of tools that write are made of its id, and no other has them."""
        return [replace(event, call=call_id) if isinstance(event, CallStarted) else event for event in self.events]
