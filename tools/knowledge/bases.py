"""The indexes of one process: made of rows in threads, kept as long as their versions are in use."""

import asyncio
import logging
import math
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any

from django.db import DatabaseError, InterfaceError
from django.utils import timezone

from flows.understanding.port import Embedder
from tools.knowledge import loading
from tools.knowledge.answering import Answer, answered
from tools.knowledge.in_database import InDatabase
from tools.knowledge.index import Document, Index
from tools.knowledge.loading import Standing
from tools.knowledge.question import Question, question_of
from tools.threads import in_workspace

log = logging.getLogger(__name__)

LOOK_EVERY_S = 5.0
"""How old what is known of documents may be: so soon a new version answers."""
OLDEST_S = 60.0
"""What is older, since nobody has asked meanwhile, is looked at before anything is answered: a document may be gone, or
be too old to be quoted."""
BORNE_S = 600.0
"""The same while the database is away; after that nobody knows what may be quoted."""
MOST_INDEXES = 32
MOST_PASSAGES = 60_000
"""Kept in memory together, whatever is asked for: the base that was not asked for the longest makes room. One that is
larger by itself is kept alone."""
THREADS = 2
Key = tuple[int, tuple[tuple[str, int], ...]]
InWorkspace = Callable[..., Any]


class Bases:
    """Belongs to an event loop."""

    def __init__(
        self,
        embedder: Embedder,
        clock: Callable[[], float] = time.monotonic,
        now: Callable[[], datetime] = timezone.now,
        in_workspace: InWorkspace = in_workspace,
    ) -> None:
        """`embedder` makes the vectors of questions; `clock` gives seconds; `in_workspace`: the database for whoever is
        on a loop."""
        self._embedder = embedder
        self._clock = clock
        self._in_workspace = in_workspace
        self.now = now
        self._standings: dict[int, tuple[float, Mapping[str, Standing]]] = {}
        self._looking: dict[int, asyncio.Task[Mapping[str, Standing]]] = {}
        self._indexes: dict[Key, Index] = {}
        self._making: dict[Key, asyncio.Task[Index | None]] = {}
        self._thread = ThreadPoolExecutor(THREADS, thread_name_prefix="knowledge")

    async def standings(self, workspace: int) -> Mapping[str, Standing]:
        """The documents of a workspace, as they stood a few seconds ago, at most a minute. Raises what looking raises,
        the first time, and where the database was away for long."""
        known = self._standings.get(workspace)
        age = self._clock() - known[0] if known is not None else math.inf
        if known is not None and age < LOOK_EVERY_S:
            return known[1]
        if workspace not in self._looking:
            task = asyncio.create_task(self._look(workspace), name=f"documents of workspace {workspace}")
            self._looking[workspace] = task
            task.add_done_callback(lambda done: self._looked(workspace, done))
        if known is not None and age < OLDEST_S:
            return known[1]
        try:
            return await asyncio.shield(self._looking[workspace])
        except (DatabaseError, InterfaceError):
            if known is None or age >= BORNE_S:
                raise
            return known[1]

    async def _look(self, workspace: int) -> Mapping[str, Standing]:
        found: Mapping[str, Standing] = await self._in_workspace(workspace, loading.standings, self._embedder.versions)
        self._standings[workspace] = self._clock(), found
        return found

    def _looked(self, workspace: int, task: "asyncio.Task[Mapping[str, Standing]]") -> None:
        self._looking.pop(workspace, None)
        if not task.cancelled() and (problem := task.exception()) is not None:
            log.warning("nobody knows what documents there are: %s", type(problem).__name__)

    async def index(self, workspace: int, names: Sequence[str]) -> Index | None:
        """The index of some documents; the one before while a newer one is made; None where none of them has one."""
        known = await self.standings(workspace)
        found = {name: known[name].version for name in dict.fromkeys(names) if name in known}
        wanted = tuple((name, version) for name, version in found.items() if version is not None)
        if not wanted:
            return None
        key: Key = workspace, wanted
        if (index := self._used(key)) is not None:
            return index
        if key not in self._making:
            task = asyncio.create_task(self._make(key), name=f"index of {len(wanted)} documents")
            self._making[key] = task
            task.add_done_callback(lambda done: self._made(key, done))
        before = self._before(key)
        return before if before is not None else await asyncio.shield(self._making[key])

    def _used(self, key: Key) -> Index | None:
        """An index that is there, which is the last one to make room now."""
        index = self._indexes.pop(key, None)
        if index is not None:
            self._indexes[key] = index
        return index

    def _before(self, key: Key) -> Index | None:
        """An index of older versions of the same documents."""
        found = next((other for other in reversed(self._indexes) if _same_documents(other, key)), None)
        return self._used(found) if found is not None else None

    async def _make(self, key: Key) -> Index | None:
        workspace, wanted = key
        documents = await self._in_workspace(workspace, loading.loaded, wanted)
        if not documents:
            return None
        return await asyncio.get_running_loop().run_in_executor(self._thread, _index_of, documents)

    def _made(self, key: Key, task: "asyncio.Task[Index | None]") -> None:
        self._making.pop(key, None)
        if task.cancelled():
            return
        if (problem := task.exception()) is not None:
            log.warning("an index cannot be loaded: %s", type(problem).__name__)
        elif (index := task.result()) is not None:
            for old in [known for known in self._indexes if _same_documents(known, key)]:
                del self._indexes[old]
            self._make_room(len(index))
            self._indexes[key] = index

    def _make_room(self, passages: int) -> None:
        while self._indexes:
            kept = sum(len(index) for index in self._indexes.values())
            if len(self._indexes) < MOST_INDEXES and kept + passages <= MOST_PASSAGES:
                return
            del self._indexes[next(iter(self._indexes))]

    async def answer(self, workspace: int, index: Index, text: str, names: Sequence[str]) -> Answer | None:
        """What some documents of an index say to a question. Raises what the embedder raises, and what the database
        does where it has the vectors."""
        loop = asyncio.get_running_loop()
        question: Question = await loop.run_in_executor(self._thread, question_of, text, index)
        if not question.terms:
            return None
        vectors = await self._embedder.embed(question.to_embed)
        if index.vectors.asks_database:
            found: Answer | None = await self._in_workspace(workspace, answered, question, vectors, index, tuple(names))
            return found
        return await loop.run_in_executor(self._thread, answered, question, vectors, index, tuple(names))

    async def aclose(self) -> None:
        """Nobody asks any more. May be called twice."""
        tasks = [*self._looking.values(), *self._making.values()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._thread.shutdown(wait=False)


def _same_documents(one: Key, other: Key) -> bool:
    """Whatever their versions."""
    return one[0] == other[0] and [name for name, _ in one[1]] == [name for name, _ in other[1]]


def _index_of(documents: Sequence[Document]) -> Index:
    stay = {document.name: document.kept for document in documents if document.kept is not None}
    return Index(documents, InDatabase(stay) if stay else None)
