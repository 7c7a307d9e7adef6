"""How long a turn took: told once the answer can be heard, or when it is certain that none will be.

The metrics learn of each turn, what is kept of the call has it beside its lines, and the page of the debug scope gets
it as the `turn` message.
"""

from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from flows.driver.record import Turn
from flows.engine.state import State
from runtime.sessions.clock import now_ns
from runtime.sessions.page import Page
from runtime.sessions.steps import Step
from runtime.sessions.turn_clock import TurnClock
from voxloom.telemetry import metrics
from voxloom.telemetry.traces import OFF, Attribute, CallTrace

SHOWN = ("flow", "node", "slots", "called")


class Keeps(Protocol):
    """What is kept of the call."""

    @property
    def line(self) -> int:
        """The number of the last line of its log."""

    def timed(self, line: int, times: Mapping[str, Any]) -> None:
        """The turn that ended with this line took so long."""


@dataclass(frozen=True)
class _Done:
    """A step that is done, and is to be told of. `fields`: what only the debug scope hears."""

    step: Step
    node: str
    fields: dict[str, Any]
    line: int
    at_ns: int


class TurnReports:
    """Belongs to one call."""

    def __init__(
        self, page: Page, uplink_ms: Callable[[], float], kept: Callable[[], Keeps], trace: CallTrace = OFF
    ) -> None:
        """`uplink_ms` estimates how old the caller's sounds are when they arrive; `kept`: what is kept of the call."""
        self._page = page
        self._uplink_ms = uplink_ms
        self._kept = kept
        self._trace = trace
        self._waiting: deque[_Done] = deque()

    def made(self, step: Step, turn: Turn, state: State) -> None:
        """A step is done."""
        if not step.told:
            return
        fields: dict[str, Any] = {}
        if self._page.debug:
            shown = turn.as_json(state)
            fields = {name: shown[name] for name in SHOWN} | {"acts": shown["understood"]["acts"]}
        top = state.top if state.ended is None else None
        node = f"{top.flow}.{top.node}" if top else ""
        self._waiting.append(_Done(step, node, fields, self._kept().line, now_ns()))

    def tell(self, *, silent: bool) -> None:
        """Tell what can be told. `silent`: nothing is being said, or about to be."""
        while self._waiting:
            clock = self._waiting[0].step.clock
            answered = not clock.answer_say_ns or clock.answer_audio_ns
            if not silent and not answered and len(self._waiting) == 1:
                return
            self._tell(self._waiting.popleft())

    def _tell(self, done: _Done) -> None:
        step, clock, uplink_ms = done.step, done.step.clock, self._uplink_ms()
        parts, total_ms, answer_ms = clock.parts(uplink_ms), clock.total_ms(uplink_ms), clock.answer_ms(uplink_ms)
        if total_ms is not None:
            metrics.answered(parts, total_ms, answer_ms)
        if clock.hold is not None:
            metrics.held(clock.hold.why)
        self._trace_turn(step, done.node, parts, total_ms, answer_ms)
        timing: dict[str, Any] = {
            "parts": parts,
            "total_ms": total_ms,
            "answer_ms": answer_ms,
            "filler": clock.filler,
            "speculated": clock.speculated,
            "hold": _shown(clock),
        }
        self._page.turn({"turn": step.number, **done.fields, **timing})
        if not parts:
            timing["parts"] = clock.parts_here(done.at_ns)
            timing["total_ms"] = round(sum(timing["parts"].values()), 1)
        self._kept().timed(done.line, {"turn": step.number, "spoken": bool(parts), **timing})

    def _trace_turn(
        self, step: Step, node: str, parts: dict[str, float], total_ms: float | None, answer_ms: float | None
    ) -> None:
        """From the caller's last sound to the answer; of a turn without speech from when it was taken up."""
        clock = step.clock
        spoken_ns = clock.speech_end_ns - round(parts.get("uplink", 0.0) * 1e6)
        begin = spoken_ns if clock.speech_end_ns else clock.begun_ns or clock.committed_ns
        heard = max(clock.answer_audio_ns, clock.first_audio_ns, clock.first_say_ns)
        told: dict[str, Attribute] = {"voxloom.turn.node": node, "voxloom.turn.speculated": clock.speculated}
        timed = {"total_ms": total_ms, "answer_ms": answer_ms}
        told |= {f"voxloom.turn.{name}": value for name, value in timed.items() if value is not None}
        if clock.hold is not None:
            told["voxloom.turn.hold"] = clock.hold.why
        self._trace.turn(step.number, begin, heard or now_ns(), parts, told)


def _shown(clock: TurnClock) -> dict[str, Any] | None:
    return {"ms": clock.hold.ms, "why": clock.hold.why} if clock.hold is not None else None
