"""The process that asks language models, seen from the process that holds the calls: started, asked, watched, started
again (docs/adr/0034).

No deadline is kept in there: whoever asks has one, and gives up in time also when the process hangs. One that does not
even answer a ping is ended; what it was asked then fails, and calls go on.
"""

import asyncio
import contextlib
import itertools
import logging
import os
import sys
import time
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextvars import Context
from dataclasses import dataclass, field
from typing import Any

from flows.understanding.model.port import ModelFailed
from tools.models.problems import NoProcess, ProviderFailed
from tools.models.surroundings import ROOT, of_worker
from voxloom.telemetry import metrics
from voxloom.workers.frames import Frame, FrameDecoder, FrameError, encode
from voxloom.workers.pulse import Pulse
from voxloom.workers.worker_log import read_line

log = logging.getLogger(__name__)

START_S = 60.0
"""Importing LiteLLM takes five seconds of a free core, and much longer of one that all others want, too."""
FIRST_BACK_OFF_S = 0.1
LONGEST_BACK_OFF_S = 30.0
"""A process that always dies must not eat a core with its imports."""
HEALTHY_AFTER_S = 30.0
"""Lived so long: the next crash counts as a first one."""
PONG_S = 3.0
"""LiteLLM works on its event loop, too: reading a large answer takes it a tenth of a second, its first question one."""
CLOSE_S = 1.0
MOST_REQUESTS = 512
"""As many questions as calls that one process takes, and more; only something broken has more of them."""
_READ_BYTES = 256 * 1024
_LONGEST_LINE = 16 * 1024


@dataclass(frozen=True, slots=True)
class Reply:
    """A part of an answer; the last one has nothing in it."""

    fields: Mapping[str, Any]
    payload: bytes
    last: bool


@dataclass(slots=True)
class _Request:
    number: int
    replies: "asyncio.Queue[Reply | ModelFailed]" = field(default_factory=asyncio.Queue)
    ended: bool = False


class ModelProcess:
    """One child process and the questions in flight to it. Belongs to one event loop; starts when it is first asked."""

    def __init__(
        self,
        argv: Sequence[str] = (),
        *,
        start_s: float = START_S,
        pong_s: float = PONG_S,
        environment: Mapping[str, str] = os.environ,
    ) -> None:
        """`argv`: another program that speaks the same, for tests. `environment`: what is passed on of it."""
        # -P: a json.py in the folder where the server was started must not be imported.
        self._argv = tuple(argv) or (sys.executable, "-P", "-m", "tools.models.worker.run")
        self._start_s = start_s
        self._environment = environment
        self.starts = 0
        """How often a process was started."""
        self._numbers = itertools.count(1)
        self._requests: dict[int, _Request] = {}
        self._process: asyncio.subprocess.Process | None = None
        self._keeper: asyncio.Task[None] | None = None
        self._settled = asyncio.Event()  # the first start has ended, one way or the other
        self._ready = False
        self._closed = False
        self._failure: NoProcess | None = None
        self._pulse = Pulse(owes=lambda: bool(self._requests), ping=self._ping, on_dead=self._on_dead, pong_s=pong_s)

    @property
    def ready(self) -> bool:
        """The library is imported and the process lives."""
        return self._ready

    @property
    def waiting(self) -> int:
        """How many questions have no whole answer."""
        return len(self._requests)

    @property
    def pid(self) -> int | None:
        """The process id of the child, None when there is none."""
        return self._process.pid if self._process is not None else None

    def begin(self) -> None:
        """Start the process, unless it was started; nobody waits for it."""
        if self._keeper is None and not self._closed:
            # In a context of its own: what it logs is not about the call that it was started for.
            self._keeper = asyncio.create_task(self._keep(), name="models", context=Context())

    async def start(self) -> None:
        """Until the process can be asked. Raises NoProcess, and goes on trying."""
        self.begin()
        if self._closed:
            raise _closed()
        await self._settled.wait()
        if not self._ready:
            raise self._failure or _lost()

    async def aclose(self) -> None:
        """End the child and every question. May be called twice."""
        self._closed = True
        keeper, self._keeper = self._keeper, None
        if keeper is not None:
            keeper.cancel()
            await asyncio.gather(keeper, return_exceptions=True)
        self._fail_all(_closed())

    async def ask(self, method: str, fields: Mapping[str, Any], payload: bytes = b"") -> AsyncGenerator[Reply, None]:
        """The answer in parts. Closing it ends the question, with its connection. Has no deadline of its own.

        Raises NoProcess at once where the process died and is being started again, ProviderFailed.
        """
        await self.start()
        request = self._send(method, fields, payload)
        try:
            while True:
                reply = await request.replies.get()
                if isinstance(reply, ModelFailed):
                    raise reply
                yield reply
                if reply.last:
                    return
        finally:
            self._abandon(request)

    def kill(self) -> None:
        """End the child at once; another one is started."""
        if self._process is not None and self._process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                self._process.kill()

    def _send(self, method: str, fields: Mapping[str, Any], payload: bytes) -> _Request:
        if len(self._requests) >= MOST_REQUESTS:
            raise NoProcess("the process that asks models has too much to do")
        request = _Request(next(self._numbers))
        try:
            self._write({**fields, "type": "request", "id": request.number, "method": method}, payload)
        except FrameError as problem:
            raise NoProcess(f"that is too much to ask: {problem}") from None
        self._requests[request.number] = request
        self._pulse.asked()
        return request

    def _write(self, header: Mapping[str, Any], payload: bytes = b"") -> None:
        """Raises NoProcess, FrameError."""
        message = encode(Frame(dict(header), payload))
        process = self._process
        if process is None or process.stdin is None or process.stdin.is_closing():
            raise _lost()
        process.stdin.write(message)

    def _abandon(self, request: _Request) -> None:
        """Nobody waits for it any more: what the child still does for it ends."""
        if not request.ended and self._requests.pop(request.number, None) is not None:
            with contextlib.suppress(NoProcess):
                self._write({"type": "cancel", "id": request.number})

    def _ping(self) -> None:
        with contextlib.suppress(NoProcess):
            self._write({"type": "ping"})

    def _on_dead(self) -> None:
        log.error("the process that asks models does not even say that it is there, killing it")
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
            pause_s = min(pause_s * 2, LONGEST_BACK_OFF_S)

    async def _live_once(self) -> None:
        """The life of one child, from its start to its end."""
        self.starts += 1
        if self.starts > 1:
            metrics.models_restarted()
        try:
            process = await asyncio.create_subprocess_exec(
                *self._argv,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.PIPE,
                env=of_worker(self._environment),
                cwd=ROOT,
                start_new_session=True,  # Ctrl-C in the terminal ends the server, and the server ends the worker
            )
        except OSError as problem:
            log.error("the process that asks models cannot be started: %s", problem)
            self._failure = NoProcess("the process that asks models cannot be started")
            self._settled.set()
            return
        self._process = process
        errors = asyncio.create_task(self._hear_words(process), name="models-log")
        try:
            await self._read(process)
        except FrameError as problem:
            log.error("the process that asks models: %s", problem)
        finally:
            self._ready, self._process = False, None
            self._pulse.stop()
            self._failure = self._failure or _lost()
            self._fail_all(_lost())
            self._settled.set()
            await _end(process)
            # Its last words are still in the pipe. A grandchild might hold it open: not forever.
            await asyncio.wait({errors}, timeout=CLOSE_S)
            errors.cancel()
            await asyncio.gather(errors, return_exceptions=True)
        log.warning("the process that asks models ended with code %s", process.returncode)

    async def _read(self, process: asyncio.subprocess.Process) -> None:
        decoder = FrameDecoder()
        while process.stdout is not None:
            try:
                async with asyncio.timeout(None if self._ready else self._start_s):
                    data = await process.stdout.read(_READ_BYTES)
            except TimeoutError:
                log.error("LiteLLM was not imported within %.0f s", self._start_s)
                return
            if not data:
                return
            self._pulse.heard()
            for frame in decoder.feed(data):
                self._take(frame)

    def _take(self, frame: Frame) -> None:
        fields = dict(frame.header)
        kind, number = fields.pop("type", None), int(fields.pop("id", -1))
        match kind:
            case "pong":
                return
            case "ready":
                self._ready, self._failure = True, None
                self._settled.set()
                log.info("the process that asks models is ready")
                return
            case "failed":
                self._failure = NoProcess(f"LiteLLM cannot be loaded: {fields.get('kind')}")
                return
        request = self._requests.get(number)
        if request is None:
            return
        if kind != "part":
            request.ended = True
            del self._requests[number]
        match kind:
            case "part" | "result":
                request.replies.put_nowait(Reply(fields, frame.payload, last=kind == "result"))
            case "error":
                request.replies.put_nowait(_failed(fields))
            case _:
                request.replies.put_nowait(NoProcess("the question was taken back"))

    def _fail_all(self, failure: NoProcess) -> None:
        for request in self._requests.values():
            request.ended = True
            request.replies.put_nowait(failure)
        self._requests.clear()

    async def _hear_words(self, process: asyncio.subprocess.Process) -> None:
        """Our own lines go into the log. What libraries write may quote a question: it is read, and left out."""
        rest = b""
        while process.stderr is not None and (data := await process.stderr.read(4096)):
            *lines, rest = (rest + data).split(b"\n")
            rest = rest[-_LONGEST_LINE:]  # a library that never ends its line must not fill the memory
            for line in lines:
                if (told := read_line(line.decode("utf-8", "replace"))) is not None:
                    log.log(told[0], "the process that asks models: %s", told[1])


def _failed(fields: Mapping[str, Any]) -> ProviderFailed:
    status, seconds = fields.get("status"), fields.get("retry_after_s")
    return ProviderFailed(
        str(fields.get("kind")),
        status if isinstance(status, int) else None,
        float(seconds) if isinstance(seconds, int | float) else None,
    )


def _lost() -> NoProcess:
    return NoProcess("the process that asks models has ended, and starts again")


def _closed() -> NoProcess:
    return NoProcess("nobody asks models any more")


async def _end(process: asyncio.subprocess.Process) -> None:
    """Close its input, and kill it if that does not end it in time."""
    if process.stdin is not None:
        process.stdin.close()
    try:
        async with asyncio.timeout(CLOSE_S):
            await process.wait()
    except TimeoutError:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()
