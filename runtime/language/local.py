"""The model of this machine as the serving process sees it: started, watched, started again, and where it is asked.

Callers ask it by HTTP, so that the pipes of its process are silent, and say nothing of whether it works. Every half
minute it is asked through them: a process that does not answer a ping, a model that gives no word in time, and one
that has grown too big are ended, and started again as after a crash. Callers meanwhile have no answer of it, and take
what their nodes do without.
"""

import asyncio
import logging
import socket
import sys
from collections.abc import Callable
from dataclasses import replace

from runtime.language.server import HOST, NAME, WORD
from runtime.speech.errors import LOST, SpeechUnavailable
from runtime.speech.process import WorkerProcess
from runtime.speech.residence import resident_mb
from tools.models.address import ModelAddress

log = logging.getLogger(__name__)

NO_KEY = "none"
FREE = (0.0, 0.0)
LOOK_EVERY_S = 30.0
WORD_MS = 90_000
"""Behind four prompts as long as they may be, on two cores that others want, too, a word took 45 s; callers have given
up by then, and what they asked for is broken off."""
MOST_MB = 700
"""It has 310 after its longest prompts."""


class LocalModel:
    """Belongs to one event loop."""

    def __init__(
        self,
        worker: WorkerProcess | None = None,
        *,
        look_every_s: float = LOOK_EVERY_S,
        word_ms: int = WORD_MS,
        memory_mb: Callable[[int], int] = resident_mb,
    ) -> None:
        """`worker`: another program that speaks the same, for tests. `memory_mb` of a process id: in a thread."""
        self._port = _free_port()
        argv = (sys.executable, "-P", "-m", "runtime.language.server", str(self._port))
        self._worker = worker or WorkerProcess("language", argv=argv)
        self._look_every_s, self._word_ms, self._memory_mb = look_every_s, word_ms, memory_mb
        self._watch: asyncio.Task[None] | None = None

    @property
    def ready(self) -> bool:
        """Whether it answers."""
        return self._worker.ready

    @property
    def pid(self) -> int | None:
        """The process id, None when there is none."""
        return self._worker.pid

    @property
    def starts(self) -> int:
        """How often its process was started."""
        return self._worker.starts

    def address(self, chosen: ModelAddress) -> ModelAddress:
        """Where it is asked, with the times that the operator chose; it costs nothing."""
        base = f"http://{HOST}:{self._port}/v1"
        return replace(chosen, model=f"openai/{NAME}", api_base=base, api_key=NO_KEY, price=FREE)

    async def start(self) -> None:
        """Until it answers. Raises SpeechUnavailable, with what to do about it."""
        try:
            await self._worker.start()
        finally:
            if self._watch is None:
                self._watch = asyncio.create_task(self._keep_looking(), name="the local model")

    async def aclose(self) -> None:
        """End it. May be called twice."""
        watch, self._watch = self._watch, None
        if watch is not None:
            watch.cancel()
            await asyncio.gather(watch, return_exceptions=True)
        await self._worker.aclose()

    async def _keep_looking(self) -> None:
        while True:
            await asyncio.sleep(self._look_every_s)
            if self.ready:
                await self._look()

    async def _look(self) -> None:
        """Whether it works, and how big it is; what does not work is ended."""
        pid = self.pid
        try:
            await self._worker.request(WORD, {}, deadline_ms=self._word_ms)  # the process itself is pinged meanwhile
        except SpeechUnavailable as problem:
            if problem.code != LOST:
                log.error("the local model works no more, and is started again: %s", problem)
                self._kill(pid)
            return
        memory_mb = await asyncio.to_thread(self._memory_mb, pid) if pid is not None else 0
        if memory_mb > MOST_MB:
            log.warning("the local model has %d MB, and is started again", memory_mb)
            self._kill(pid)

    def _kill(self, pid: int | None) -> None:
        """End the process that was looked at, if it is still that one."""
        if pid is not None and self.pid == pid:
            self._worker.kill()


def _free_port() -> int:
    """One that nobody uses now; it is the same for each start of the process, since the address is known by then."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])
