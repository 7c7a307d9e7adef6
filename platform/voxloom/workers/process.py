"""A worker process seen from the process that holds the calls: started, asked, watched, started again.

The event loop only writes and reads pipes here. No signal handler is needed: asyncio's own child watcher (threads on
3.11, pidfd or threads later) reaps the child, and its death is seen by the end of its pipe. What is made of it for
speech and for language models stands in `runtime/speech/process.py` and `tools/models/process.py`.
"""

import asyncio
import contextlib
import itertools
import logging
import time
from collections.abc import Callable, Mapping, Sequence
from contextvars import Context
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from voxloom.workers.frames import Frame, FrameDecoder, FrameError, encode
from voxloom.workers.pulse import PONG_S, Pulse
from voxloom.workers.worker_log import read_line

log = logging.getLogger(__name__)

ROOT = Path(__file__).resolve().parents[3]
FIRST_BACK_OFF_S = 0.1
"""A single crash costs a call as little as possible."""
HEALTHY_AFTER_S = 30.0
"""Lived so long: the next crash counts as a first one."""
CLOSE_S = 1.0
_READ_BYTES = 256 * 1024
_LONGEST_LINE = 16 * 1024


@dataclass(frozen=True, slots=True)
class Reply:
    """A part of an answer, or its last one."""

    fields: dict[str, Any]
    payload: bytes
    last: bool


@dataclass(slots=True)
class Request:
    """A request in flight."""

    number: int
    replies: "asyncio.Queue[Reply | Exception]" = field(default_factory=asyncio.Queue)
    ended: bool = False
    sent_at: float = field(default_factory=time.monotonic)
    alarm: asyncio.TimerHandle | None = None


class Problems(Protocol):
    """What whoever asks gets raised, in their own words."""

    def lost(self) -> Exception:
        """The process has ended, and is started again."""

    def closed(self) -> Exception:
        """Nobody asks it any more, or yet."""

    def not_started(self, problem: OSError) -> Exception:
        """The program cannot be run."""

    def not_loaded(self, fields: Mapping[str, Any]) -> Exception:
        """It said that it cannot get ready."""

    def failed(self, fields: Mapping[str, Any]) -> Exception:
        """A request failed in it."""

    def taken_back(self) -> Exception:
        """The request was cancelled."""

    def too_many(self) -> Exception:
        """More requests are in flight than it may have."""

    def too_big(self, problem: FrameError) -> Exception:
        """The request does not fit into a message."""


@dataclass(frozen=True)
class Manner:
    """What one kind of worker has for itself. Times are in seconds."""

    argv: Sequence[str]
    environment: Callable[[], Mapping[str, str]]
    """Made for each start."""
    start_s: float
    """How long it may take to get ready."""
    most_requests: int
    """In flight; more are there only when something is broken."""
    longest_back_off_s: float
    """A worker that always dies must not eat a core."""
    on_restart: Callable[[], None]
    pong_s: float = PONG_S
    tells_start: bool = False
    """Whether lines that its libraries write before it is ready go into the log."""


class ChildProcess:
    """One child process and the requests in flight to it. Belongs to one event loop."""

    def __init__(self, name: str, manner: Manner, problems: Problems) -> None:
        self.name = name
        self.started_in_ms: int | None = None
        """How long the last start took, from the fork to `ready`, in milliseconds."""
        self.starts = 0
        """How often a process was started."""
        self.answered = 0
        """How many requests the present process has answered."""
        self._manner, self._problems = manner, problems
        self._numbers = itertools.count(1)
        self._requests: dict[int, Request] = {}
        self._process: asyncio.subprocess.Process | None = None
        self._keeper: asyncio.Task[None] | None = None
        self._ready = asyncio.Event()
        self._loaded = False
        """Whether the process that runs, or ended last, has had requests."""
        self._settled = asyncio.Event()  # the first start has ended, one way or the other
        self._failure: Exception | None = None
        self._answered_at = 0.0
        self._pulse = Pulse(
            owes=lambda: bool(self._requests), ping=self._ping, on_dead=self._on_dead, pong_s=manner.pong_s
        )

    @property
    def ready(self) -> bool:
        """It has said so, and lives."""
        return self._ready.is_set()

    @property
    def waiting(self) -> int:
        """How many requests it has not answered."""
        return len(self._requests)

    @property
    def pid(self) -> int | None:
        """The process id of the child, None when there is none."""
        return self._process.pid if self._process is not None else None

    def begin(self) -> None:
        """Start the process, unless it was started; nobody waits for it."""
        if self._keeper is None:
            # In a context of its own: what it logs is not about the call that it was started for.
            self._keeper = asyncio.create_task(self._keep(), name=f"worker-{self.name}", context=Context())

    async def aclose(self) -> None:
        """End the child and every request in flight. May be called twice."""
        keeper, self._keeper = self._keeper, None
        if keeper is not None:
            keeper.cancel()
            await asyncio.gather(keeper, return_exceptions=True)
        self._fail_all(self._problems.closed())

    def kill(self) -> None:
        """End the child at once; another one is started."""
        if self._process is not None and self._process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                self._process.kill()

    def check(self) -> None:
        """See whether the child is there, though nobody waits for it; one that is not is ended."""
        if self.ready:
            self._pulse.check()

    # -- for those who ask it

    def _send(self, method: str, fields: Mapping[str, Any], payload: bytes) -> Request:
        """Raises what `Problems` has."""
        if not self.ready:
            raise self._problems.lost()
        if len(self._requests) >= self._manner.most_requests:
            raise self._problems.too_many()
        request = Request(next(self._numbers))
        try:
            sent = self._write({**fields, "type": "request", "id": request.number, "method": method}, payload)
        except FrameError as problem:
            raise self._problems.too_big(problem) from problem
        if not sent:
            raise self._problems.lost()
        self._requests[request.number] = request
        self._pulse.asked()
        return request

    def _write(self, header: Mapping[str, Any], payload: bytes = b"") -> bool:
        """Whether there is a child to write to. Raises FrameError."""
        message = encode(Frame(dict(header), payload))
        process = self._process
        if process is None or process.stdin is None or process.stdin.is_closing():
            return False
        process.stdin.write(message)
        return True

    def _abandon(self, request: Request) -> bool:
        """Nobody waits for it any more: what the child still does for it is broken off, and it says so. False where it
        was over already."""
        if request.ended or request.number not in self._requests:
            return False
        self._write({"type": "cancel", "id": request.number})
        return True

    # -- what kinds of worker add

    def _on_finished(self) -> None:
        """A request is over."""

    def _on_ended(self) -> None:
        """The child is gone."""

    # -- the child's life

    def _ping(self) -> None:
        self._write({"type": "ping"})

    def _on_dead(self) -> None:
        log.error("%s: does not even say that it is there, killing it", self.name)
        self.kill()

    async def _keep(self) -> None:
        """Start the child again and again, with longer and longer pauses while it keeps dying."""
        pause_s = FIRST_BACK_OFF_S
        while True:
            began = time.monotonic()
            await self._live_once()
            if time.monotonic() - began >= HEALTHY_AFTER_S:
                pause_s = FIRST_BACK_OFF_S
            await asyncio.sleep(pause_s)
            pause_s = min(pause_s * 2, self._manner.longest_back_off_s)

    async def _live_once(self) -> None:
        """The life of one child, from its start to its end."""
        began = time.monotonic()
        self.starts += 1
        if self.starts > 1:
            self._manner.on_restart()
        self._loaded = False
        self.answered = 0
        try:
            process = await asyncio.create_subprocess_exec(
                *self._manner.argv,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.PIPE,
                env=self._manner.environment(),
                cwd=ROOT,
                start_new_session=True,  # Ctrl-C in the terminal ends the server, and the server ends the worker
            )
        except OSError as problem:
            log.error("%s: cannot be started: %s", self.name, problem)
            self._failure = self._problems.not_started(problem)
            self._settled.set()
            return
        self._process = process
        errors = asyncio.create_task(self._hear_words(process), name=f"worker-{self.name}-log")
        try:
            await self._read(process, began)
        except FrameError as problem:
            log.error("%s: %s", self.name, problem)
        finally:
            self._ready.clear()
            self._process = None
            self._pulse.stop()
            self._on_ended()
            if self._failure is None and not self._settled.is_set():
                self._failure = self._problems.lost()
            self._fail_all(self._problems.lost())
            self._settled.set()
            await _end(process)
            # Its last words (a native crash, say) are still in the pipe. A grandchild might hold it open: not forever.
            await asyncio.wait({errors}, timeout=CLOSE_S)
            errors.cancel()
            await asyncio.gather(errors, return_exceptions=True)
        log.warning("%s: ended with code %s", self.name, process.returncode)

    async def _read(self, process: asyncio.subprocess.Process, began: float) -> None:
        decoder = FrameDecoder()
        while process.stdout is not None:
            try:
                async with asyncio.timeout(None if self._loaded else self._manner.start_s):
                    data = await process.stdout.read(_READ_BYTES)
            except TimeoutError:
                log.error("%s: was not ready within %.1f s", self.name, self._manner.start_s)
                return
            if not data:
                return
            self._pulse.heard()
            for frame in decoder.feed(data):
                self._take(frame, began)

    def _take(self, frame: Frame, began: float) -> None:
        fields = dict(frame.header)
        kind, number = fields.pop("type", None), int(fields.pop("id", -1))
        match kind:
            case "pong":
                pass
            case "ready":
                self.started_in_ms = round((time.monotonic() - began) * 1000)
                log.info("%s: ready after %d ms", self.name, self.started_in_ms)
                self._failure = None
                self._loaded = True
                self._ready.set()
                self._settled.set()
            case "failed":
                self._failure = self._problems.not_loaded(fields)
                log.error("%s: %s", self.name, self._failure)
            case _:
                self._answer(str(kind), number, fields, frame.payload)

    def _answer(self, kind: str, number: int, fields: dict[str, Any], payload: bytes) -> None:
        self._answered_at = time.monotonic()
        request = self._requests.get(number)
        if request is None:
            return
        if kind == "part":
            request.replies.put_nowait(Reply(fields, payload, last=False))
            return
        self._finish(request)
        self.answered += 1
        self._on_finished()
        match kind:
            case "result":
                request.replies.put_nowait(Reply(fields, payload, last=True))
            case "error":
                request.replies.put_nowait(self._problems.failed(fields))
            case _:
                request.replies.put_nowait(self._problems.taken_back())

    def _finish(self, request: Request) -> None:
        request.ended = True
        self._requests.pop(request.number, None)
        if request.alarm is not None:
            request.alarm.cancel()

    def _fail_all(self, failure: Exception) -> None:
        for request in list(self._requests.values()):
            self._finish(request)
            request.replies.put_nowait(failure)

    async def _hear_words(self, process: asyncio.subprocess.Process) -> None:
        """Our own lines go into the log. What libraries write may quote somebody: most of it is read, and left out."""
        rest, left_out = b"", 0
        while process.stderr is not None and (data := await process.stderr.read(4096)):
            *lines, rest = (rest + data).split(b"\n")
            rest = rest[-_LONGEST_LINE:]  # a library that never ends its line must not fill the memory
            left_out += sum(not self._log_line(line) for line in lines)
        if rest:
            left_out += not self._log_line(rest)
        if left_out:
            log.warning("%s: %d lines of its libraries are left out", self.name, left_out)

    def _log_line(self, line: bytes) -> bool:
        """Whether a line of the child's standard error may stand in the log; if so, it does now."""
        text = line.decode("utf-8", "replace")
        if (told := read_line(text)) is not None:
            log.log(told[0], "%s: %s", self.name, told[1])
        elif self._loaded or not self._manner.tells_start:  # it may quote what a caller says
            return False
        else:
            log.info("%s: %s", self.name, text[:1000])
        return True


async def _end(process: asyncio.subprocess.Process) -> None:
    """Close the child's input, which ends it; kill it when it does not."""
    if process.stdin is not None:
        process.stdin.close()
    try:
        async with asyncio.timeout(CLOSE_S):
            await process.wait()
    except (TimeoutError, asyncio.CancelledError) as error:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()
        if isinstance(error, asyncio.CancelledError):
            raise
