"""A speech worker as whoever asks it sees it: each part of an answer has a deadline, and what hangs is ended."""

import asyncio
import contextlib
import logging
import os
import sys
import time
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from typing import Any

from runtime.speech.errors import LATE, LOST, SpeechUnavailable
from runtime.speech.urgency import Urgency
from voxloom.telemetry import metrics
from voxloom.workers.frames import FrameError
from voxloom.workers.process import ROOT, ChildProcess, Manner, Reply, Request

__all__ = ["Reply", "WorkerProcess", "last_of", "worker_environment"]

log = logging.getLogger(__name__)

START_DEADLINE_MS = 60_000  # a cold disk reads 140 MB of models
LONGEST_BACK_OFF_S = 10.0
STUCK_AFTER_MS = 5_000  # answers nobody so long after a missed deadline: it hangs in native code
QUIET_START = "VOXLOOM_QUIET_START"  # in the environment of a child that may take its time to load
MAX_REQUESTS = 256  # more than this waits only when something is broken

# A worker gets no secrets, so only these pass through to it.
_PASSED_ON = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "TZ", "LD_LIBRARY_PATH", "VIRTUAL_ENV", "VOXLOOM_DATA")


def worker_environment(inherited: Mapping[str, str]) -> dict[str, str]:
    """The environment of a worker: one thread for each library, the project on the path, none of our secrets."""
    environment = {name: inherited[name] for name in _PASSED_ON if name in inherited}
    environment |= {
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "MKL_NUM_THREADS": "1",
        "OMP_WAIT_POLICY": "PASSIVE",  # idle threads must not spin on the cores that send the audio
        "PYTHONPATH": os.pathsep.join((str(ROOT), str(ROOT / "platform"))),
        "PYTHONUNBUFFERED": "1",
        "HF_HUB_OFFLINE": "1",
    }
    return environment


class WorkerProcess(ChildProcess):
    """One child process and the requests in flight to it. Use from one event loop."""

    def __init__(self, name: str, *, argv: Sequence[str] = (), start_deadline_ms: int = START_DEADLINE_MS) -> None:
        self.may_wait: Callable[[], bool] = lambda: False
        """Asked at each start: whether nobody waits for it, so that others go before it while it loads."""
        # -P: a json.py in the folder where the server was started must not be imported.
        program = tuple(argv) or (sys.executable, "-P", "-m", f"runtime.speech.workers.{name}")
        manner = Manner(
            program, self._environment, start_deadline_ms / 1000, MAX_REQUESTS, LONGEST_BACK_OFF_S,
            lambda: metrics.speech_restarted(name), tells_start=True,
        )  # fmt: skip
        super().__init__(name, manner, _InWords(name))
        self._renewing = False

    @property
    def silent_ms(self) -> float:
        """For how long it has answered nobody although somebody waits; 0 when nobody does."""
        oldest = min((request.sent_at for request in self._requests.values()), default=None)
        return (time.monotonic() - max(oldest, self._answered_at)) * 1000 if oldest is not None else 0.0

    async def start(self) -> None:
        """Start the child and wait until its model is loaded. Raises SpeechUnavailable when not; it goes on trying."""
        self.begin()
        async with _deadline(time.monotonic() + self._manner.start_s + 1, self.name):
            await self._settled.wait()
        if self._failure is not None:
            raise self._failure

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
        request = self._send(method, {**fields, "priority": urgency.value}, payload)
        unfollow = urgency.follow(lambda value: self._raise(request, value))
        try:
            while True:
                async with _deadline(due, self.name):
                    reply = await request.replies.get()
                if isinstance(reply, Exception):
                    raise reply
                yield reply
                if reply.last:
                    return
                due = time.monotonic() + deadline_ms / 1000
        finally:
            unfollow()
            if self._abandon(request):
                self._arm(request)  # a child that hangs is killed

    def renew(self) -> None:
        """Take no more requests until another child is there, and end this one when it has answered those it has."""
        self._renewing = True
        self._ready.clear()
        self._on_finished()

    async def _wait_until_ready(self, due: float) -> None:
        if self._keeper is None:
            raise self._problems.closed()
        if not self.ready:
            if self._failure is not None:
                raise self._failure
            async with _deadline(due, self.name):
                await self._ready.wait()

    def _environment(self) -> dict[str, str]:
        return worker_environment(os.environ) | ({QUIET_START: "1"} if self.may_wait() else {})

    def _on_finished(self) -> None:
        if self._renewing and not self._requests and self._process is not None and self._process.stdin is not None:
            self._process.stdin.close()

    def _on_ended(self) -> None:
        self._renewing = False

    def _raise(self, request: Request, priority: int) -> None:
        """What the caller waits for has become more urgent."""
        if not request.ended:
            self._write({"type": "priority", "id": request.number, "priority": priority})

    def _arm(self, request: Request) -> None:
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


async def last_of(stream: AsyncGenerator[Reply], name: str) -> Reply:
    """The answer of a request that has only one. Raises SpeechUnavailable, also when the stream ends without one."""
    async with contextlib.aclosing(stream):
        async for reply in stream:
            if reply.last:
                return reply
    raise _InWords(name).lost()


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


class _InWords:
    """What may go wrong, as calls are told."""

    def __init__(self, name: str) -> None:
        self._name = name

    def lost(self) -> SpeechUnavailable:
        return SpeechUnavailable(LOST, f"The {self._name} process ended; it is being started again.", "Try again.")

    def closed(self) -> SpeechUnavailable:
        return SpeechUnavailable("speech_closed", f"The {self._name} is not running.", "Start the server.")

    def not_started(self, problem: OSError) -> SpeechUnavailable:
        message = f"The {self._name} process cannot be started: {problem}."
        return SpeechUnavailable("speech_not_started", message, "Run `make setup`.")

    def not_loaded(self, fields: Mapping[str, Any]) -> SpeechUnavailable:
        return self.failed(fields)

    def failed(self, fields: Mapping[str, Any]) -> SpeechUnavailable:
        told = (str(fields.get(name) or "") for name in ("code", "message", "remedy"))
        code, message, remedy = told
        return SpeechUnavailable(code or "speech_failed", message or "Speech failed.", remedy)

    def taken_back(self) -> SpeechUnavailable:
        return SpeechUnavailable("speech_cancelled", f"The {self._name} was told to stop.", "Ask again.")

    def too_many(self) -> SpeechUnavailable:
        message = f"The {self._name} has too much to do."
        return SpeechUnavailable("speech_busy", message, "Take fewer calls on this machine.")

    def too_big(self, problem: FrameError) -> SpeechUnavailable:
        return SpeechUnavailable("speech_too_big", f"That is too much at once: {problem}.", "Send less.")
