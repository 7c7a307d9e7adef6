"""The `turn` message: told once the answer can be heard, or when it is certain that none will be."""

from collections import deque
from collections.abc import Callable
from typing import Any

from flows.driver.record import Turn
from flows.engine.state import State
from runtime.sessions.page import Page
from runtime.sessions.steps import Step

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
        if self._page.debug and step.told:
            shown = turn.as_json(state)
            fields = {name: shown[name] for name in SHOWN}
            self._waiting.append((step, {**fields, "acts": shown["understood"]["acts"]}))

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
        timing: dict[str, Any] = {
            "parts": clock.parts(uplink_ms),
            "total_ms": clock.total_ms(uplink_ms),
            "answer_ms": clock.answer_ms(uplink_ms),
            "filler": clock.filler,
        }
        self._page.turn({"turn": step.number, **fields, **timing})
