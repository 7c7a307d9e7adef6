"""What runs jobs as they come, in a thread, until the test is over."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connections

from voxloom.jobs import outbox
from voxloom.jobs.models import Job
from voxloom.jobs.registry import find

LOOK_EVERY_S = 0.02
END_S = 30


@contextmanager
def running_jobs(name: str) -> Iterator[None]:
    """Those of a name, of all workspaces; rows must be committed for it to see them."""
    over = threading.Event()

    def run() -> None:
        try:
            while not over.wait(LOOK_EVERY_S):
                for job in Job.objects.filter(pk__in=outbox.due(pool=find(name).pool), name=name):
                    outbox.run(job.pk)
        finally:
            connections.close_all()

    thread = threading.Thread(target=run, name="jobs")
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join(END_S)
