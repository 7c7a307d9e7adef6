"""How long a turn took: told once the answer can be heard, or when it is certain that none will be.

The metrics learn of each turn, the page of the debug scope also gets it as the `turn` message.
"""

from collections import deque
from collections.abc import Callable
from typing import Any

from flows.driver.record import Turn
from flows.engine.state import State
from runtime.sessions.page import Page
from runtime.sessions.steps import Step
from runtime.sessions.turn_clock import TurnClock
from voxloom.telemetry import metrics

SHOWN = ("flow", "node", "slots", "called")


class TurnReports:
    """Belongs to one call."""

    def __init__(self, page: Page, uplink_ms: Callable[[], float]) -> None:
        """`uplink_ms` estimates how old the caller's sounds are when they arrive."""
        self._page = page
        self._uplink_ms = uplink_ms
        self._waiting: deque[tuple[Step, dict[str, Any]]] = deque()

    def made(self, step: Step, turn: Turn, state: State) -> None:
        """A step is done."""
        if not step.told:
            return
        fields: dict[str, Any] = {}
        if self._page.debug:
            shown = turn.as_json(state)
            fields = {name: shown[name] for name in SHOWN} | {"acts": shown["understood"]["acts"]}
        self._waiting.append((step, fields))

    def tell(self, *, silent: bool) -> None:
        """Tell what can be told. `silent`: nothing is being said, or about to be."""
        while self._waiting:
            clock = self._waiting[0][0].clock
            answered = not clock.answer_say_ns or clock.answer_audio_ns
            if not silent and not answered and len(self._waiting) == 1:
                return
            self._tell(*self._waiting.popleft())

    def _tell(self, step: Step, fields: dict[str, Any]) -> None:
        clock, uplink_ms = step.clock, self._uplink_ms()
        parts, total_ms, answer_ms = clock.parts(uplink_ms), clock.total_ms(uplink_ms), clock.answer_ms(uplink_ms)
        if total_ms is not None:
            metrics.answered(parts, total_ms, answer_ms)
        if clock.hold is not None:
            metrics.held(clock.hold.why)
        timing: dict[str, Any] = {
            "parts": parts,
            "total_ms": total_ms,
            "answer_ms": answer_ms,
            "filler": clock.filler,
            "speculated": clock.speculated,
            "hold": _shown(clock),
        }
        self._page.turn({"turn": step.number, **fields, **timing})


def _shown(clock: TurnClock) -> dict[str, Any] | None:
    return {"ms": clock.hold.ms, "why": clock.hold.why} if clock.hold is not None else None
