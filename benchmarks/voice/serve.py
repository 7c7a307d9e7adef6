"""The server under measure: `manage.py serve` with its counts on /readyz, a slow tool, and if asked no speech models.

Started by house.py. The first line of standard output is JSON with the `address`.
"""

import argparse
import asyncio
import ctypes
import gc
import json
import os
import signal
import sys
import time
from collections.abc import Awaitable, Callable
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "voxloom.settings")
django.setup()

from benchmarks.voice.stub_speech import stub_worker  # noqa: E402
from runtime import service  # noqa: E402
from runtime.sessions.call import Call  # noqa: E402
from runtime.speech.service import SpeechWorkers  # noqa: E402
from tools.registry import tool  # noqa: E402
from voxloom.asgi import application  # noqa: E402
from voxloom.serving import House, listen  # noqa: E402
from voxloom.telemetry import readiness  # noqa: E402

SLOW_TOOL_S = 2.0
STEP_S = 0.02
LATE_S = 0.05


@tool("voice_benchmark_archive")
async def archive() -> dict[str, str]:
    """Take two seconds, as other people's systems do."""
    await asyncio.sleep(SLOW_TOOL_S)
    return {"found": "your document"}


class Measured(service.RuntimeService):
    """The runtime, which also adds up what its calls have counted."""

    def __init__(self, workers: SpeechWorkers | None = None) -> None:
        super().__init__(workers)
        self._over = dict.fromkeys((*_PLAYED, *_TRIALS), 0)
        self._open: dict[str, Call] = {}
        self._looking: asyncio.Task[None] | None = None
        self._steps = self._steps_late = 0

    def open_call(self, *args: Any, **options: Any) -> Call:
        """As it is, and remembered until its counts have been taken."""
        call = super().open_call(*args, **options)
        self._open[call.call_id] = call
        return call

    def counted(self, name: str) -> int:
        """Over all calls so far."""
        return self._over[name] + sum(_counts(call)[name] for call in list(self._open.values()))

    async def _run(self, call: Call, on_end: Callable[[], Awaitable[None]]) -> None:
        try:
            await super()._run(call, on_end)
        finally:
            for key, value in _counts(self._open.pop(call.call_id)).items():
                self._over[key] += value

    async def start(self) -> None:
        """Come up, and show the figures."""
        await super().start()
        for name in self._over:
            readiness.register_figure(name, lambda name=name: self.counted(name))  # type: ignore[misc]
        loop = asyncio.get_running_loop()  # figures are asked for in a thread
        readiness.register_figure("tasks", lambda: len(asyncio.all_tasks(loop)))
        readiness.register_figure("speech_requests", self._waiting)
        self._looking = asyncio.create_task(self._look(), name="steps of the loop")
        readiness.register_figure("loop_steps", lambda: self._steps)
        readiness.register_figure("loop_steps_late", lambda: self._steps_late)

    async def aclose(self) -> None:
        """End everything."""
        if self._looking is not None:
            self._looking.cancel()
        await super().aclose()

    async def _look(self) -> None:
        """Count steps of the loop, and those that were late, so that a stretch of time can be told by itself."""
        while True:
            before = time.monotonic()
            await asyncio.sleep(STEP_S)
            self._steps += 1
            self._steps_late += time.monotonic() - before - STEP_S > LATE_S

    def _waiting(self) -> int:
        """Requests that the speech workers have not answered yet."""
        workers = (self.workers.recogniser, self.workers.voice, self.workers.vectors)
        return sum(worker.waiting for worker in workers)


_PLAYED = ("sent_packets", "underruns", "late_sendings", "reanchored")
_TRIALS = ("started", "kept", "discarded", "models_wasted", "characters_wasted")


def _counts(call: Call) -> dict[str, int]:
    played, tried = call.playout.counts, call._trials.counts
    return {
        "sent_packets": played.packets,
        "underruns": played.underruns,
        "late_sendings": played.late_sendings,
        "reanchored": played.reanchored,
        **{name: getattr(tried, name) for name in _TRIALS},
    }


def without_models() -> SpeechWorkers:
    """Recogniser and voice as a service elsewhere, on the real protocol; sentence vectors are the real ones."""
    return SpeechWorkers(recogniser=stub_worker("recogniser"), voice=stub_worker("voice"))


def tidy(*_: object) -> None:
    """Give back what is garbage, so that the memory that is left is in use: SIGUSR1 asks for it."""
    gc.collect()
    ctypes.CDLL(None).malloc_trim(0)


def main() -> int:
    """Serve until told to stop."""
    signal.signal(signal.SIGUSR1, tidy)
    parser = argparse.ArgumentParser(description="The server that the voice benchmark calls.")
    parser.add_argument("--stub-speech", action="store_true", help="no speech models")
    parser.add_argument("--port", type=int, required=True)
    options = parser.parse_args()

    def announce(host: str, port: int) -> None:
        sys.stdout.write(json.dumps({"address": f"http://{host}:{port}"}) + "\n")
        sys.stdout.flush()

    def runtime() -> Measured:
        return Measured(without_models() if options.stub_speech else None)

    listener = listen("127.0.0.1", options.port)
    return 0 if House(application, listener, runtime, service.ready, announce).run() else 1


if __name__ == "__main__":
    sys.exit(main())
