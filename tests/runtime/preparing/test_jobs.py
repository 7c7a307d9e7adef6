"""What is made of a version by jobs: learned and spoken once, where every process of every machine finds it."""

import asyncio
import io
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from pytest_django.fixtures import Settings

from flows.catalogue import publish
from flows.preparing import LEARN, SPEAK, state_of
from flows.understanding.port import Vectors
from flows.understanding.trained import train
from flows.understanding.workshop import Workshop
from runtime.preparing import jobs as tested
from runtime.preparing import place as placing
from runtime.preparing.place import own_lessons
from runtime.preparing.shared import shared_lessons, shared_prompts
from runtime.preparing.speaking import prompts_of
from runtime.speech.process import WorkerProcess
from runtime.speech.service import SpeechWorkers
from runtime.speech.store import ClauseStore
from tests.tools.speech.fake_speech import served
from voxloom.given.keeping import give
from voxloom.jobs import outbox
from voxloom.jobs.models import Job
from voxloom.shared import backing

FAKE = Path(__file__).parents[1] / "speech" / "fake_worker.py"
TEXT = """
voxloom: 1
bot: small
start: welcome
voice: {speaker: joe}
intents:
  pay: {description: paying, examples: [I want to pay, a payment please]}
  ask: {description: asking, examples: [I have a question, may I ask something]}
flows:
  welcome: {nodes: {hello: {type: say, say: Good morning from the bank., next: end}}}
  pay: {triggers: [pay], nodes: {done: {type: say, say: Paid., next: end}}}
  ask: {triggers: [ask], nodes: {done: {type: say, say: Asked., next: end}}}
"""
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("main", "machines")]


class Asked:
    """No vectors: whoever needs some has not found what was learned."""

    def __init__(self, versions: str) -> None:
        self.versions = versions

    async def embed(self, sentences: Sequence[str]) -> Vectors:
        raise AssertionError("it was learned before")


def fake() -> WorkerProcess:
    return WorkerProcess("fake", argv=(sys.executable, "-P", str(FAKE), "opus"))


def workers() -> SpeechWorkers:
    return SpeechWorkers(recogniser=fake(), voice=fake(), vectors=fake(), store=placing.own_prompts())


@pytest.fixture
def machines(tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A worker machine with a folder of its own, and a folder that all machines share."""
    settings.DATA_DIR, settings.FILE_STORE = tmp_path / "worker", tmp_path / "shared"
    backing.forget()
    monkeypatch.setattr(placing, "own_workers", workers)
    yield
    backing.forget()


def run_all() -> list[str]:
    ran = []
    while due := outbox.due():
        for number in due:
            outbox.run(number)
            row = Job.objects.get(pk=number)
            if row.name in (LEARN, SPEAK):
                ran.append(f"{row.name} {row.state} {row.error}".strip())
    return ran


def move_on(settings: Settings, name: str) -> None:
    settings.DATA_DIR = settings.DATA_DIR.parent / name


def test_a_published_version_is_learned_and_spoken_and_another_machine_takes_it(settings: Settings) -> None:
    publish(TEXT)
    assert run_all() == [f"{LEARN} done", f"{SPEAK} done"]
    prompts = prompts_of(TEXT, 1)
    assert prompts is not None
    assert prompts.clauses[0] == "Good morning from the bank."
    assert len(backing.files().keys("prompts/")) == len(prompts.clauses)
    assert len(backing.files().keys("lessons/")) == 1
    move_on(settings, "serving")

    async def serve() -> None:
        from flows.loader.load import load_text
        from flows.vectors.versions import versions

        bot = load_text(TEXT).bot
        assert bot is not None
        await train(bot, Asked(versions()), Workshop(own_lessons(), shared=shared_lessons()))
        here = SpeechWorkers(store=placing.own_prompts())  # no worker of it is ever started
        try:
            made = [clause async for clause in here.prepared(prompts.clauses, voice=prompts.bot.voice.speaker)]
        finally:
            await here.aclose()
        assert made == list(prompts.clauses)

    asyncio.run(serve())
    assert len(list((settings.DATA_DIR / "prompts").rglob("*.clause"))) == len(prompts.clauses)
    assert len(list((settings.DATA_DIR / "understanding").iterdir())) == 1


def test_prompts_are_spoken_in_several_jobs_each_of_which_goes_on_where_the_last_one_ended(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(tested, "SPEAK_S", 0.0)  # one prompt a job
    version = publish(TEXT)
    prompts = prompts_of(TEXT, 1)
    assert prompts is not None
    assert run_all().count(f"{SPEAK} done") == len(prompts.clauses)
    rows = Job.objects.filter(name=SPEAK).order_by("pk")
    assert [row.arguments.get("begin", 0) for row in rows] == list(range(len(prompts.clauses)))
    assert state_of(SPEAK, version.content_hash) == "done"
    assert len(backing.files().keys("prompts/")) == len(prompts.clauses)


def test_a_job_that_runs_twice_makes_nothing_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    version = publish(TEXT)
    run_all()
    before = {key: backing.files().get(key) for key in backing.files().keys()}  # noqa: SIM118 - no dict
    spoken: list[str] = []

    class Silent(SpeechWorkers):
        async def _make(self, voice: str, speed: float, clause: str) -> None:
            spoken.append(clause)

    monkeypatch.setattr(
        placing.done,
        "__defaults__",
        (lambda: Silent(voice=fake("voice"), vectors=fake("vectors"), store=placing.own_prompts()),),
    )
    tested.train(version.pk)
    tested.make(version.pk)
    assert spoken == []
    assert {key: backing.files().get(key) for key in before} == before


def test_a_version_that_is_gone_or_cannot_run_is_no_failure() -> None:
    version = publish(TEXT)
    tested.train(version.pk + 1)
    tested.make(version.pk + 1)
    assert prompts_of("voxloom: 1\n", 1) is None


def test_a_worker_that_fails_is_a_job_that_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    broken = WorkerProcess("voice", argv=(sys.executable, "-c", "raise SystemExit(3)"))
    monkeypatch.setattr(placing, "own_workers", lambda: SpeechWorkers(voice=broken, vectors=fake()))
    publish(TEXT)
    assert run_all() == [f"{LEARN} done", f"{SPEAK} waiting SpeechUnavailable"]


def test_a_damaged_or_foreign_file_is_made_anew(settings: Settings) -> None:
    publish(TEXT)
    run_all()
    files = backing.files()
    for key in files.keys():  # noqa: SIM118 - no dict
        files.put(key, b"damaged")
    move_on(settings, "another")

    async def serve() -> list[str]:
        here = workers()
        try:
            await here.start()
            assert [clause async for clause in here.prepared(["Paid."], voice="joe")] == ["Paid."]
            return list((await here.voice.request("made", {}, deadline_ms=10_000)).fields["made"])
        finally:
            await here.aclose()

    assert asyncio.run(serve()) == ["Paid."]
    assert any(files.get(key) != b"damaged" for key in files.keys("prompts/"))


def test_what_is_kept_is_data_and_never_code() -> None:
    publish(TEXT)
    run_all()
    (key,) = backing.files().keys("lessons/")
    data = backing.files().get(key)
    assert data is not None
    with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
        assert {name: arrays[name].dtype.kind for name in arrays.files} == {"vectors": "f", "intents": "f", "talk": "f"}


def test_prompts_of_other_machines_are_those_of_the_same_voice() -> None:
    async def body() -> None:
        here = ClauseStore(placing.own_lessons(), shared=shared_prompts())
        assert await here.fetch("another voice", 1.0, "Paid.") is None
        assert await here.fetch("joe", 1.1, "Paid.") is None
        assert await here.fetch("joe", 1.0, "Paid.") is not None
        here.close()

    publish(TEXT)
    run_all()
    asyncio.run(body())


def test_prompts_of_a_hosted_voice_are_made_by_its_provider_with_the_key_of_the_workspace(
    settings: Settings, outgoing_loopback: None
) -> None:
    with served() as provider:
        hosted = 'engine: hosted, model: openai/tts, speaker: nova, key: k, api_base: "{{ env.speech }}", within: 60s'
        give("speech", provider.address, secret=False)
        give("k", "sk-1", secret=True)
        publish(TEXT.replace("speaker: joe", hosted))
        assert run_all() == [f"{LEARN} done", f"{SPEAK} done"]
        asked = provider.asked("speech")
    assert "Good morning from the bank." in [each["input"] for each in asked]
    assert {each["key"] for each in asked} == {"Bearer sk-1"}
    assert len(backing.files().keys("prompts/")) == len(asked)
