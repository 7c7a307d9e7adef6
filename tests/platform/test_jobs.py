"""Jobs: a row first, then run by a thread here or by Celery; once unless a runner dies, and again when they fail."""

import threading
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from pytest_django.fixtures import Settings

from tests.runtime.counted import Counted
from voxloom import jobs
from voxloom.accounts.workspaces import MAIN, named
from voxloom.jobs import outbox, registry
from voxloom.jobs.models import Job
from voxloom.jobs.registry import JOBS, POOLS, TOOLS
from voxloom.jobs.threads import ThreadRunner
from voxloom.telemetry import log_context
from voxloom.telemetry.metrics import JOB_OUTCOMES

CLAIM = timedelta(seconds=registry.CLAIM_S)
DEADLINE_S = 10  # of a test that waits for a thread


@pytest.fixture(autouse=True)
def no_jobs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_tasks", {})


@pytest.mark.django_db
def test_a_job_runs_with_its_arguments_and_tells_how_far_it_is() -> None:
    seen: dict[str, Any] = {}

    @jobs.task("test.note")
    def note(**arguments: Any) -> None:
        jobs.tell_progress(0.5, "half of it")
        seen.update(arguments, half=Job.objects.get().progress, note=Job.objects.get().note)

    job = jobs.start("test.note", workspace=named(MAIN).pk, bot="riverbank", counts=[1, 2])
    assert job is not None
    assert (Job.objects.get().state, seen) == ("waiting", {})
    assert outbox.run(job.pk)
    assert seen == {"bot": "riverbank", "counts": [1, 2], "half": 0.5, "note": "half of it"}
    done = Job.objects.get()
    assert (done.state, done.progress, done.tries, done.workspace_id) == ("done", 1.0, 1, named(MAIN).pk)
    assert not outbox.run(job.pk)
    jobs.tell_progress(0.1)
    assert Job.objects.get().progress == 1.0


@pytest.mark.django_db
def test_lines_of_the_log_know_their_job_and_the_outcome_is_counted() -> None:
    seen: list[str] = []
    counted = Counted()

    @jobs.task("test.logs", tries=2)
    def logs(fails: bool) -> None:
        seen.append(log_context.now()["job"])
        if fails:
            raise ValueError("my name is Ann")

    for fails in (False, True):
        job = jobs.start("test.logs", fails=fails)
        assert job is not None
        outbox.run(job.pk)
        outbox.run(job.pk, timezone.now() + timedelta(hours=1))
        assert seen[-1] == str(job.pk)
    assert not log_context.now()
    ran = {outcome: counted("voxloom_jobs_run_total", job="test.logs", outcome=outcome) for outcome in JOB_OUTCOMES}
    assert ran == {"done": 1, "again": 1, "failed": 1}


@pytest.mark.django_db
def test_an_unknown_name_is_told_at_once() -> None:
    jobs.task("test.known")(lambda: None)
    with pytest.raises(jobs.UnknownJob, match=r"no job called 'test.unknown' \(known: test.known\)"):
        jobs.start("test.unknown")
    assert not Job.objects.exists()


def test_two_jobs_cannot_share_a_name() -> None:
    jobs.task("test.twin")(lambda: 1)
    with pytest.raises(ValueError, match="Two jobs"):
        jobs.task("test.twin")(lambda: 2)


@pytest.mark.django_db
@pytest.mark.parametrize("argument", [Path("x"), {1, 2}, float("nan")])
def test_arguments_must_be_json(argument: object) -> None:
    jobs.task("test.any")(lambda **_: None)
    with pytest.raises((TypeError, ValueError)):
        jobs.start("test.any", argument=argument)


@pytest.mark.django_db
def test_what_has_a_key_happens_once() -> None:
    jobs.task("test.once")(lambda: None)
    first = jobs.start("test.once", key="call-1")
    assert first is not None
    assert jobs.start("test.once", key="call-1") is None
    outbox.run(first.pk)
    assert jobs.start("test.once", key="call-1") is None
    assert jobs.start("test.once", key="call-2") is not None
    assert jobs.start("test.once") is not None
    assert jobs.start("test.once") is not None


@pytest.mark.django_db(transaction=True)
def test_a_job_is_there_with_what_it_follows_from_or_not_at_all() -> None:
    jobs.task("test.follows")(lambda: None)

    def fails() -> None:
        with transaction.atomic():
            jobs.start("test.follows")
            raise RuntimeError("the rest failed")

    with pytest.raises(RuntimeError):
        fails()
    assert not Job.objects.exists()


@pytest.mark.django_db
def test_a_job_that_fails_is_tried_again_later_and_then_given_up(caplog: pytest.LogCaptureFixture) -> None:
    jobs.task("test.fails", tries=3)(lambda: 1 / 0)
    job = jobs.start("test.fails")
    assert job is not None
    now = timezone.now()
    pauses = []
    for tries in (1, 2):
        assert outbox.run(job.pk, now)
        row = Job.objects.get()
        assert (row.state, row.tries, row.error) == ("waiting", tries, "ZeroDivisionError")
        pauses.append((row.due - timezone.now()).total_seconds())
        assert not outbox.run(job.pk)
        now = row.due
    assert 7 < pauses[0] < 13
    assert 15 < pauses[1] < 25
    assert outbox.run(job.pk, now)
    assert Job.objects.get().state == "failed"
    assert not outbox.run(job.pk, now + timedelta(days=1))
    assert "The job 'test.fails' failed" in caplog.text


@pytest.mark.django_db
def test_a_job_whose_runner_was_lost_is_run_again() -> None:
    jobs.task("test.lost")(lambda: None)
    job = jobs.start("test.lost")
    assert job is not None
    Job.objects.update(state=Job.State.RUNNING, due=timezone.now() + CLAIM)
    assert outbox.due() == []
    assert not outbox.run(job.pk)
    later = timezone.now() + CLAIM + timedelta(seconds=1)
    assert outbox.due(later) == [job.pk]
    assert outbox.run(job.pk, later)
    assert Job.objects.get().state == "done"


@pytest.mark.django_db
def test_a_job_that_must_be_taken_up_soon_says_that_it_lives() -> None:
    def works() -> None:
        claims.append(Job.objects.get().due)
        jobs.tell_alive()
        claims.append(Job.objects.get().due)

    claims: list[Any] = []
    jobs.task("test.soon", claim_s=20)(works)
    job = jobs.start("test.soon")
    assert job is not None
    Job.objects.update(due=timezone.now() - timedelta(minutes=1))
    began = timezone.now() - timedelta(seconds=5)
    assert outbox.run(job.pk, began)
    assert claims[0] == began + timedelta(seconds=20)
    assert claims[1] >= began + timedelta(seconds=25)
    assert Job.objects.get().state == "done"
    jobs.tell_alive()
    assert Job.objects.get().state == "done"


@pytest.mark.django_db
def test_a_job_that_ends_its_process_does_not_do_so_for_ever() -> None:
    ran: list[int] = []
    jobs.task("test.kills")(lambda: ran.append(1))
    job = jobs.start("test.kills")
    assert job is not None
    Job.objects.update(tries=1 + outbox.MOST_LOST)
    assert outbox.run(job.pk)
    assert (Job.objects.get().state, Job.objects.get().error, ran) == ("failed", "lost too often", [])


@pytest.mark.django_db
def test_who_was_too_slow_changes_nothing_any_more() -> None:
    """Its claim ended and somebody else runs the job: what the first one says at last is no matter."""

    def slow() -> None:
        Job.objects.update(due=timezone.now() + 2 * CLAIM)
        jobs.tell_progress(0.9, "late")
        raise RuntimeError("late")

    jobs.task("test.slow", tries=3)(slow)
    job = jobs.start("test.slow")
    assert job is not None
    outbox.run(job.pk)
    assert (Job.objects.get().state, Job.objects.get().note, Job.objects.get().error) == ("running", "", "")


@pytest.mark.django_db
def test_a_job_that_nobody_knows_any_more_fails() -> None:
    job = Job.objects.create(name="test.gone", due=timezone.now())
    assert outbox.run(job.pk)
    assert (Job.objects.get().state, Job.objects.get().error) == ("failed", "UnknownJob")


@pytest.mark.django_db
def test_jobs_that_come_by_themselves_come_once_for_all_processes() -> None:
    jobs.task("test.often", every_s=60)(lambda: None)
    now = timezone.now().replace(second=1) + timedelta(minutes=1)
    first = outbox.due(now + timedelta(seconds=1))
    assert len(first) == 1
    assert outbox.due(now + timedelta(seconds=20)) == first
    outbox.run(first[0], now + timedelta(seconds=20))
    assert outbox.due(now + timedelta(seconds=30)) == []
    assert len(outbox.due(now + timedelta(seconds=60))) == 1


@pytest.mark.django_db
def test_what_is_over_for_long_is_dropped() -> None:
    jobs.task("test.old")(lambda: None)
    job = jobs.start("test.old")
    assert job is not None
    outbox.run(job.pk)
    jobs.start("test.old")
    assert outbox.tidy() == 0
    assert outbox.tidy(timezone.now() + timedelta(days=8)) == 1
    assert Job.objects.get().state == "waiting"


@pytest.mark.django_db(transaction=True)
def test_a_thread_runs_what_was_started_here_and_what_others_left(monkeypatch: pytest.MonkeyPatch) -> None:
    ran: dict[str, str] = {}
    both = threading.Barrier(2)

    def note(who: str) -> None:
        ran[who] = threading.current_thread().name
        both.wait(DEADLINE_S)

    jobs.task("test.note")(note)
    jobs.start("test.note", who="left")
    runner = ThreadRunner({JOBS: 2})
    monkeypatch.setattr("voxloom.jobs.threads._runner", runner)
    runner.start()
    jobs.start("test.note", who="here")
    both_done = threading.Event()
    threading.Thread(target=lambda: (_until_done(2), both_done.set()), daemon=True).start()
    assert both_done.wait(DEADLINE_S)
    runner.stop()
    assert runner.join(DEADLINE_S)
    assert set(ran) == {"left", "here"}
    assert all(name.startswith("jobs-") for name in ran.values())
    assert not runner.running


@pytest.mark.django_db(transaction=True)
def test_tools_that_wait_hold_up_no_other_work_and_the_other_way_round(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each is done only when the other one was: in one pool the first would wait for ever."""
    began, over = {pool: threading.Event() for pool in POOLS}, {pool: threading.Event() for pool in POOLS}

    def waits(pool: str, other: str) -> None:
        began[pool].set()
        if began[other].wait(DEADLINE_S):
            over[pool].set()

    jobs.task("test.house")(lambda: waits(JOBS, TOOLS))
    jobs.task("test.tool", pool=TOOLS)(lambda: waits(TOOLS, JOBS))
    runner = ThreadRunner(dict.fromkeys(POOLS, 1))
    monkeypatch.setattr("voxloom.jobs.threads._runner", runner)
    jobs.start("test.house")  # found when somebody looks
    runner.start()
    jobs.start("test.tool")
    assert all(each.wait(DEADLINE_S) for each in over.values())
    runner.stop()
    assert runner.join(DEADLINE_S)


@pytest.mark.django_db
def test_each_pool_has_its_own_jobs_and_strangers_are_of_the_house() -> None:
    jobs.task("test.house", every_s=60)(lambda: None)
    jobs.task("test.tool", pool=TOOLS)(lambda: None)
    now = timezone.now() + timedelta(minutes=1)
    tool = Job.objects.create(name="test.tool", due=now - timedelta(seconds=9)).pk
    gone = Job.objects.create(name="test.gone", due=now - timedelta(seconds=5)).pk
    assert outbox.overdue_s(now, [TOOLS]) == pytest.approx(9.0)
    assert outbox.overdue_s(now, [JOBS]) == pytest.approx(5.0)
    assert outbox.overdue_s(now) == pytest.approx(9.0)
    assert outbox.due(now, TOOLS) == [tool]
    assert not Job.objects.filter(name="test.house").exists()  # what comes by itself is of its pool, too
    assert {Job.objects.get(pk=number).name for number in outbox.due(now, JOBS)} == {"test.gone", "test.house"}
    assert gone in outbox.due(now)


def test_there_are_no_other_pools() -> None:
    with pytest.raises(ValueError, match="no pool 'calls'"):
        jobs.task("test.any", pool="calls")


@pytest.mark.django_db(transaction=True)
def test_with_a_broker_each_pool_has_a_queue(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    from celery import Celery

    from voxloom.celery import app
    from voxloom.jobs import tasks

    broker = Celery("queues", broker="memory://", set_as_current=False)
    broker.conf.update(task_queues=app.conf.task_queues, task_default_queue=app.conf.task_default_queue)

    def run(number: int) -> None:
        raise AssertionError("nobody is there to run it")

    monkeypatch.setattr(tasks, "run", broker.task(name="voxloom.jobs.run", shared=False)(run))
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    jobs.task("test.house")(lambda: None)
    jobs.task("test.tool", pool=TOOLS)(lambda: None)
    house, tool = jobs.start("test.house"), jobs.start("test.tool")
    assert house is not None
    assert tool is not None
    assert _sent(broker) == {JOBS: [house.pk], TOOLS: [tool.pk]}
    tasks.look()
    assert _sent(broker) == {JOBS: [house.pk], TOOLS: [tool.pk]}
    assert app.conf.task_default_queue == JOBS  # where beat has `look` go
    assert set(app.amqp.queues.consume_from) == set(POOLS)  # of a worker that is not told which


def _sent(broker: Any) -> dict[str, list[int]]:
    """The jobs of which each queue has a message; they are taken out."""
    found: dict[str, list[int]] = {pool: [] for pool in POOLS}
    with broker.connection_for_read() as line:
        for pool in POOLS:
            queue = line.SimpleQueue(broker.amqp.queues[pool])
            while queue.qsize():
                message = queue.get_nowait()
                message.ack()
                found[pool].append(message.payload[0][0])
            queue.close()
    return found


def _until_done(count: int) -> None:
    from django.db import connections

    tick = threading.Event()
    while Job.objects.filter(state=Job.State.DONE).count() < count:
        tick.wait(0.02)
    connections.close_all()


@pytest.mark.django_db(transaction=True)
def test_with_a_broker_celery_is_told(settings: Settings) -> None:
    from voxloom.celery import app
    from voxloom.jobs.tasks import look, run

    seen: list[str] = []
    jobs.task("test.celery")(lambda word: seen.append(word))
    settings.REDIS_URL = "redis://127.0.0.1:1/0"  # nobody is there: an eager task needs no broker
    assert app.conf.task_always_eager
    assert app.tasks["voxloom.jobs.run"].name == run.name
    jobs.start("test.celery", word="said")
    assert seen == ["said"]
    Job.objects.create(name="test.celery", arguments={"word": "left"}, due=timezone.now())
    look()
    assert seen == ["said", "left"]
    assert app.conf.beat_schedule["look for jobs"]["task"] == look.name


@pytest.mark.django_db(transaction=True)
def test_a_broker_that_is_away_loses_no_job(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    from celery import Celery

    from voxloom.jobs import tasks

    jobs.task("test.celery")(lambda: None)
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    away = Celery("away", broker=settings.REDIS_URL, set_as_current=False)

    def run(number: int) -> None:
        raise AssertionError("nobody is there to run it")

    monkeypatch.setattr(tasks, "run", away.task(name="voxloom.jobs.run")(run))
    jobs.start("test.celery")
    assert Job.objects.get().state == "waiting"
    assert "which is found later" in caplog.text
