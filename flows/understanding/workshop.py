"""Where bots are learned: what was learned is kept in a folder, and work that takes time is done elsewhere.

A kept file is read in milliseconds, so that a bot that did not change is ready at once when a process starts.
"""

import asyncio
import logging
import os
import tempfile
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Executor
from pathlib import Path
from typing import TypeVar, TypeVarTuple

import numpy as np

from flows.understanding.lessons import Learned, Lesson, learn
from flows.understanding.port import Embedder, Vectors

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


class Workshop:
    """Learns lessons, or recalls them."""

    def __init__(
        self,
        folder: Path | None = None,
        thread: Executor | None = None,
        apart: Callable[[], Executor] | None = None,
    ) -> None:
        """`folder`: where it is kept, or not at all; `thread`: where files and small fits are done, else in threads of
        asyncio; `apart`: makes what does one large fit, in a process of its own."""
        self._folder = folder
        self._thread = thread
        self._apart = apart

    async def learned(self, lesson: Lesson, embedder: Embedder) -> Learned:
        """From what was kept, else anew."""
        key = await self.here(lesson.key, embedder.versions)
        path = self._folder / f"{key}{SUFFIX}" if self._folder is not None else None
        if path is not None and (known := await self._run(self._thread, recall, path, lesson)) is not None:
            return known
        vectors = await embedder.embed(lesson.sentences)
        made = await self._fitted(lesson, vectors)
        if path is not None:
            await self._run(self._thread, keep, path, made)
        return made

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
        with path.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
            known = Learned.of_arrays(arrays, lesson)
        os.utime(path)  # the files that were not used for longest go first
    except FileNotFoundError:
        return None
    except Exception:  # a file that was damaged makes zipfile and numpy raise nearly anything
        log.warning("%s cannot be read; it is made anew", path.name, exc_info=True)
        return None
    return known


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
