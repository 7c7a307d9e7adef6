"""Making the index of a document, as a job does it: the rows in a thread, the vectors where the models are."""

import asyncio
import threading
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor

import numpy as np
import numpy.typing as npt

from runtime.preparing.place import Place, Progress
from tools.knowledge.indexing import Work, make
from tools.knowledge.models import Document
from tools.threads import there

EMBED_S = 90.0
"""For one batch, behind the sentences of callers."""
PART_S = 100.0
"""How long one job reads pages and makes vectors, of some three thousand passages; the next one goes on."""
DEADLINE_S = 280.0
"""With the last step, which may begin at the end: a page that is fetched for 20 s and read for 60, or a batch."""


async def index(document: Document, place: Place, progress: Progress) -> bool:
    """Go on with an index; whether it is whole. Raises CannotRead, Overtaken, SpeechUnavailable.

    Where it is broken off, its thread begins no other step, and waits for no vectors any more.
    """
    loop, stopped = asyncio.get_running_loop(), threading.Event()
    asked: set[Future[npt.NDArray[np.float32]]] = set()

    def embed(texts: Sequence[str]) -> npt.NDArray[np.float32]:
        future = asyncio.run_coroutine_threadsafe(place.workers.embed(texts), loop)
        asked.add(future)
        if stopped.is_set():
            future.cancel()
        try:
            return future.result(EMBED_S)
        finally:
            asked.discard(future)
            future.cancel()

    def tell(share: float, note: str) -> None:
        progress.share, progress.note = share, note

    def run() -> bool:
        with there(document.workspace_id):
            work = Work(embed, place.workers.versions, PART_S, tell, wanted=lambda: not stopped.is_set())
            return make(document, work)

    thread = ThreadPoolExecutor(1, thread_name_prefix="indexing")
    try:
        return await loop.run_in_executor(thread, run)
    finally:
        stopped.set()
        for future in tuple(asked):
            future.cancel()
        thread.shutdown(wait=False)
