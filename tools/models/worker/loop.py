"""The child's side: takes requests, works on many at once, sends what they give piece by piece. Knows no library.

A handler is an asynchronous generator of parts. One more kind of request is one more handler in `worker/run.py`; a part
is a JSON object and bytes, so that sound can go through here, too. A request that is cancelled ends its handler, and
with it the connection that this holds open.
"""

import asyncio
import contextlib
import logging
from collections.abc import AsyncGenerator, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from voxloom.workers.frames import Frame, FrameDecoder, FrameError, encode

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Part:
    """One piece of an answer."""

    fields: Mapping[str, Any]
    payload: bytes = field(default=b"", repr=False)


Handler = Callable[[Mapping[str, Any], bytes], AsyncGenerator[Part, None]]
"""Gets the fields of a request and its bytes. What it raises is told by its kind alone."""


class Pipe(Protocol):
    """Where messages go."""

    def write(self, data: bytes) -> None:
        """Bytes on their way."""

    async def drain(self) -> None:
        """Until there is room for more."""


class Loop:
    """All requests of a process; belongs to its event loop."""

    def __init__(self, pipe: Pipe, handlers: Mapping[str, Handler]) -> None:
        self._pipe = pipe
        self._handlers = handlers
        self._tasks: dict[int, asyncio.Task[None]] = {}
        self._decoder = FrameDecoder()

    @property
    def working(self) -> int:
        """How many requests it works on."""
        return len(self._tasks)

    def feed(self, data: bytes) -> None:
        """Bytes of the parent. Raises FrameError."""
        for frame in self._decoder.feed(data):
            self.take(frame)

    def take(self, frame: Frame) -> None:
        """One message of the parent: a request, the end of one, or whether anybody is there."""
        fields = dict(frame.header)
        kind, number = fields.pop("type", None), int(fields.pop("id", -1))
        match kind:
            case "request":
                task = asyncio.create_task(self._answer(number, fields, frame.payload), name=f"request {number}")
                self._tasks[number] = task
                task.add_done_callback(lambda task: self._over(number, task))
            case "cancel":
                if (waiting := self._tasks.get(number)) is not None:
                    waiting.cancel()
            case "ping":
                self._write({"type": "pong"})
            case _:
                log.error("a message of unknown type was left out")

    def _over(self, number: int, task: "asyncio.Task[None]") -> None:
        del self._tasks[number]
        if task.cancelled():  # before its first step: it could not say so itself
            self._write({"type": "cancelled", "id": number})

    def _write(self, header: Mapping[str, Any], payload: bytes = b"") -> None:
        self._pipe.write(encode(Frame(dict(header), payload)))

    async def _answer(self, number: int, fields: dict[str, Any], payload: bytes) -> None:
        end: dict[str, Any] = {"type": "result"}
        try:
            handler = self._handlers[str(fields.pop("method", ""))]
            async with contextlib.aclosing(handler(fields, payload)) as parts:
                async for part in parts:
                    self._write({**part.fields, "type": "part", "id": number}, part.payload)
                    await self._pipe.drain()
        except asyncio.CancelledError:
            end = {"type": "cancelled"}
        except FrameError:
            end = {"type": "error", "kind": "TooBig"}
        except Exception as problem:  # LiteLLM and the libraries below it raise what they like
            log.debug("a request failed", exc_info=True)
            end = {"type": "error", **told_of(problem)}
        self._write({**end, "id": number})


def told_of(problem: Exception) -> dict[str, Any]:
    """An exception as the parent is told: its kind, and of HTTP its status and how long to wait. Never its words."""
    status = getattr(problem, "status_code", None)
    told: dict[str, Any] = {"kind": type(problem).__name__}
    if isinstance(status, int) and not isinstance(status, bool) and _was_answered(problem):
        told["status"] = status
    if (seconds := _retry_after_s(problem)) is not None:
        told["retry_after_s"] = seconds
    return told


def _was_answered(problem: Exception) -> bool:
    """LiteLLM makes up a status where nobody answered: 500 for a line that broke, 408 for its own time-out."""
    return not any(word in type(problem).__name__ for word in ("Connection", "Timeout"))


def _retry_after_s(problem: Exception) -> float | None:
    for headers in (
        getattr(problem, "litellm_response_headers", None),
        getattr(getattr(problem, "response", None), "headers", None),
    ):
        text = headers.get("retry-after") if headers is not None else None
        with contextlib.suppress(TypeError, ValueError):
            if text is not None and 0 <= (seconds := float(text)) < float("inf"):
                return seconds
    return None
