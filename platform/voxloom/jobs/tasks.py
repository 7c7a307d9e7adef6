"""The Celery tasks: one runs a job of the outbox, one looks for what is due. A message lost is a job run later."""

from celery import shared_task

from voxloom.jobs import outbox
from voxloom.jobs.registry import POOLS


@shared_task(name="voxloom.jobs.run")  # type: ignore[untyped-decorator]  # the package has no types
def run(number: int) -> None:
    """Run a job in this worker, if nobody else does."""
    outbox.run(number)


@shared_task(name="voxloom.jobs.look", expires=30)  # type: ignore[untyped-decorator]  # as above
def look() -> None:
    """Hand out what is due; beat calls it."""
    for pool in POOLS:
        for number in outbox.due(pool=pool):
            run.apply_async((number,), queue=pool)
