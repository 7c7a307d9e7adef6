"""Jobs start by name: in a thread here, through Celery where there is a broker."""

import threading
from pathlib import Path
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from voxloom import jobs
from voxloom.jobs import registry
from voxloom.jobs.threads import ThreadRunner

DEADLINE_S = 10  # of a test that waits for a thread


@pytest.fixture(autouse=True)
def no_jobs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_jobs", {})


def test_a_job_runs_in_a_named_thread_with_its_arguments() -> None:
    done = threading.Event()
    seen: dict[str, Any] = {}

    @jobs.task("test.note")
    def note(**arguments: Any) -> None:
        seen.update(arguments, thread=threading.current_thread().name)
        done.set()

    jobs.start("test.note", bot="riverbank", counts=[1, 2])
    assert done.wait(DEADLINE_S)
    assert seen["bot"] == "riverbank"
    assert seen["counts"] == [1, 2]
    assert seen["thread"].startswith("jobs-")
    assert seen["thread"].endswith(":test.note")


def test_an_unknown_name_is_told_at_once() -> None:
    jobs.task("test.known")(lambda: None)
    with pytest.raises(jobs.UnknownJob, match=r"no job called 'test.unknown' \(known: test.known\)"):
        jobs.start("test.unknown")


def test_two_jobs_cannot_share_a_name() -> None:
    jobs.task("test.twin")(lambda: 1)
    with pytest.raises(ValueError, match="Two jobs"):
        jobs.task("test.twin")(lambda: 2)


@pytest.mark.parametrize("argument", [Path("x"), {1, 2}, float("nan")])
def test_arguments_must_be_json_without_a_broker_too(argument: object) -> None:
    jobs.task("test.any")(lambda **_: None)
    with pytest.raises((TypeError, ValueError)):
        jobs.start("test.any", argument=argument)


def test_a_job_that_fails_is_logged_and_the_next_one_runs(caplog: pytest.LogCaptureFixture) -> None:
    runner = ThreadRunner(threads=1)
    ran = threading.Event()
    jobs.task("test.fails")(lambda: 1 / 0)
    jobs.task("test.runs")(ran.set)
    runner.submit("test.fails", {})
    runner.submit("test.runs", {})
    assert runner.drain(DEADLINE_S)
    assert ran.is_set()
    assert "The job 'test.fails' failed" in caplog.text


def test_draining_waits_no_longer_than_told() -> None:
    runner = ThreadRunner(threads=1)
    release = threading.Event()
    jobs.task("test.slow")(lambda: release.wait(DEADLINE_S))
    runner.submit("test.slow", {})
    assert not runner.drain(0)
    release.set()
    assert runner.drain(DEADLINE_S)


def test_with_a_broker_celery_runs_it(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    from voxloom.celery import app
    from voxloom.jobs.tasks import run

    seen: list[str] = []
    jobs.task("test.celery")(lambda word: seen.append(word))
    settings.REDIS_URL = "redis://127.0.0.1:1/0"  # nobody is there: an eager task needs no broker
    assert app.conf.task_always_eager
    assert app.tasks["voxloom.jobs.run"].name == run.name
    jobs.start("test.celery", word="said")
    assert seen == ["said"]
