"""A program that a benchmark starts, measures and stops; its first line of output says in JSON that it is ready."""

import asyncio
import contextlib
import json
import os
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

STOP_SECONDS = 5.0
LAST_WORDS_BYTES = 3000
_TICKS_PER_S = os.sysconf("SC_CLK_TCK")
_STARTED_WITH = os.getpriority(os.PRIO_PROCESS, 0)  # a benchmark may raise its own afterwards: its clock must not wait


class NotReady(RuntimeError):
    """The program did not get ready; the text has its last words."""


class Child:
    """One process, as an async context manager; `told` is what its first line said."""

    def __init__(
        self,
        command: Sequence[str | Path],
        *,
        environment: Mapping[str, str],
        log: Path,
        ready_seconds: float,
        cores: Collection[int] = (),
    ) -> None:
        """`log` gets its standard error; with `cores` it runs on these alone."""
        self._command = [str(part) for part in command]
        self._environment = dict(environment)
        self._log = log
        self._ready_seconds = ready_seconds
        self._cores = tuple(cores)
        self._process: asyncio.subprocess.Process | None = None
        self.told: dict[str, Any] = {}

    async def __aenter__(self) -> Self:
        with self._log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                *self._command,
                env=self._environment,
                stdout=asyncio.subprocess.PIPE,
                stderr=log,
                preexec_fn=self._place,
            )
        assert self._process.stdout is not None
        try:
            async with asyncio.timeout(self._ready_seconds):
                line = await self._process.stdout.readline()
            self.told = json.loads(line)
        except (TimeoutError, ValueError):
            await self.stop()
            raise NotReady(f"{self._command[1]} did not get ready; its last words:\n{self.last_words()}") from None
        except BaseException:
            await self.stop()
            raise
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    def _place(self) -> None:
        """In the new process."""
        _first_priority()
        if self._cores:
            os.sched_setaffinity(0, self._cores)

    def last_words(self) -> str:
        """The end of its standard error."""
        return self._log.read_bytes()[-LAST_WORDS_BYTES:].decode(errors="replace")

    def cpu_seconds(self) -> float:
        """Processor time of the process so far, all its threads."""
        assert self._process is not None
        # The name in brackets may hold spaces; the fields are counted from behind it.
        fields = Path(f"/proc/{self._process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / _TICKS_PER_S

    async def stop(self) -> None:
        """Ask it to end, then make it; may be called twice."""
        process = self._process
        if process is None or process.returncode is not None:
            return
        with contextlib.suppress(ProcessLookupError):
            process.terminate()
        try:
            async with asyncio.timeout(STOP_SECONDS):
                await process.wait()
        except TimeoutError:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()


def _first_priority() -> None:
    """What is measured gets the priority that the benchmark was started with, not the one that it gave itself."""
    os.setpriority(os.PRIO_PROCESS, 0, _STARTED_WITH)
