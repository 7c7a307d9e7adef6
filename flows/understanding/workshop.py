"""Where bots are learned: what was learned is kept in a folder, and work that takes time is done elsewhere.

A kept file is read in milliseconds, so that a bot that did not change is ready at once when a process starts. What
other machines learned is taken from where they share it, before anything is learned anew.
"""

import asyncio
import io
import logging
import os
import tempfile
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Executor
from contextlib import asynccontextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Protocol, TypeVar, TypeVarTuple

import numpy as np

from flows.understanding.lessons import Learned, Lesson, learn
from flows.understanding.port import Embedder, Vectors

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

log = logging.getLogger(__name__)

MOST_KEPT = 200
"""Files; a bot of 50 examples has 0.6 MB, one of 10,000 has 37 MB."""
LEARN_DEADLINE_S = 120.0
"""The fit of 10,000 examples takes 8 s of a core; nobody waits for longer than this."""
SMALL = 1_000
"""Examples whose fit takes a quarter of a second, in which numpy lets other threads run: no process is worth it."""
SUFFIX = ".npz"
_T = TypeVar("_T")
_Ts = TypeVarTuple("_Ts")


class Shared(Protocol):
    """Where machines share what they made. Both block, and never raise: what is not there is made."""

    def get(self, name: str) -> bytes | None:
        """A file, if it can be had."""

    def put(self, name: str, data: bytes) -> None:
        """Keep one, if that can be done."""


class Workshop:
    """Learns lessons, or recalls them. The same lesson is learned once, however many ask for it."""

    def __init__(
        self,
        folder: Path | None = None,
        thread: Executor | None = None,
        apart: Callable[[], Executor] | None = None,
        shared: Shared | None = None,
    ) -> None:
        """`folder`: where it is kept, or not at all; `thread`: where files and small fits are done, else in threads of
        asyncio; `apart`: makes what does one large fit, in a process of its own; `shared`: what other machines made."""
        self._folder = folder
        self._thread = thread
        self._apart = apart
        self._shared = shared
        self._locks: dict[str, asyncio.Lock] = {}

    async def learned(self, lesson: Lesson, embedder: Embedder) -> Learned:
        """From what was kept here or elsewhere, else anew."""
        key = await self.here(lesson.key, embedder.versions)
        path = self._folder / f"{key}{SUFFIX}" if self._folder is not None else None
        async with self._alone(key):
            if path is not None and (known := await self._run(self._thread, recall, path, lesson)) is not None:
                return known
            made = await self._from_others(key, lesson)
            if made is None:
                made = await self._fitted(lesson, await embedder.embed(lesson.sentences))
                if self._shared is not None:
                    await self._run(None, self._shared.put, f"{key}{SUFFIX}", await self.here(written, made))
            if path is not None:
                await self._run(self._thread, keep, path, made)
            return made

    @asynccontextmanager
    async def _alone(self, key: str) -> "AsyncIterator[None]":
        """Who comes second waits, and finds what the first one kept."""
        lock = self._locks.setdefault(key, asyncio.Lock())
        try:
            async with lock:
                yield
        finally:
            if not lock.locked():
                self._locks.pop(key, None)

    async def _from_others(self, key: str, lesson: Lesson) -> Learned | None:
        if self._shared is None:
            return None
        data = await self._run(None, self._shared.get, f"{key}{SUFFIX}")  # a network: not in the thread that others use
        return await self.here(_read, io.BytesIO(data), key, lesson) if data is not None else None

    async def _fitted(self, lesson: Lesson, vectors: Vectors) -> Learned:
        if self._apart is None or len(lesson.examples) <= SMALL:
            return await self._run(self._thread, learn, lesson, vectors)
        executor = self._apart()
        try:
            return await asyncio.wait_for(self._run(executor, learn, lesson, vectors), LEARN_DEADLINE_S)
        except (BrokenExecutor, TimeoutError):
            log.warning("the process that learns a bot failed; it is learned here", exc_info=True)
            return await self._run(self._thread, learn, lesson, vectors)
        finally:
            executor.shutdown(wait=False, cancel_futures=True)

    async def here(self, function: Callable[[*_Ts], _T], *arguments: *_Ts) -> _T:
        """Work of some hundred milliseconds, off the event loop."""
        return await self._run(self._thread, function, *arguments)

    async def _run(self, executor: Executor | None, function: Callable[[*_Ts], _T], *arguments: *_Ts) -> _T:
        return await asyncio.get_running_loop().run_in_executor(executor, function, *arguments)


def recall(path: Path, lesson: Lesson) -> Learned | None:
    """What a file keeps; None where there is none, or none that can be read."""
    try:
        with path.open("rb") as file:
            known = _read(file, path.name, lesson)
        os.utime(path)  # the files that were not used for longest go first
    except OSError:
        return None
    return known


def _read(file: IO[bytes], name: str, lesson: Lesson) -> Learned | None:
    try:
        with np.load(file, allow_pickle=False) as arrays:
            return Learned.of_arrays(arrays, lesson)
    except Exception:  # a file that was damaged makes zipfile and numpy raise nearly anything
        log.warning("%s cannot be read; it is made anew", name, exc_info=True)
        return None


def written(learned: Learned) -> bytes:
    """As it is kept: arrays, and nothing that could run."""
    file = io.BytesIO()
    np.savez(file, **learned.arrays())  # type: ignore[arg-type]  # the names are ours
    return file.getvalue()


def keep(path: Path, learned: Learned) -> None:
    """Write a file in one step; without room for it nothing is kept."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix="making-")
        try:
            with os.fdopen(handle, "wb") as file:
                np.savez(file, **learned.arrays())  # type: ignore[arg-type]  # the names are ours
            os.replace(name, path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
        _tidy(path.parent)
    except OSError as problem:
        log.warning("what was learned of a bot is not kept: %s", problem)


def _tidy(folder: Path) -> None:
    files = sorted(folder.glob(f"*{SUFFIX}"), key=lambda file: file.stat().st_mtime)
    for file in files[:-MOST_KEPT]:
        file.unlink(missing_ok=True)
