"""One program of a cluster: started in a process group of its own, asked whether it is ready, ended."""

import asyncio
import contextlib
import os
import signal
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from deploy.cluster.machine import ends_with_us
from deploy.cluster.problem import CannotRun

LOOK_S = 0.1
"""Between two questions whether a program is ready."""
LAST_WORDS = 600
"""Characters of a log that are shown when its program ends where it should not."""


async def _at_once() -> bool:
    return True


@dataclass(frozen=True)
class Program:
    """How a program is started, how it says that it is ready, and how it is ended."""

    name: str
    command: tuple[str, ...]
    log: Path
    environment: Mapping[str, str] = field(default_factory=dict)
    folder: Path = Path("/")
    ready: Callable[[], Awaitable[bool]] = _at_once
    ready_s: float = 30.0
    """Longer, and it counts as broken."""
    ends_by: signal.Signals = signal.SIGTERM
    end_s: float = 10.0
    """After that it is ended by force."""
    port: int | None = None


class Child:
    """A program and its process, if it has one now."""

    def __init__(self, program: Program, on_change: Callable[[], None] = lambda: None) -> None:
        """`on_change` is called when there is a process, and when there is none any more."""
        self.program = program
        self.starts = 0
        self.taking = False
        """Whether it was ready, and has not ended since."""
        self._on_change = on_change
        self._process: asyncio.subprocess.Process | None = None

    @property
    def pid(self) -> int | None:
        """The process, which leads a group of that number."""
        return self._process.pid if self._process is not None and self._process.returncode is None else None

    async def start(self) -> None:
        """Start it and wait until it is ready. Raises CannotRun."""
        await self._begin()
        until = time.monotonic() + self.program.ready_s
        while not await self.program.ready():
            if self.pid is None:
                raise CannotRun(f"{self.program.name} ended while it was starting: {self.last_words()}")
            if time.monotonic() > until:
                raise CannotRun(
                    f"{self.program.name} is not ready after {self.program.ready_s:g} s: {self.last_words()}"
                )
            await asyncio.sleep(LOOK_S)
        self.taking = True
        self._on_change()

    async def wait(self) -> int:
        """Until it ends; how it did. Nothing of its group is left then."""
        assert self._process is not None
        code = await self._process.wait()
        self.taking = False
        self.kill()
        self._on_change()
        return code

    async def end(self, within_s: float | None = None) -> None:
        """Have it end by itself, or by force when that takes too long. Nothing of its group is left."""
        process = self._process
        if process is None:
            return
        self.taking = False
        with contextlib.suppress(ProcessLookupError):
            process.send_signal(self.program.ends_by)
        try:
            await asyncio.wait_for(process.wait(), self.program.end_s if within_s is None else within_s)
        except TimeoutError:
            self.kill()
            await process.wait()
        self.kill()
        self._on_change()

    def signal(self, number: signal.Signals) -> None:
        """Send it a signal, if it lives."""
        if self.pid is not None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, number)

    def kill(self) -> None:
        """End it by force, with all of its group."""
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)

    def last_words(self) -> str:
        """The end of its log, in a line."""
        try:
            text = self.program.log.read_text("utf-8", errors="replace")[-LAST_WORDS:]
        except OSError:
            text = ""
        return f"{' '.join(text.split()) or 'it said nothing'} ({self.program.log})"

    async def _begin(self) -> None:
        # A session of its own: the Ctrl-C of a terminal reaches the supervisor alone, which ends all in their order.
        # Should the supervisor be killed, its programs are told to end.
        words = ends_with_us(self.program.command)
        with self.program.log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                *words, stdin=asyncio.subprocess.DEVNULL, stdout=log, stderr=log,
                env={**os.environ, **self.program.environment}, cwd=self.program.folder, start_new_session=True,
            )  # fmt: skip
        self.starts += 1
        self._on_change()
