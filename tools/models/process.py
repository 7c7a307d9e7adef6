"""The process that asks language models, as whoever asks it sees it (docs/adr/0034).

No deadline is kept in there: whoever asks has one, and gives up in time also when the process hangs. One that does not
even answer a ping is ended; what it was asked then fails, and calls go on.
"""

import os
import sys
from collections.abc import AsyncGenerator, Mapping, Sequence
from typing import Any

from flows.understanding.model.port import ModelFailed
from tools.models.problems import NoProcess, ProviderFailed
from tools.models.surroundings import of_worker
from voxloom.telemetry import metrics
from voxloom.workers.frames import FrameError
from voxloom.workers.process import ChildProcess, Manner, Reply

__all__ = ["MOST_REQUESTS", "ModelProcess", "Reply"]

NAME = "the process that asks models"
START_S = 60.0
"""Importing LiteLLM takes five seconds of a free core, and much longer of one that all others want, too."""
LONGEST_BACK_OFF_S = 30.0
"""A process that always dies must not eat a core with its imports."""
PONG_S = 3.0
"""LiteLLM works on its event loop, too: reading a large answer takes it a tenth of a second, its first question one."""
MOST_REQUESTS = 512
"""As many questions as calls that one process takes, and more; only something broken has more of them."""


class ModelProcess(ChildProcess):
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
        program = tuple(argv) or (sys.executable, "-P", "-m", "tools.models.worker.run")
        manner = Manner(
            program, lambda: of_worker(environment), start_s, MOST_REQUESTS, LONGEST_BACK_OFF_S,
            metrics.models_restarted, pong_s,
        )  # fmt: skip
        super().__init__(NAME, manner, _InWords())
        self._closed = False

    async def start(self) -> None:
        """Until the process can be asked. Raises NoProcess, and goes on trying."""
        if self._closed:
            raise self._problems.closed()
        self.begin()
        await self._settled.wait()
        if not self.ready:
            raise self._failure or self._problems.lost()

    async def aclose(self) -> None:
        """End the child and every question; it is not started again. May be called twice."""
        self._closed = True
        await super().aclose()

    async def ask(self, method: str, fields: Mapping[str, Any], payload: bytes = b"") -> AsyncGenerator[Reply, None]:
        """The answer in parts. Closing it ends the question, with its connection. Has no deadline of its own.

        Raises NoProcess at once where the process died and is being started again, ProviderFailed.
        """
        await self.start()
        request = self._send(method, fields, payload)
        try:
            while True:
                reply = await request.replies.get()
                if isinstance(reply, Exception):
                    raise reply
                yield reply
                if reply.last:
                    return
        finally:
            self._abandon(request)


class _InWords:
    """What may go wrong, as whoever asks models is told."""

    def lost(self) -> ModelFailed:
        return NoProcess("the process that asks models has ended, and starts again")

    def closed(self) -> ModelFailed:
        return NoProcess("nobody asks models any more")

    def not_started(self, _problem: OSError) -> ModelFailed:
        return NoProcess("the process that asks models cannot be started")

    def not_loaded(self, fields: Mapping[str, Any]) -> ModelFailed:
        return NoProcess(f"LiteLLM cannot be loaded: {fields.get('kind')}")

    def failed(self, fields: Mapping[str, Any]) -> ModelFailed:
        status, seconds = fields.get("status"), fields.get("retry_after_s")
        return ProviderFailed(
            str(fields.get("kind")),
            status if isinstance(status, int) else None,
            float(seconds) if isinstance(seconds, int | float) else None,
        )

    def taken_back(self) -> ModelFailed:
        return NoProcess("the question was taken back")

    def too_many(self) -> ModelFailed:
        return NoProcess("the process that asks models has too much to do")

    def too_big(self, problem: FrameError) -> ModelFailed:
        return NoProcess(f"that is too much to ask: {problem}")
