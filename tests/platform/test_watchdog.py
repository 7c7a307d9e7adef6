"""The watchdog of a worker: it ends one that takes nothing while jobs wait, and no other."""

from datetime import timedelta

import pytest
from django.db import OperationalError
from django.utils import timezone

from voxloom.jobs import outbox
from voxloom.jobs.models import Job
from voxloom.jobs.watchdog import OVERDUE_S, Watchdog


class Worker:
    """One that is watched, at a time of the test's own."""

    def __init__(self) -> None:
        self.now_s = 0.0
        self.waiting_s = 0.0
        self.busy = self.ended = self.database_away = False
        self.dog = Watchdog(lambda: self.busy, self.end, self.overdue, lambda: self.now_s)

    def end(self) -> None:
        self.ended = True

    def overdue(self) -> float:
        if self.database_away:
            raise OperationalError("away")
        return self.waiting_s


@pytest.mark.django_db
def test_a_worker_that_takes_nothing_while_jobs_wait_is_ended() -> None:
    worker = Worker()
    worker.now_s, worker.waiting_s = OVERDUE_S + 1, OVERDUE_S + 1
    assert worker.dog.look()
    assert worker.ended


@pytest.mark.django_db
def test_others_live() -> None:
    fresh, idle, busy, working, blind = (Worker() for _ in range(5))
    for worker in (idle, busy, working, blind):
        worker.now_s = OVERDUE_S + 1
    for worker in (fresh, busy, working, blind):
        worker.waiting_s = OVERDUE_S + 1
    busy.busy = blind.database_away = True
    working.dog.took()
    for worker in (fresh, idle, busy, working, blind):
        assert not worker.dog.look()
        assert not worker.ended


@pytest.mark.django_db
def test_what_is_overdue_is_what_somebody_should_have_begun() -> None:
    now = timezone.now()
    assert outbox.overdue_s(now) == 0.0
    Job.objects.create(name="test.later", due=now + timedelta(seconds=90))
    Job.objects.create(name="test.runs", due=now - timedelta(seconds=90), state=Job.State.RUNNING)
    assert outbox.overdue_s(now) == 0.0
    Job.objects.create(name="test.waits", due=now - timedelta(seconds=70))
    assert outbox.overdue_s(now) == pytest.approx(70.0)
