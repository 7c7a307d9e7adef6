"""Starting a job by its name."""

import logging
from functools import partial
from typing import Any

from django.conf import settings
from django.db import transaction

from voxloom.jobs import outbox
from voxloom.jobs.models import Job
from voxloom.jobs.registry import find

log = logging.getLogger(__name__)


def start(name: str, *, key: str | None = None, workspace: int | None = None, **arguments: Any) -> Job | None:
    """Start the job `name` when the transaction at hand is over; None when one of that `key` was started before.

    Arguments must be JSON. `workspace`: whose it is. Raises UnknownJob, TypeError, ValueError.
    """
    job = outbox.add(name, key=key, workspace=workspace, **arguments)
    if job is not None:
        transaction.on_commit(partial(_hint, job.pk, find(name).pool))
    return job


def _hint(number: int, pool: str) -> None:
    """Somebody may run it at once; without this it is found a few seconds later."""
    if not settings.REDIS_URL:
        from voxloom.jobs.threads import wake  # noqa: PLC0415  its threads are needed only here

        wake(number, pool)
        return
    from kombu.exceptions import OperationalError  # noqa: PLC0415  Celery takes 0.3 s to import and is needed only here

    from voxloom.jobs.tasks import run  # noqa: PLC0415  as above

    try:
        run.apply_async((number,), queue=pool, retry=False)
    except (OperationalError, OSError) as problem:
        log.warning("the job broker was not told of a job, which is found later: %s", type(problem).__name__)
