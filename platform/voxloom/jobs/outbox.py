"""Starting jobs, claiming and running them, and finding those that wait or were lost.

A job is a row before anything runs, in the transaction of whoever started it: either both are there or neither. Who
runs it claims the row for a while; a runner that dies leaves a claim that ends. So a job runs at least once, and what
it does must bear a second time: its effects have keys of their own.
"""

import logging
import random
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from voxloom.jobs.models import Job
from voxloom.jobs.registry import TryAgain, arguments_of, find, periodic

log = logging.getLogger(__name__)

CLAIM = timedelta(minutes=6)
"""How long a job runs before it counts as lost; telling progress begins it anew. Celery ends one after five minutes."""
FIRST_PAUSE_S, LONGEST_PAUSE_S = 10, 3600
"""Before it is tried again; twice as long each time."""
KEEP = timedelta(days=7)
"""Jobs that are over."""
MOST_AT_ONCE = 50
RUNNABLE = (Job.State.WAITING, Job.State.RUNNING)

_running: ContextVar[int | None] = ContextVar("job", default=None)


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
    claimed = Job.objects.filter(pk=number, state__in=RUNNABLE, due__lte=moment).update(
        state=Job.State.RUNNING, due=moment + CLAIM
    )
    if claimed != 1:
        return False
    job = Job.objects.get(pk=number)
    with _as_running(number):
        try:
            find(job.name).function(**job.arguments)
        except TryAgain as problem:
            log.info("The job %r: %s", job.name, problem)
            _failed(job, str(problem))
        except Exception as problem:
            log.exception("The job %r failed", job.name)
            _failed(job, type(problem).__name__)
        else:
            Job.objects.filter(pk=number).update(
                state=Job.State.DONE, progress=1.0, error="", finished=timezone.now(), tries=job.tries + 1
            )
    return True


def tell_progress(share: float, note: str = "") -> None:
    """Of the job that runs here: how far it is, from 0 to 1; it counts as alive again. Nothing outside of jobs."""
    number = _running.get()
    if number is not None:
        Job.objects.filter(pk=number, state=Job.State.RUNNING).update(
            progress=max(0.0, min(1.0, share)), note=note[:200], due=timezone.now() + CLAIM
        )


def due(now: datetime | None = None) -> list[int]:
    """The jobs to run now: those that wait, those whose runner was lost, and those that come by themselves."""
    moment = now or timezone.now()
    for known in periodic():
        slot = int(moment.timestamp()) // known.every_s
        add(known.name, key=f"{known.name}@{slot}")
    rows = Job.objects.filter(state__in=RUNNABLE, due__lte=moment)
    return list(rows.values_list("pk", flat=True)[:MOST_AT_ONCE])


def tidy(now: datetime | None = None) -> int:
    """Drop what is over for long; how many."""
    over = Q(state=Job.State.DONE) | Q(state=Job.State.FAILED)
    return Job.objects.filter(over, finished__lt=(now or timezone.now()) - KEEP).delete()[0]


def _failed(job: Job, error: str) -> None:
    tries = job.tries + 1
    if tries < find(job.name).tries:
        pause_s = min(LONGEST_PAUSE_S, FIRST_PAUSE_S * 2 ** (tries - 1)) * random.uniform(0.8, 1.2)  # noqa: S311 - no secret
        fields: dict[str, Any] = {"state": Job.State.WAITING, "due": timezone.now() + timedelta(seconds=pause_s)}
    else:
        fields = {"state": Job.State.FAILED, "finished": timezone.now()}
    Job.objects.filter(pk=job.pk).update(tries=tries, error=error[:200], **fields)


@contextmanager
def _as_running(number: int) -> Iterator[None]:
    token = _running.set(number)
    try:
        yield
    finally:
        _running.reset(token)
