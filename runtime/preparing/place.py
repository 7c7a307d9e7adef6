"""Where a job finds models: those of the serving process that it runs in, else workers of its own while it runs.

A thread of a serving process hands its work to the event loop of the calls, where the models are asked one after the
other. A Celery worker has none of that: it starts the one worker process that it needs, and ends it.
"""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, TypeVar

from django.conf import settings

from flows.understanding.workshop import Workshop
from runtime.preparing.shared import shared_lessons, shared_prompts
from runtime.speech.hosted.service import HostedSpeech
from runtime.speech.service import SpeechWorkers
from runtime.speech.store import ClauseStore
from tools.given import Gifts, GivenThere
from tools.models.book import Database
from tools.models.process import ModelProcess
from tools.models.purse import Purse
from tools.speech.providers import SpeechProviders
from voxloom import jobs
from voxloom.accounts.environments import PRODUCTION

TELL_EVERY_S = 2.0
"""How often a job says how far it is."""
Needs = Literal["vectors", "voice"]
T = TypeVar("T")


@dataclass(frozen=True)
class Place:
    """What a job works with."""

    workers: SpeechWorkers
    workshop: Workshop
    hosted: HostedSpeech | None = None
    """What speaks for bots whose voice is hosted; None: this machine."""


@dataclass
class Progress:
    """How far the work is, from 0 to 1; the work writes it, the job tells it."""

    share: float = 0.0
    note: str = ""


@dataclass(frozen=True)
class _Lent:
    place: Place
    loop: asyncio.AbstractEventLoop


_lent: _Lent | None = None
_stopping = False
STOPS = "the process that worked on it stopped"
Work = Callable[[Place, Progress], Coroutine[Any, Any, T]]


def lend(place: Place | None) -> None:
    """Jobs of this process work in the place of the running loop from now on; None: no more, as it stops."""
    global _lent, _stopping
    _stopping = place is None and _lent is not None
    _lent = _Lent(place, asyncio.get_running_loop()) if place is not None else None


def is_lent() -> bool:
    """Whether this is a serving process."""
    return _lent is not None or _stopping


def own_workers() -> SpeechWorkers:
    """Workers of a job's own; the one that it needs is started."""
    return SpeechWorkers(store=own_prompts())


def done(work: Work[T], needs: Needs, deadline_s: float) -> T:
    """What comes of some work, in the thread of a job.

    Raises TimeoutError, what the work raises, and TryAgain where the serving process stops in the middle of it.
    """
    lent, progress = _lent, Progress()
    if _stopping:
        raise jobs.TryAgain(STOPS)
    if lent is not None:
        future = asyncio.run_coroutine_threadsafe(_in_time(work(lent.place, progress), deadline_s), lent.loop)
        try:
            return _told(future, progress, lambda: _lent is lent)
        except Exception as problem:
            if _lent is lent:
                raise
            raise jobs.TryAgain(STOPS) from problem  # whatever broke on the way down
    with ThreadPoolExecutor(1, thread_name_prefix="job-loop") as thread:
        return _told(thread.submit(asyncio.run, _by_itself(work, needs, progress, deadline_s)), progress)


def _told(future: "Future[T]", progress: Progress, works: Callable[[], bool] = lambda: True) -> T:
    """Wait for it, and tell how far it is: a job is told of in the thread that runs it. Raises TryAgain where nobody
    works on it any more: a loop that has stopped never says so."""
    while not wait({future}, TELL_EVERY_S).done:
        if not works():
            raise jobs.TryAgain(STOPS)
        jobs.tell_progress(progress.share, progress.note)
    return future.result()


async def _in_time(work: Awaitable[T], deadline_s: float) -> T:
    async with asyncio.timeout(deadline_s):
        return await work


async def _by_itself(work: Work[T], needs: Needs, progress: Progress, deadline_s: float) -> T:
    workers, models, purse, gifts = own_workers(), ModelProcess(), Purse(Database()), Gifts()
    providers = SpeechProviders(models, purse)
    hosted = HostedSpeech(workers, providers, lambda workspace: GivenThere(gifts, workspace, PRODUCTION))
    place = Place(workers, Workshop(own_lessons(), shared=shared_lessons()), hosted)
    try:
        async with asyncio.timeout(deadline_s):
            await (workers.vectors if needs == "vectors" else workers.voice).start()
            return await work(place, progress)
    finally:
        await asyncio.gather(workers.aclose(), models.aclose())
        hosted.close()
        purse.close()
        gifts.close()


def own_lessons() -> Path:
    """The folder of this machine for what was learned of bots."""
    return Path(settings.DATA_DIR) / "understanding"


def own_prompts() -> ClauseStore:
    """This machine's spoken prompts, and those of others."""
    return ClauseStore(Path(settings.DATA_DIR) / "prompts", shared=shared_prompts())
