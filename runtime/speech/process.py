"""A speech worker seen from the process that holds the calls: started, asked, watched, started again.

The event loop only writes and reads pipes here. No signal handler is needed: asyncio's own child watcher (threads on
3.11, pidfd or threads later) reaps the child, and its death is seen by the end of its pipe.
"""

import asyncio
import contextlib
import itertools
import logging
import os
import sys
import time
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from runtime.speech.errors import LATE, LOST, SpeechUnavailable
from runtime.speech.urgency import Urgency
from voxloom.telemetry import metrics
from voxloom.workers.frames import Frame, FrameDecoder, FrameError, encode
from voxloom.workers.pulse import Pulse
from voxloom.workers.worker_log import read_line

log = logging.getLogger(__name__)

START_DEADLINE_MS = 60_000  # a cold disk reads 140 MB of models
FIRST_BACK_OFF_MS = 100  # a single crash costs a call as little as possible
LONGEST_BACK_OFF_MS = 10_000  # a worker that always dies must not eat a core
HEALTHY_AFTER_MS = 30_000  # lived so long: the next crash counts as a first one
STUCK_AFTER_MS = 5_000  # answers nobody so long after a missed deadline: it hangs in native code
QUIET_START = "VOXLOOM_QUIET_START"  # in the environment of a child that may take its time to load
CLOSE_DEADLINE_MS = 1_000
MAX_REQUESTS = 256  # more than this waits only when something is broken
_READ_BYTES = 256 * 1024
_LONGEST_LINE = 16 * 1024
_ROOT = Path(__file__).resolve().parents[2]

# A worker gets no secrets, so only these pass through to it.
_PASSED_ON = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "TZ", "LD_LIBRARY_PATH", "VIRTUAL_ENV", "VOXLOOM_DATA")


@dataclass(frozen=True, slots=True)
class Reply:
    """A part of an answer, or its last one."""

    header: dict[str, Any]
    payload: bytes
    last: bool


@dataclass(slots=True)
class _Request:
    number: int
    answers: "asyncio.Queue[Reply | SpeechUnavailable]" = field(default_factory=asyncio.Queue)
    ended: bool = False
    sent_at: float = field(default_factory=time.monotonic)
    alarm: asyncio.TimerHandle | None = None


def worker_environment(inherited: Mapping[str, str]) -> dict[str, str]:
    """The environment of a worker: one thread for each library, the project on the path, none of our secrets."""
    environment = {name: inherited[name] for name in _PASSED_ON if name in inherited}
    environment |= {
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "MKL_NUM_THREADS": "1",
        "OMP_WAIT_POLICY": "PASSIVE",  # idle threads must not spin on the cores that send the audio
        "PYTHONPATH": os.pathsep.join((str(_ROOT), str(_ROOT / "platform"))),
        "PYTHONUNBUFFERED": "1",
        "HF_HUB_OFFLINE": "1",
    }
    return environment


class WorkerProcess:
    """One child process and the requests in flight to it. Use from one event loop."""

    def __init__(self, name: str, *, argv: Sequence[str] = (), start_deadline_ms: int = START_DEADLINE_MS) -> None:
        self.name = name
        self.started_in_ms: int | None = None
        """How long the last start took, from the fork to `ready`, in milliseconds."""
        self.starts = 0
        """How often a process was started."""
        self.answered = 0
        """How many requests the present process has answered."""
        self.may_wait: Callable[[], bool] = lambda: False
        """Asked at each start: whether nobody waits for it, so that others go before it while it loads."""
        # -P: a json.py in the folder where the server was started must not be imported.
        self._argv = tuple(argv) or (sys.executable, "-P", "-m", f"runtime.speech.workers.{name}")
        self._start_deadline_s = start_deadline_ms / 1000
        self._numbers = itertools.count(1)
        self._requests: dict[int, _Request] = {}
        self._process: asyncio.subprocess.Process | None = None
        self._keeper: asyncio.Task[None] | None = None
        self._ready = asyncio.Event()
        self._loaded = False
        """Whether the process that runs, or ended last, has had requests."""
        self._settled = asyncio.Event()  # the first start has ended, one way or the other
        self._failure: SpeechUnavailable | None = None
        self._answered_at = 0.0
        self._renewing = False
        self._pulse = Pulse(owes=lambda: bool(self._requests), ping=self._ping, on_dead=self._on_dead)

    @property
    def ready(self) -> bool:
        """The model is loaded and the process lives."""
        return self._ready.is_set()

    @property
    def waiting(self) -> int:
        """How many requests it has not answered."""
        return len(self._requests)

    @property
    def pid(self) -> int | None:
        """The process id of the child, None when there is none."""
        return self._process.pid if self._process is not None else None

    @property
    def silent_ms(self) -> float:
        """For how long it has answered nobody although somebody waits; 0 when nobody does."""
        oldest = min((request.sent_at for request in self._requests.values()), default=None)
        return (time.monotonic() - max(oldest, self._answered_at)) * 1000 if oldest is not None else 0.0

    async def start(self) -> None:
        """Start the child and wait until its model is loaded. Raises SpeechUnavailable when not; it goes on trying."""
        if self._keeper is None:
            self._keeper = asyncio.create_task(self._keep(), name=f"speech-{self.name}")
        async with _deadline(time.monotonic() + self._start_deadline_s + 1, self.name):
            await self._settled.wait()
        if self._failure is not None:
            raise self._failure

    async def aclose(self) -> None:
        """End the child and every request in flight. May be called twice."""
        keeper, self._keeper = self._keeper, None
        if keeper is not None:
            keeper.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await keeper
        self._fail_all(_closed(self.name))

    async def request(
        self, method: str, fields: Mapping[str, Any], payload: bytes = b"", *, deadline_ms: int, priority: int = 0
    ) -> Reply:
        """Ask and wait for the one answer."""
        stream = self.stream(method, fields, payload, deadline_ms=deadline_ms, priority=priority)
        return await last_of(stream, self.name)

    async def stream(
        self,
        method: str,
        fields: Mapping[str, Any],
        payload: bytes = b"",
        *,
        deadline_ms: int,
        priority: int | Urgency = 0,
    ) -> AsyncGenerator[Reply]:
        """Ask and receive the answer in parts; `deadline_ms` is for each part. Closing it cancels the work."""
        due = time.monotonic() + deadline_ms / 1000
        await self._wait_until_ready(due)
        urgency = priority if isinstance(priority, Urgency) else Urgency(priority)
        request = self._send(method, fields, payload, urgency.value)
        unfollow = urgency.follow(lambda value: self._raise(request, value))
        try:
            while True:
                async with _deadline(due, self.name):
                    reply = await request.answers.get()
                if isinstance(reply, SpeechUnavailable):
                    raise reply
                yield reply
                if reply.last:
                    return
                due = time.monotonic() + deadline_ms / 1000
        finally:
            unfollow()
            self._abandon(request)

    async def _wait_until_ready(self, due: float) -> None:
        if self._keeper is None:
            raise _closed(self.name)
        if not self.ready:
            if self._failure is not None:
                raise self._failure
            async with _deadline(due, self.name):
                await self._ready.wait()

    def _send(self, method: str, fields: Mapping[str, Any], payload: bytes, priority: int) -> _Request:
        process = self._process
        if process is None or process.stdin is None or not self.ready:
            raise _lost(self.name)
        if len(self._requests) >= MAX_REQUESTS:
            raise SpeechUnavailable(
                "speech_busy", f"The {self.name} has too much to do.", "Take fewer calls on this machine."
            )
        request = _Request(next(self._numbers))
        header = {**fields, "type": "request", "id": request.number, "method": method, "priority": priority}
        try:
            process.stdin.write(encode(Frame(header, payload)))
        except FrameError as error:
            raise SpeechUnavailable("speech_too_big", f"That is too much at once: {error}.", "Send less.") from error
        self._requests[request.number] = request
        self._pulse.asked()
        return request

    def kill(self) -> None:
        """End the child at once; another one is started."""
        if self._process is not None and self._process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                self._process.kill()

    def check(self) -> None:
        """See whether the child is there, though nobody waits for it; one that is not is ended."""
        if self.ready:
            self._pulse.check()

    def renew(self) -> None:
        """Take no more requests until another child is there, and end this one when it has answered those it has."""
        self._renewing = True
        self._ready.clear()
        self._end_if_renewed()

    def _end_if_renewed(self) -> None:
        if self._renewing and not self._requests and self._process is not None and self._process.stdin is not None:
            self._process.stdin.close()

    def _ping(self) -> None:
        if self._process is not None and self._process.stdin is not None:
            self._process.stdin.write(encode(Frame({"type": "ping"})))

    def _on_dead(self) -> None:
        log.error("%s: does not even say that it is there, killing it", self.name)
        self.kill()

    def _raise(self, request: _Request, priority: int) -> None:
        """What the caller waits for has become more urgent."""
        process = self._process
        if not request.ended and process is not None and process.stdin is not None:
            process.stdin.write(encode(Frame({"type": "priority", "id": request.number, "priority": priority})))

    def _abandon(self, request: _Request) -> None:
        """The caller no longer waits. What the child still does for it is stopped; a child that hangs is killed."""
        if request.ended or request.number not in self._requests:
            return
        process = self._process
        if process is not None and process.stdin is not None:
            process.stdin.write(encode(Frame({"type": "cancel", "id": request.number})))
        self._arm(request)

    def _arm(self, request: _Request) -> None:
        loop, armed_at = asyncio.get_running_loop(), time.monotonic()

        def look() -> None:
            if request.ended:
                return
            if self._answered_at > armed_at:
                self._arm(request)  # it works, on something else
                return
            log.error("%s: no answer for %d ms after a missed deadline, killing it", self.name, STUCK_AFTER_MS)
            self.kill()

        request.alarm = loop.call_later(STUCK_AFTER_MS / 1000, look)

    async def _keep(self) -> None:
        """Start the child again and again, with longer and longer pauses while it keeps dying."""
        pause_ms = FIRST_BACK_OFF_MS
        while True:
            began = time.monotonic()
            await self._live_once()
            if (time.monotonic() - began) * 1000 >= HEALTHY_AFTER_MS:
                pause_ms = FIRST_BACK_OFF_MS
            await asyncio.sleep(pause_ms / 1000)
            pause_ms = min(pause_ms * 2, LONGEST_BACK_OFF_MS)

    async def _live_once(self) -> None:
        """The life of one child, from its start to its end."""
        began = time.monotonic()
        self.starts += 1
        if self.starts > 1:
            metrics.speech_restarted(self.name)
        self._loaded = False
        self.answered = 0
        environment = worker_environment(os.environ) | ({QUIET_START: "1"} if self.may_wait() else {})
        try:
            process = await asyncio.create_subprocess_exec(
                *self._argv,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.PIPE,
                env=environment,
                cwd=_ROOT,
                start_new_session=True,  # Ctrl-C in the terminal ends the server, and the server ends the worker
            )
        except OSError as error:
            log.error("%s: cannot be started: %s", self.name, error)
            self._failure = SpeechUnavailable(
                "speech_not_started", f"The {self.name} process cannot be started: {error}.", "Run `make setup`."
            )
            self._settled.set()
            return
        self._process = process
        errors = asyncio.create_task(self._log_errors(process), name=f"speech-{self.name}-log")
        try:
            await self._read(process, began)
        except FrameError as error:
            log.error("%s: %s", self.name, error)
        finally:
            self._ready.clear()
            self._renewing = False
            self._process = None
            self._pulse.stop()
            if self._failure is None and not self._settled.is_set():
                self._failure = _lost(self.name)
            self._fail_all(_lost(self.name))
            self._settled.set()
            await _end(process)
            # Its last words (a native crash, say) are still in the pipe. A grandchild might hold it open: not forever.
            await asyncio.wait({errors}, timeout=CLOSE_DEADLINE_MS / 1000)
            errors.cancel()
        log.warning("%s: ended with code %s", self.name, process.returncode)

    async def _read(self, process: asyncio.subprocess.Process, began: float) -> None:
        if process.stdout is None:
            return
        decoder = FrameDecoder()
        while True:
            try:
                async with asyncio.timeout(None if self.ready else self._start_deadline_s):
                    data = await process.stdout.read(_READ_BYTES)
            except TimeoutError:
                log.error("%s: its model was not loaded in %.0f s", self.name, self._start_deadline_s)
                return
            if not data:
                return
            self._pulse.heard()
            for frame in decoder.feed(data):
                self._take(frame, began)

    def _take(self, frame: Frame, began: float) -> None:
        kind = frame.header.get("type")
        if kind == "ready":
            self.started_in_ms = round((time.monotonic() - began) * 1000)
            log.info("%s: ready after %d ms", self.name, self.started_in_ms)
            self._failure = None
            self._loaded = True
            self._ready.set()
            self._settled.set()
        elif kind == "failed":
            self._failure = _failure(frame.header)
            log.error("%s: %s", self.name, self._failure)
        else:
            self._answer(str(kind), frame)

    def _answer(self, kind: str, frame: Frame) -> None:
        if kind == "pong":
            return
        self._answered_at = time.monotonic()
        request = self._requests.get(int(frame.header.get("id", -1)))
        if request is None:
            return
        if kind == "part":
            request.answers.put_nowait(Reply(frame.header, frame.payload, last=False))
            return
        self._finish(request)
        self.answered += 1
        self._end_if_renewed()
        if kind == "result":
            request.answers.put_nowait(Reply(frame.header, frame.payload, last=True))
        elif kind == "error":
            request.answers.put_nowait(_failure(frame.header))
        else:
            request.answers.put_nowait(
                SpeechUnavailable("speech_cancelled", f"The {self.name} was told to stop.", "Ask again.")
            )

    def _finish(self, request: _Request) -> None:
        request.ended = True
        self._requests.pop(request.number, None)
        if request.alarm is not None:
            request.alarm.cancel()

    def _fail_all(self, failure: SpeechUnavailable) -> None:
        for request in list(self._requests.values()):
            self._finish(request)
            request.answers.put_nowait(failure)

    async def _log_errors(self, process: asyncio.subprocess.Process) -> None:
        if process.stderr is None:
            return
        rest, left_out = b"", 0
        while data := await process.stderr.read(4096):
            *lines, rest = (rest + data).split(b"\n")
            rest = rest[-_LONGEST_LINE:]  # a library that never ends its line must not fill the memory
            left_out += sum(not self._log_line(line) for line in lines)
        if rest:
            left_out += not self._log_line(rest)
        if left_out:
            log.warning("%s: %d lines that its libraries wrote after the start are left out", self.name, left_out)

    def _log_line(self, line: bytes) -> bool:
        """Whether a line of the worker's standard error may stand in the log; if so, it does now."""
        text = line.decode("utf-8", "replace")
        if (told := read_line(text)) is not None:
            log.log(told[0], "%s: %s", self.name, told[1])
        elif self._loaded:  # it may quote what a caller says
            return False
        else:
            log.info("%s: %s", self.name, text[:1000])
        return True


async def last_of(stream: AsyncGenerator[Reply], name: str) -> Reply:
    """The answer of a request that has only one. Raises SpeechUnavailable, also when the stream ends without one."""
    async with contextlib.aclosing(stream):
        async for reply in stream:
            if reply.last:
                return reply
    raise _lost(name)


@contextlib.asynccontextmanager
async def _deadline(due: float, name: str) -> AsyncGenerator[None]:
    """Raise SpeechUnavailable when the body is not done at `due` (time.monotonic, seconds)."""
    try:
        async with asyncio.timeout(max(0.0, due - time.monotonic())):
            yield
    except TimeoutError as error:
        raise SpeechUnavailable(
            LATE, f"The {name} did not answer in time.", "The machine may be too busy for another call."
        ) from error


async def _end(process: asyncio.subprocess.Process) -> None:
    """Close the child's input, which ends it; kill it when it does not."""
    if process.stdin is not None:
        process.stdin.close()
    try:
        async with asyncio.timeout(CLOSE_DEADLINE_MS / 1000):
            await process.wait()
    except (TimeoutError, asyncio.CancelledError) as error:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()
        if isinstance(error, asyncio.CancelledError):
            raise


def _failure(header: Mapping[str, Any]) -> SpeechUnavailable:
    code = str(header.get("code") or "speech_failed")
    return SpeechUnavailable(code, str(header.get("message") or "Speech failed."), str(header.get("remedy") or ""))


def _lost(name: str) -> SpeechUnavailable:
    return SpeechUnavailable(LOST, f"The {name} process ended; it is being started again.", "Try again.")


def _closed(name: str) -> SpeechUnavailable:
    return SpeechUnavailable("speech_closed", f"The {name} is not running.", "Start the server.")
