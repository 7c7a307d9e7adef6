"""One turn as it is shown: what was understood, said, called, and where the bot stands."""

from dataclasses import dataclass, field
from typing import Any

from flows.engine.acts import Act
from flows.engine.state import State


@dataclass
class Turn:
    """Collects a turn while the driver performs it."""

    number: int
    user: str | None
    acts: list[Act] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    called: list[dict[str, Any]] = field(default_factory=list)
    trace: list[dict[str, Any]] = field(default_factory=list)
    understanding_ms: float = 0.0
    engine_ms: float = 0.0

    def as_json(self, state: State) -> dict[str, Any]:
        """The object that `bot chat --json` prints for a turn."""
        top = state.top if state.ended is None else None
        return {
            "turn": self.number,
            "user": self.user,
            "understood": {"acts": [act.as_json() for act in self.acts]},
            "said": self.said,
            "flow": top.flow if top else None,
            "node": top.node if top else None,
            "stack": [] if state.ended else [{"flow": frame.flow, "node": frame.node} for frame in state.stack],
            "slots": {name: value for name, value in state.slots.items() if value is not None},
            "variables": {name: value for name, value in state.variables.items() if value is not None},
            "called": self.called,
            "trace": self.trace,
            "ended": {"reason": state.ended.reason, "detail": state.ended.detail} if state.ended else None,
        }
