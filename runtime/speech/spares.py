"""A speech worker with spares: one process answers, the others stand by with their models loaded.

When the one in use dies or hangs, the next request goes to a spare, and so does the one that was under way: recognising
and speaking change nothing, so that they may be done twice. The process that was lost is started again and is a spare.
"""

import asyncio
import contextlib
import logging
import time
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from runtime.speech.errors import LATE, LOST, SpeechUnavailable
from runtime.speech.process import Reply, WorkerProcess, last_of
from runtime.speech.residence import resident_mb
from runtime.speech.urgency import Urgency
from voxloom.telemetry import metrics

log = logging.getLogger(__name__)

HUNG_AFTER_MS = 4_000
"""Nothing was answered for so long, to anybody, when a deadline is missed: it hangs in native code."""
LOOK_EVERY_S = 20.0
"""How often it is asked whether the process in use has become too big or too old."""


@dataclass(frozen=True, slots=True)
class Age:
    """When a process is taken out of use although it works: what native code leaks goes with it."""

    requests: int = 10_000
    """Of a few turns each second that is an hour."""
    memory_mb: int = 700
    """A recogniser has 190 to 230 MB, a voice 210, and up to 600 after the longest clauses that there are."""


def with_spares(name: str, spares: int) -> "Worker":
    """The worker of that name, with so many spares."""
    if not spares:
        return WorkerProcess(name)
    return SparedWorker([WorkerProcess(name) for _ in range(1 + spares)])


class SparedWorker:
    """Used like a `WorkerProcess`. Belongs to one event loop."""

    def __init__(
        self,
        workers: Sequence[WorkerProcess],
        *,
        age: Age | None = None,
        look_every_s: float = LOOK_EVERY_S,
        memory_mb: Callable[[int], int] = resident_mb,
    ) -> None:
        """`workers`: the first one is used first. `memory_mb` of a process id; called in a thread."""
        self.name = workers[0].name
        self._workers = list(workers)
        self._current = workers[0]
        self._age = age or Age()
        self._look_every_s = look_every_s
        self._memory_mb = memory_mb
        self._tasks: list[asyncio.Task[None]] = []
        for worker in workers:
            worker.may_wait = lambda: self.ready

    @property
    def ready(self) -> bool:
        """Whether one of them can answer."""
        return any(worker.ready for worker in self._workers)

    @property
    def spares(self) -> int:
        """How many stand by."""
        return sum(worker.ready for worker in self._workers) - self.ready

    @property
    def waiting(self) -> int:
        """Requests under way in any of them."""
        return sum(worker.waiting for worker in self._workers)

    @property
    def pid(self) -> int | None:
        """The process id of the one in use."""
        return self._in_use().pid

    @property
    def starts(self) -> int:
        """How often a process was started, spares included."""
        return sum(worker.starts for worker in self._workers)

    @property
    def started_in_ms(self) -> int | None:
        """How long the last start of the one in use took."""
        return self._in_use().started_in_ms

    async def start(self) -> None:
        """Start the first one, and wait for it alone. Raises SpeechUnavailable when it cannot; it goes on trying."""
        try:
            await self._workers[0].start()
        finally:
            if not self._tasks:
                self._tasks = [
                    asyncio.create_task(self._start_spares(), name=f"speech-{self.name}-spares"),
                    asyncio.create_task(self._keep_fresh(), name=f"speech-{self.name}-age"),
                ]

    async def aclose(self) -> None:
        """End all of them. May be called twice."""
        tasks, self._tasks = self._tasks, []
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await asyncio.gather(*(worker.aclose() for worker in self._workers))

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
        """Ask and receive the answer in parts. What is lost before its first part is asked once more, of a spare; who
        has had a part knows better what is left to ask for."""
        began, again = time.monotonic(), False
        while True:
            worker, parts = self._in_use(), 0
            left_ms = deadline_ms - round((time.monotonic() - began) * 1000)
            stream = worker.stream(method, fields, payload, deadline_ms=max(1, left_ms), priority=priority)
            try:
                async with contextlib.aclosing(stream):
                    async for reply in stream:
                        parts += 1
                        yield reply
                return
            except SpeechUnavailable as problem:
                if problem.code == LATE:
                    self._suspect(worker)
                if problem.code != LOST or parts or again or not self.ready:
                    raise
                again = True

    def _in_use(self) -> WorkerProcess:
        """The process that answers; a spare takes over here when it no longer can."""
        if not self._current.ready and self.ready:
            log.warning("%s: a spare takes over", self.name)
            metrics.spare_used(self.name)
            self._change()
        return self._current

    def _change(self) -> None:
        self._current = next(worker for worker in self._workers if worker.ready and worker is not self._current)

    def _suspect(self, worker: WorkerProcess) -> None:
        """A deadline was missed: a process that has answered nobody meanwhile is not waited for any longer."""
        if worker.silent_ms >= HUNG_AFTER_MS and self.spares:
            log.error("%s: hangs, a spare is there", self.name)
            worker.kill()

    async def _start_spares(self) -> None:
        for worker in self._workers[1:]:
            try:
                await worker.start()
            except SpeechUnavailable as problem:  # it goes on trying, and the one in use needs no spare to work
                log.warning("%s: there is no spare yet: %s", self.name, problem)

    async def _keep_fresh(self) -> None:
        """Have a spare take over from a process that is too old or too big."""
        while True:
            await asyncio.sleep(self._look_every_s)
            for each in self._workers:
                each.check()
            worker = self._in_use()
            if worker.pid is None or not worker.ready or not self.spares:
                continue
            memory_mb = await asyncio.to_thread(self._memory_mb, worker.pid)
            if worker.answered >= self._age.requests or memory_mb > self._age.memory_mb:
                log.info("%s: renewed after %d requests, with %d MB", self.name, worker.answered, memory_mb)
                self._change()
                worker.renew()


Worker = WorkerProcess | SparedWorker
"""What requests are sent to."""
