"""Starting jobs, claiming and running them, and finding those that wait or were lost.

A job is a row before anything runs, in the transaction of whoever started it: either both are there or neither. Who
runs it claims the row for a while; a runner that dies leaves a claim that ends. So a job runs at least once, and what
it does must bear a second time: its effects have keys of their own.
"""

import logging
import random
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, models, transaction
from django.db.models import F, Q
from django.utils import timezone

from voxloom.jobs.models import Job
from voxloom.jobs.registry import (
    CLAIM_S,
    JOBS,
    POOLS,
    Task,
    TryAgain,
    UnknownJob,
    arguments_of,
    find,
    names_outside,
    names_within,
    periodic,
)
from voxloom.telemetry import log_context, metrics

log = logging.getLogger(__name__)

FIRST_PAUSE_S, LONGEST_PAUSE_S = 10, 3600
"""Before it is tried again; twice as long each time."""
MOST_LOST = 3
"""Runs without an end, beside those that failed: a job that ends its process must not do so for ever."""
KEEP = timedelta(days=7)
"""Jobs that are over."""
MOST_AT_ONCE = 50
RUNNABLE = (Job.State.WAITING, Job.State.RUNNING)

LONGEST_ERROR = 200


@dataclass
class Claim:
    """A job that is run here, until somebody else may: what ends later than that changes nothing any more."""

    number: int
    until: datetime
    length: timedelta

    def row(self) -> "models.QuerySet[Job]":
        """The job while it is ours."""
        return Job.objects.filter(pk=self.number, state=Job.State.RUNNING, due=self.until)

    def renew(self, **fields: Any) -> None:
        """It is alive, and this is new of it."""
        until = timezone.now() + self.length
        if self.row().update(due=until, **fields) == 1:
            self.until = until


_running: ContextVar[Claim | None] = ContextVar("job", default=None)


def add(name: str, *, key: str | None = None, workspace: int | None = None, **arguments: Any) -> Job | None:
    """Put a job into the outbox; None when one of that key is there. Raises UnknownJob, TypeError, ValueError."""
    find(name)
    row = Job(name=name, arguments=arguments_of(arguments), key=key, workspace_id=workspace, due=timezone.now())
    if key is not None and Job.objects.filter(key=key).exists():
        return None
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        return None  # somebody else was faster
    return row


def run(number: int, now: datetime | None = None) -> bool:
    """Run a job if it is due and nobody else does; whether it was run here."""
    moment = now or timezone.now()
    length = _claim(Job.objects.filter(pk=number).values_list("name", flat=True).first())
    claim = Claim(number, moment + length, length)
    due = Job.objects.filter(pk=number, state__in=RUNNABLE, due__lte=moment)
    if due.update(state=Job.State.RUNNING, due=claim.until, tries=F("tries") + 1) != 1:
        return False
    job = Job.objects.get(pk=number)
    try:
        known = find(job.name)
    except UnknownJob:
        _over(claim, state=Job.State.FAILED, error="UnknownJob")
        return True
    if job.tries > known.tries + MOST_LOST:
        _over(claim, state=Job.State.FAILED, error="lost too often")
        return True
    with _as_running(claim):
        try:
            known.function(**job.arguments)
        except TryAgain as problem:
            log.info("The job %r: %s", job.name, problem)
            _failed(claim, job.tries, known, str(problem))
        except Exception as problem:
            log.exception("The job %r failed", job.name)
            _failed(claim, job.tries, known, type(problem).__name__)
        else:
            metrics.job_ran(known.name, "done")
            _over(claim, state=Job.State.DONE, progress=1.0, error="")
    return True


def tell_progress(share: float, note: str = "") -> None:
    """Of the job that runs here: how far it is, from 0 to 1; it counts as alive again. Nothing outside of jobs."""
    claim = _running.get()
    if claim is not None:
        claim.renew(progress=max(0.0, min(1.0, share)), note=note[:200])


def tell_alive() -> None:
    """Of the job that runs here: nothing new, but it runs. Nothing outside of jobs."""
    claim = _running.get()
    if claim is not None:
        claim.renew()


def due(now: datetime | None = None, pool: str = JOBS) -> list[int]:
    """The jobs of a pool to run now: those that wait, those whose runner was lost, those that come by themselves."""
    moment = now or timezone.now()
    for known in periodic(pool):
        slot = int(moment.timestamp()) // known.every_s
        add(known.name, key=f"{known.name}@{slot}")
    rows = Job.objects.filter(_of((pool,)), state__in=RUNNABLE, due__lte=moment)
    return list(rows.values_list("pk", flat=True)[:MOST_AT_ONCE])


def overdue_s(now: datetime | None = None, pools: Collection[str] = POOLS) -> float:
    """For how long the oldest job of these pools waits that somebody should have begun; 0 when none does."""
    moment = now or timezone.now()
    oldest = Job.objects.filter(_of(pools), state=Job.State.WAITING, due__lte=moment).order_by("due").first()
    return (moment - oldest.due).total_seconds() if oldest is not None else 0.0


def tidy(now: datetime | None = None) -> int:
    """Drop what is over for long; how many."""
    over = Q(state=Job.State.DONE) | Q(state=Job.State.FAILED)
    return Job.objects.filter(over, finished__lt=(now or timezone.now()) - KEEP).delete()[0]


def _of(pools: Collection[str]) -> Q:
    """Jobs of these pools. One of a name that nobody knows is of `jobs`: there it is told to have failed."""
    return ~Q(name__in=names_outside(pools)) if JOBS in pools else Q(name__in=names_within(pools))


def _claim(name: str | None) -> timedelta:
    try:
        return timedelta(seconds=find(name or "").claim_s)
    except UnknownJob:
        return timedelta(seconds=CLAIM_S)


def _failed(claim: Claim, tries: int, known: Task, error: str) -> None:
    metrics.job_ran(known.name, "failed" if tries >= known.tries else "again")
    if tries >= known.tries:
        _over(claim, state=Job.State.FAILED, error=error)
        return
    pause_s = min(LONGEST_PAUSE_S, FIRST_PAUSE_S * 2 ** (tries - 1)) * random.uniform(0.8, 1.2)  # noqa: S311 - no secret
    claim.row().update(
        state=Job.State.WAITING, due=timezone.now() + timedelta(seconds=pause_s), error=error[:LONGEST_ERROR]
    )


def _over(claim: Claim, **fields: Any) -> None:
    fields["error"] = str(fields["error"])[:LONGEST_ERROR]
    claim.row().update(finished=timezone.now(), **fields)


@contextmanager
def _as_running(claim: Claim) -> Iterator[None]:
    token = _running.set(claim)
    try:
        with log_context.about(job=str(claim.number)):
            yield
    finally:
        _running.reset(token)
