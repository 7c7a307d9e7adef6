"""Where jobs work: on the loop of a serving process, or with a worker of their own that ends with them."""

import asyncio
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.understanding.workshop import Workshop
from runtime.preparing import place as placing
from runtime.preparing.place import Place, Progress, done, is_lent, lend
from runtime.speech.errors import SpeechUnavailable
from runtime.speech.process import WorkerProcess
from runtime.speech.service import SpeechWorkers
from voxloom import jobs

FAKE = Path(__file__).parents[1] / "speech" / "fake_worker.py"
DEADLINE_S = 30.0


def fake(*mode: str) -> WorkerProcess:
    return WorkerProcess("fake", argv=(sys.executable, "-P", str(FAKE), *mode))


class Own:
    """Workers of a job's own, and what became of them."""

    def __init__(self) -> None:
        self.made: list[SpeechWorkers] = []

    def __call__(self) -> SpeechWorkers:
        workers = SpeechWorkers(recogniser=fake(), voice=fake(), vectors=fake())
        self.made.append(workers)
        return workers


@pytest.fixture(autouse=True)
def own(monkeypatch: pytest.MonkeyPatch) -> Own:
    """What jobs start for themselves: without models, but real processes."""
    own = Own()
    monkeypatch.setattr(placing, "own_workers", own)
    return own


@pytest.fixture
def serving() -> Iterator[tuple[asyncio.AbstractEventLoop, Place]]:
    """The loop of a serving process, in a thread, which lends its place."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="serving")
    thread.start()
    place = Place(SpeechWorkers(), Workshop())

    async def lent(given: Place | None) -> None:
        lend(given)

    asyncio.run_coroutine_threadsafe(lent(place), loop).result(DEADLINE_S)
    yield loop, place
    asyncio.run_coroutine_threadsafe(lent(None), loop).result(DEADLINE_S)
    loop.call_soon_threadsafe(loop.stop)
    thread.join(DEADLINE_S)
    loop.close()


def test_in_a_serving_process_the_work_is_done_on_its_loop(
    serving: tuple[asyncio.AbstractEventLoop, Place], own: Own
) -> None:
    loop, place = serving

    async def work(where: Place, _progress: Progress) -> str:
        assert asyncio.get_running_loop() is loop
        assert where is place
        return threading.current_thread().name

    assert is_lent()
    assert done(work, "vectors", DEADLINE_S) == "serving"
    assert own.made == []


def test_without_one_the_job_starts_the_worker_that_it_needs_and_ends_it(own: Own) -> None:

    async def work(where: Place, _progress: Progress) -> list[bool]:
        assert (await where.workers.embed(["hello"])).shape == (1, 896)
        return [worker.ready for worker in (where.workers.vectors, where.workers.voice, where.workers.recogniser)]

    assert not is_lent()
    assert done(work, "vectors", DEADLINE_S) == [True, False, False]
    assert own.made[0].vectors.pid is None


async def fails(_where: Place, _progress: Progress) -> None:
    raise SpeechUnavailable("speech_late", "Too late.", "")


async def hangs(_where: Place, _progress: Progress) -> None:
    await asyncio.Event().wait()


@pytest.mark.usefixtures("serving")
def test_what_goes_wrong_on_the_loop_is_the_jobs_failure() -> None:
    with pytest.raises(SpeechUnavailable):
        done(fails, "voice", DEADLINE_S)
    with pytest.raises(TimeoutError):
        done(hangs, "voice", 0.05)


def test_what_breaks_because_the_process_stops_is_tried_again(
    serving: tuple[asyncio.AbstractEventLoop, Place],
) -> None:
    async def stops(_where: Place, _progress: Progress) -> None:
        lend(None)
        raise RuntimeError("cannot schedule new futures after shutdown")

    with pytest.raises(jobs.TryAgain):
        done(stops, "voice", DEADLINE_S)
    with pytest.raises(jobs.TryAgain):  # and no worker is started for what comes after that
        done(hangs, "voice", DEADLINE_S)


def test_a_loop_that_has_stopped_keeps_no_job(
    serving: tuple[asyncio.AbstractEventLoop, Place], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(placing, "TELL_EVERY_S", 0.02)

    async def stops(_where: Place, _progress: Progress) -> None:
        lend(None)
        await asyncio.Event().wait()

    with pytest.raises(jobs.TryAgain):
        done(stops, "voice", DEADLINE_S)


def test_without_a_serving_process_it_fails_alike_and_the_worker_ends(own: Own) -> None:
    with pytest.raises(SpeechUnavailable):
        done(fails, "voice", DEADLINE_S)
    with pytest.raises(TimeoutError):
        done(hangs, "voice", 5.0)
    assert [workers.voice.pid for workers in own.made] == [None, None]


def test_how_far_it_is_is_told_in_the_thread_of_the_job(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[tuple[str, float, str]] = []
    half = threading.Event()

    def tell(share: float, note: str) -> None:
        told.append((threading.current_thread().name, share, note))
        if share == 0.5:
            half.set()

    monkeypatch.setattr(jobs, "tell_progress", tell)
    monkeypatch.setattr(placing, "TELL_EVERY_S", 0.02)

    async def work(_where: Place, progress: Progress) -> None:
        progress.share, progress.note = 0.5, "half"
        await asyncio.to_thread(half.wait, DEADLINE_S)

    done(work, "vectors", DEADLINE_S)
    assert half.is_set()
    assert {name for name, _, _ in told} == {threading.current_thread().name}
    assert told[-1][1:] == (0.5, "half")
