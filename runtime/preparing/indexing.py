"""Making the index of a document, as a job does it: the rows in a thread, the vectors where the models are."""

import asyncio
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import numpy.typing as npt

from runtime.preparing.place import Place, Progress
from tools.knowledge.indexing import Work, make
from tools.knowledge.models import Document
from tools.threads import there

EMBED_S = 90.0
"""For one batch, behind the sentences of callers."""
PART_S = 100.0
"""How long one job makes vectors, of some three thousand passages; the next one goes on."""
DEADLINE_S = 280.0
"""With reading before it (a PDF takes a minute, a sitemap of 500 pages two) and the last batch."""


async def index(document: Document, place: Place, progress: Progress) -> bool:
    """Go on with an index; whether it is whole. Raises CannotRead, Overtaken, SpeechUnavailable."""
    loop = asyncio.get_running_loop()

    def embed(texts: Sequence[str]) -> npt.NDArray[np.float32]:
        return asyncio.run_coroutine_threadsafe(place.workers.embed(texts), loop).result(EMBED_S)

    def tell(share: float, note: str) -> None:
        progress.share, progress.note = share, note

    def run() -> bool:
        with there(document.workspace_id):
            return make(document, Work(embed, place.workers.versions, PART_S, tell))

    thread = ThreadPoolExecutor(1, thread_name_prefix="indexing")
    try:
        return await loop.run_in_executor(thread, run)
    finally:
        thread.shutdown(wait=False)
