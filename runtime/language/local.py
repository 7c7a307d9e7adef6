"""The model of this machine as the serving process sees it: started, watched, started again, and where it is asked."""

import socket
import sys
from dataclasses import replace

from runtime.language.server import HOST, NAME
from runtime.speech.process import WorkerProcess
from tools.models.address import ModelAddress

NO_KEY = "none"
FREE = (0.0, 0.0)


class LocalModel:
    """Belongs to one event loop."""

    def __init__(self) -> None:
        self._port = _free_port()
        argv = (sys.executable, "-P", "-m", "runtime.language.server", str(self._port))
        self._worker = WorkerProcess("language", argv=argv)

    @property
    def ready(self) -> bool:
        """Whether it answers."""
        return self._worker.ready

    @property
    def pid(self) -> int | None:
        """The process id, None when there is none."""
        return self._worker.pid

    def address(self, chosen: ModelAddress) -> ModelAddress:
        """Where it is asked, with the times that the operator chose; it costs nothing."""
        base = f"http://{HOST}:{self._port}/v1"
        return replace(chosen, model=f"openai/{NAME}", api_base=base, api_key=NO_KEY, price=FREE)

    async def start(self) -> None:
        """Until it answers. Raises SpeechUnavailable, with what to do about it."""
        await self._worker.start()

    async def aclose(self) -> None:
        """End it. May be called twice."""
        await self._worker.aclose()


def _free_port() -> int:
    """One that nobody uses now; it is the same for each start of the process, since the address is known by then."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])
