"""The runner for one machine: a few named threads of the serving process, and one that looks for what is due."""

import logging
import queue
import threading
import time

from django.db import DatabaseError, InterfaceError, close_old_connections, connections

from voxloom.jobs import outbox

log = logging.getLogger(__name__)

THREADS = 2  # jobs mostly wait for models or the database; more would take processor time from calls
LOOK_EVERY_S = 5.0
"""For jobs that other processes started, that are tried again, or that come by themselves."""


class ThreadRunner:
    """Runs jobs in daemon threads: a job that hangs cannot keep the process from ending, and is run again elsewhere."""

    def __init__(self, threads: int = THREADS) -> None:
        self._queue: queue.Queue[int | None] = queue.Queue()
        self._stopped = threading.Event()
        self._workers = [
            threading.Thread(target=self._work, name=f"jobs-{number + 1}", daemon=True) for number in range(threads)
        ]
        self._looker = threading.Thread(target=self._look, name="jobs-look", daemon=True)

    @property
    def running(self) -> bool:
        """Whether it runs jobs."""
        return self._looker.is_alive() and not self._stopped.is_set()

    def start(self) -> None:
        """Begin; once."""
        for thread in (*self._workers, self._looker):
            thread.start()

    def wake(self, number: int) -> None:
        """A job was started here: no need to wait until somebody looks."""
        if self.running:
            self._queue.put(number)

    def stop(self) -> None:
        """Take no more. What runs goes on while the process lives; cut off, it is run again when its claim ends."""
        self._stopped.set()
        for _ in self._workers:
            self._queue.put(None)

    def join(self, seconds: float) -> bool:
        """Wait for the threads of a runner that was stopped; whether all have ended."""
        until = time.monotonic() + seconds
        for thread in (*self._workers, self._looker):
            thread.join(max(0.0, until - time.monotonic()))
        return not any(thread.is_alive() for thread in (*self._workers, self._looker))

    def _look(self) -> None:
        while not self._stopped.is_set():
            try:
                close_old_connections()
                for number in outbox.due():
                    self._queue.put(number)
            except (DatabaseError, InterfaceError) as problem:
                log.warning("jobs cannot be looked for now: %s", type(problem).__name__)
            finally:
                connections.close_all()
            self._stopped.wait(LOOK_EVERY_S)

    def _work(self) -> None:
        while (number := self._queue.get()) is not None and not self._stopped.is_set():
            try:
                close_old_connections()
                outbox.run(number)
            except Exception:  # of the outbox itself: the job is due again, and the thread goes on
                log.exception("The job %d could not be run", number)
            finally:
                connections.close_all()


_runner: ThreadRunner | None = None


def start_runner() -> ThreadRunner:
    """The runner of this process, begun."""
    global _runner
    if _runner is None or not _runner.running:
        _runner = ThreadRunner()
        _runner.start()
    return _runner


def wake(number: int) -> None:
    """Tell the runner of this process, if it has one; others look by themselves."""
    if _runner is not None:
        _runner.wake(number)
