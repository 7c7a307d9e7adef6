"""Traces of conversations: conversation > turn > its parts, tools and models. Names, numbers and times, never words.

Spans are made when they are over, from what the clocks of a call say, so nothing is open that could be forgotten. The
ids of a conversation follow from the id of its call: any process, job or webhook can add to its trace. Without an
exporter (`start`) all of it is nothing. This module knows no library; `voxloom.telemetry.otlp` has the real exporter.
"""

import hashlib
import logging
import secrets
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Protocol

log = logging.getLogger(__name__)

Attribute = str | int | float | bool
DONE = "done"
"""What came of a tool, a model or a webhook that answered as it should; anything else is a failure."""
MOST_WAITING = 50
"""Turns of a call that have begun and are not told yet; more is a slip of ours."""


@dataclass(frozen=True)
class Finished:
    """A span. Times are ns since 1970; a conversation has no parent; `outgoing`: it asked another program."""

    name: str
    trace_id: int
    span_id: int
    parent_id: int | None
    start_ns: int
    end_ns: int
    attributes: Mapping[str, Attribute] = field(default_factory=dict)
    outgoing: bool = False
    failed: bool = False


class Exporter(Protocol):
    """Takes spans at once and sends them some other time."""

    def samples(self, trace_id: int) -> bool:
        """Whether this conversation is traced."""

    def emit(self, span: Finished) -> None:
        """Take a span."""

    def close(self, seconds: float) -> None:
        """Send what waits, as far as it goes in that time."""


_exporter: Exporter | None = None
_here: ContextVar[tuple[int, int] | None] = ContextVar("trace", default=None)


def start(exporter: Exporter | None) -> None:
    """Give the process an exporter; None for none."""
    global _exporter
    _exporter = exporter


def stop(seconds: float) -> None:
    """Send what waits, for no longer than that, and trace no more."""
    exporter = _exporter
    start(None)
    if exporter is not None:
        exporter.close(seconds)


def headers() -> dict[str, str]:
    """What a request to another program says of the trace that it belongs to (W3C): `traceparent`, or nothing."""
    here = _here.get()
    return {} if here is None else {"traceparent": f"00-{here[0]:032x}-{here[1]:016x}-01"}


@contextmanager
def outgoing(call: str, name: str) -> Iterator["Asked"]:
    """A request that belongs to a conversation, wherever it is made; `headers` within the block is for it."""
    (trace_id, root_id), exporter, asked = ids_of(call), _exporter, Asked()
    if exporter is None or not exporter.samples(trace_id):
        yield asked
        return
    span_id, began = new_id(), time.time_ns()
    token = _here.set((trace_id, span_id))
    try:
        yield asked
    finally:
        _here.reset(token)
        told = {"voxloom.outcome": asked.outcome}
        failed = asked.outcome != DONE
        _emit(exporter, Finished(name, trace_id, span_id, root_id, began, time.time_ns(), told, True, failed))


def ids_of(call: str) -> tuple[int, int]:
    """The ids of the trace of a conversation, and of its first span."""
    digest = hashlib.sha256(f"voxloom conversation {call}".encode()).digest()
    return int.from_bytes(digest[:16]), int.from_bytes(digest[16:24])


def new_id() -> int:
    """One for a span; 0 is none."""
    return secrets.randbits(64) or 1


def _emit(exporter: Exporter, span: Finished) -> None:
    try:
        exporter.emit(span)
    except Exception:  # whatever is wrong with a trace, the call goes on
        log.warning("a span could not be told", exc_info=True)


@dataclass
class Asked:
    """A tool or model while it works; whoever asked sets what came of it."""

    outcome: str = "cancelled"


class CallTrace:
    """What a call tells of itself; this one tells nobody."""

    def begins(self, number: int) -> None:
        """The conversation takes up the caller's turn of that number."""

    def done(self) -> None:
        """It is done with it; what is asked from here on belongs to the next one."""

    @contextmanager
    def asks(self, kind: str, name: str, **attributes: Attribute) -> Iterator[Asked]:  # noqa: ARG002 - of those that tell
        """A `tool` or a `model` is asked. `headers` within the block is for the request."""
        yield Asked()

    def turn(
        self,
        number: int,
        start_ns: int,
        end_ns: int,
        parts_ms: Mapping[str, float],
        attributes: Mapping[str, Attribute],
    ) -> None:
        """A turn is over. Times by the call's clock; the parts follow one another from `start_ns` on."""

    def over(self, reason: str) -> None:
        """The call is over."""


class RealCallTrace(CallTrace):
    """Tells an exporter."""

    def __init__(
        self, call: str, exporter: Exporter, now_ns: Callable[[], int], attributes: Mapping[str, Attribute]
    ) -> None:
        self._exporter = exporter
        self._now_ns = now_ns
        self._attributes = {"voxloom.call": call, **attributes}
        self._trace_id, self._root_id = ids_of(call)
        self._offset_ns = time.time_ns() - now_ns()
        self._began_ns = now_ns()
        self._turns = 0
        self._next_id = new_id()
        self._claimed = self._over_with = False
        self._ids: dict[int, int] = {}

    def begins(self, number: int) -> None:
        """What was asked in the caller's pause belongs to this turn, too."""
        if self._claimed:
            self._new_turn()
        self._claimed = True
        if len(self._ids) < MOST_WAITING:
            self._ids[number] = self._next_id

    def done(self) -> None:
        """The next question may already be of the next turn."""
        self._over_with = True

    def _new_turn(self) -> None:
        self._next_id, self._claimed, self._over_with = new_id(), False, False

    @contextmanager
    def asks(self, kind: str, name: str, **attributes: Attribute) -> Iterator[Asked]:
        """A span under the turn at hand."""
        if self._over_with:
            self._new_turn()
        parent_id, span_id, began_ns = self._next_id, new_id(), self._now_ns()
        token = _here.set((self._trace_id, span_id))
        asked = Asked()
        try:
            yield asked
        finally:
            _here.reset(token)
            told = {f"voxloom.{kind}": name, "voxloom.outcome": asked.outcome, **attributes}
            failed = asked.outcome != DONE
            self._tell(
                f"{kind} {name}", span_id, parent_id, began_ns, self._now_ns(), told, outgoing=True, failed=failed
            )

    def turn(
        self,
        number: int,
        start_ns: int,
        end_ns: int,
        parts_ms: Mapping[str, float],
        attributes: Mapping[str, Attribute],
    ) -> None:
        """The turn, and below it each part that took any time."""
        span_id = self._ids.pop(number, None)
        if span_id is None:
            return
        self._turns += 1
        self._tell("turn", span_id, self._root_id, start_ns, end_ns, {"voxloom.turn.number": number, **attributes})
        at_ns = start_ns
        for name, took_ms in parts_ms.items():
            until_ns = at_ns + round(took_ms * 1e6)
            if until_ns > at_ns:
                self._tell(name, new_id(), span_id, at_ns, until_ns, {})
            at_ns = until_ns

    def over(self, reason: str) -> None:
        """The conversation as a whole."""
        told = {**self._attributes, "voxloom.ended": reason, "voxloom.turns": self._turns}
        self._tell("conversation", self._root_id, None, self._began_ns, self._now_ns(), told, failed=reason == "error")

    def _tell(
        self,
        name: str,
        span_id: int,
        parent_id: int | None,
        start_ns: int,
        end_ns: int,
        attributes: Mapping[str, Attribute],
        *,
        outgoing: bool = False,
        failed: bool = False,
    ) -> None:
        begin, end = start_ns + self._offset_ns, max(start_ns, end_ns) + self._offset_ns
        span = Finished(name, self._trace_id, span_id, parent_id, begin, end, attributes, outgoing, failed)
        _emit(self._exporter, span)


OFF = CallTrace()


def of_call(call: str, now_ns: Callable[[], int], **attributes: Attribute) -> CallTrace:
    """The trace of a call that begins. `now_ns`: the call's clock; `attributes` say what it is, without words."""
    exporter = _exporter
    if exporter is None or not exporter.samples(ids_of(call)[0]):
        return OFF
    return RealCallTrace(call, exporter, now_ns, {f"voxloom.{name}": value for name, value in attributes.items()})
