"""A worker that lives and takes nothing any more, as happens to Celery behind a broker that was away: it ends itself.

Whoever started it starts it again: the supervisor of `make cluster`, systemd, Kubernetes.
"""

import logging
import os
import signal
import threading
import time
from collections.abc import Callable

from django.db import DatabaseError, InterfaceError, close_old_connections, connections

from voxloom.jobs import outbox

log = logging.getLogger(__name__)

OVERDUE_S = 60.0
"""Jobs are handed out anew every five seconds; one that nobody takes for so long has no worker."""
LOOK_EVERY_S = 15.0
GRACE_S = 20.0
"""What an orderly end may take; with a broker that hangs it may never come."""


class Watchdog:
    """Looks whether jobs wait while this worker takes none."""

    def __init__(
        self,
        is_busy: Callable[[], bool],
        end: Callable[[], None] | None = None,
        overdue_s: Callable[[], float] = outbox.overdue_s,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`is_busy`: whether a job runs here now."""
        self._is_busy = is_busy
        self._end = end or end_this_process
        self._overdue_s = overdue_s
        self._clock = clock
        self._took_at = clock()

    def took(self) -> None:
        """This worker took a message."""
        self._took_at = self._clock()

    def look(self) -> bool:
        """Whether the worker had to be ended. A database that is away says nothing about the broker."""
        if self._is_busy() or self._clock() - self._took_at < OVERDUE_S:
            return False
        try:
            close_old_connections()
            waiting_s = self._overdue_s()
        except (DatabaseError, InterfaceError):
            return False
        finally:
            connections.close_all()
        if waiting_s < OVERDUE_S:
            return False
        log.error("jobs wait for %.0f s and this worker takes none, so it ends and is started again", waiting_s)
        self._end()
        return True

    def start(self) -> None:
        """Look every now and then, as long as the process lives."""
        threading.Thread(target=self._run, name="jobs-watchdog", daemon=True).start()

    def _run(self) -> None:
        while not self.look():
            time.sleep(LOOK_EVERY_S)


def end_this_process() -> None:
    """In order if that works, else at once: what was begun is handed out again."""
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(GRACE_S)
    os._exit(1)
