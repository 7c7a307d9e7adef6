"""The runner for one machine: jobs wait in a queue, and a few named threads of this process take them."""

import logging
import queue
import threading
import time
from typing import Any

from django.db import close_old_connections, connections

from voxloom.jobs.registry import find

log = logging.getLogger(__name__)

THREADS = 2  # jobs mostly wait for models or the database; more would take processor time from calls
POLL_S = 0.05  # only while somebody waits in `drain`


class ThreadRunner:
    """Runs jobs in daemon threads: a job that hangs cannot keep the process from ending."""

    def __init__(self, threads: int = THREADS) -> None:
        self._threads = threads
        self._queue: queue.Queue[tuple[str, dict[str, Any]]] = queue.Queue()
        self._lock = threading.Lock()
        self._started = 0

    def submit(self, name: str, arguments: dict[str, Any]) -> None:
        """Queue one job and see that there is a thread to take it."""
        self._queue.put((name, arguments))
        with self._lock:
            if self._started < self._threads:
                self._started += 1
                threading.Thread(target=self._work, name=f"jobs-{self._started}", daemon=True).start()

    def drain(self, seconds: float) -> bool:
        """Wait up to `seconds` for every job to end; return whether all did."""
        until = time.monotonic() + seconds
        while self._queue.unfinished_tasks and time.monotonic() < until:
            time.sleep(POLL_S)
        return not self._queue.unfinished_tasks

    def _work(self) -> None:
        thread = threading.current_thread()
        own_name = thread.name
        while True:
            name, arguments = self._queue.get()
            thread.name = f"{own_name}:{name}"
            try:
                close_old_connections()
                find(name)(**arguments)
            except Exception:  # one job's failure is logged and must not end the thread for the others
                log.exception("The job %r failed", name)
            finally:
                connections.close_all()
                thread.name = own_name
                self._queue.task_done()


runner = ThreadRunner()
