"""The index of a document is made by a job, with the vectors of the place in which it runs."""

import asyncio
import threading
from collections.abc import Sequence
from typing import Any

import pytest

from flows.understanding.port import Vectors
from runtime.preparing import place as placing
from runtime.preparing.indexing import index
from runtime.preparing.place import Place, Progress
from runtime.speech.service import SpeechWorkers
from tests.tools.knowledge.hashed import POLICY, HashedEmbedder
from tools.knowledge import indexing
from tools.knowledge.keeping import INDEX, Upload, add_file
from tools.knowledge.models import Document
from voxloom.jobs import outbox
from voxloom.jobs.models import Job

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("main")]


class Workers(SpeechWorkers):
    """Vectors of words, in the place of the models."""

    def __init__(self, fails: bool = False) -> None:
        self._inner, self._fails = HashedEmbedder(), fails

    @property
    def versions(self) -> str:  # type: ignore[override]
        """Theirs."""
        return self._inner.versions

    async def embed(self, sentences: Sequence[str], **_: Any) -> Vectors:
        """One row a sentence."""
        if self._fails:
            raise OSError("away")
        return await self._inner.embed(sentences)


def run_all(monkeypatch: pytest.MonkeyPatch, workers: Workers) -> None:
    def done(work: Any, needs: str, deadline_s: float) -> Any:
        assert needs == "vectors"
        return asyncio.run(asyncio.wait_for(work(Place(workers, None), Progress()), deadline_s))  # type: ignore[arg-type]

    monkeypatch.setattr(placing, "done", done)
    while (job := Job.objects.filter(name=INDEX, state=Job.State.WAITING, tries=0).first()) is not None:
        outbox.run(job.pk)


def test_a_job_makes_it(monkeypatch: pytest.MonkeyPatch) -> None:
    add_file("policy", Upload("policy.md", POLICY.encode()))
    run_all(monkeypatch, Workers())
    document = Document.objects.select_related("current").get()
    assert (document.state, document.current is not None) == ("ready", True)
    assert Job.objects.get().state == Job.State.DONE


def test_what_one_job_has_no_time_for_the_next_one_makes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(indexing, "AT_ONCE", 1)
    monkeypatch.setattr("runtime.preparing.indexing.PART_S", 0.0)
    add_file("policy", Upload("policy.md", POLICY.encode()))
    outbox_run = outbox.run

    def run(number: int) -> bool:
        ran = outbox_run(number)
        monkeypatch.setattr("runtime.preparing.indexing.PART_S", 60.0)
        return ran

    monkeypatch.setattr(outbox, "run", run)
    run_all(monkeypatch, Workers())
    assert [job.arguments["part"] for job in Job.objects.order_by("pk")] == [0, 1]
    assert Document.objects.get().state == "ready"


def test_what_cannot_be_read_is_told_and_is_no_failure_of_the_job(monkeypatch: pytest.MonkeyPatch) -> None:
    add_file("policy", Upload("policy.pdf", b"%PDF-1.4 broken"))
    run_all(monkeypatch, Workers())
    document = Document.objects.get()
    assert (document.state, "damaged" in document.problem) == ("failed", True)
    assert Job.objects.get().state == Job.State.DONE


def test_models_that_are_away_are_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    add_file("policy", Upload("policy.md", POLICY.encode()))
    run_all(monkeypatch, Workers(fails=True))
    job = Job.objects.get()
    assert (job.state, job.tries) == (Job.State.WAITING, 1)
    assert "tried again" in Document.objects.get().problem


def test_a_document_that_is_gone_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    add_file("policy", Upload("policy.md", POLICY.encode()))
    Document.objects.all().delete()
    run_all(monkeypatch, Workers())
    assert Job.objects.get().state == Job.State.DONE


def test_a_job_that_is_broken_off_leaves_no_thread_behind() -> None:
    add_file("policy", Upload("policy.md", POLICY.encode()))
    row = Document.objects.select_related("current").get()

    class Stuck(Workers):
        """Never comes back."""

        def __init__(self) -> None:
            super().__init__()
            self.asked = asyncio.Event()

        async def embed(self, sentences: Sequence[str], **_: Any) -> Vectors:
            """Says that it was asked."""
            self.asked.set()
            await asyncio.Event().wait()
            raise AssertionError

    async def run() -> list[threading.Thread]:
        workers = Stuck()
        task = asyncio.create_task(index(row, Place(workers, None), Progress()))  # type: ignore[arg-type]
        await workers.asked.wait()
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        return [thread for thread in threading.enumerate() if thread.name.startswith("indexing")]

    for thread in asyncio.run(run()):
        thread.join(30)
        assert not thread.is_alive()
    assert Document.objects.get().state == "indexing"
