"""What runs jobs as they come, in a thread, until the test is over."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connections

from voxloom.jobs import outbox

LOOK_EVERY_S = 0.02
END_S = 30


@contextmanager
def running_jobs() -> Iterator[None]:
    """Of all workspaces; rows must be committed for it to see them."""
    over = threading.Event()

    def run() -> None:
        try:
            while not over.wait(LOOK_EVERY_S):
                for job in outbox.due():
                    outbox.run(job)
        finally:
            connections.close_all()

    thread = threading.Thread(target=run, name="jobs")
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join(END_S)
