"""The runner for one machine: a few named threads of the serving process, and one that looks for what is due."""

import logging
import queue
import threading
import time
from collections.abc import Mapping

from django.db import DatabaseError, InterfaceError, close_old_connections, connections

from voxloom.jobs import outbox
from voxloom.jobs.registry import JOBS, TOOLS

log = logging.getLogger(__name__)

THREADS = {JOBS: 2, TOOLS: 16}
"""Jobs wait for models or the database, and more of them would take processor time from calls. Tools that take long
sleep until their services are done: as many as a tool has calls at once."""
LOOK_EVERY_S = 5.0
"""For jobs that other processes started, that are tried again, or that come by themselves."""


class ThreadRunner:
    """Runs jobs in daemon threads: a job that hangs cannot keep the process from ending, and is run again elsewhere."""

    def __init__(self, threads: Mapping[str, int] = THREADS) -> None:
        """`threads`: how many each pool has."""
        self._queues: dict[str, queue.Queue[int | None]] = {pool: queue.Queue() for pool in threads}
        self._stopped = threading.Event()
        self._workers = {
            pool: [
                threading.Thread(target=self._work, args=(self._queues[pool],), name=f"{pool}-{one + 1}", daemon=True)
                for one in range(count)
            ]
            for pool, count in threads.items()
        }
        self._looker = threading.Thread(target=self._look, name="jobs-look", daemon=True)

    @property
    def running(self) -> bool:
        """Whether it runs jobs."""
        return self._looker.is_alive() and not self._stopped.is_set()

    def start(self) -> None:
        """Begin; once."""
        for thread in self._threads:
            thread.start()

    def wake(self, number: int, pool: str = JOBS) -> None:
        """A job was started here: no need to wait until somebody looks."""
        if self.running and pool in self._queues:
            self._queues[pool].put(number)

    def stop(self) -> None:
        """Take no more. What runs goes on while the process lives; cut off, it is run again when its claim ends."""
        self._stopped.set()
        for pool, workers in self._workers.items():
            for _ in workers:
                self._queues[pool].put(None)

    def join(self, seconds: float) -> bool:
        """Wait for the threads of a runner that was stopped; whether all have ended."""
        until = time.monotonic() + seconds
        for thread in self._threads:
            thread.join(max(0.0, until - time.monotonic()))
        return not any(thread.is_alive() for thread in self._threads)

    @property
    def _threads(self) -> list[threading.Thread]:
        return [*(thread for workers in self._workers.values() for thread in workers), self._looker]

    def _look(self) -> None:
        while not self._stopped.is_set():
            try:
                close_old_connections()
                for pool, waiting in self._queues.items():
                    for number in outbox.due(pool=pool):
                        waiting.put(number)
            except (DatabaseError, InterfaceError) as problem:
                log.warning("jobs cannot be looked for now: %s", type(problem).__name__)
            finally:
                connections.close_all()
            self._stopped.wait(LOOK_EVERY_S)

    def _work(self, waiting: "queue.Queue[int | None]") -> None:
        while (number := waiting.get()) is not None and not self._stopped.is_set():
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


def wake(number: int, pool: str) -> None:
    """Tell the runner of this process, if it has one; others look by themselves."""
    if _runner is not None:
        _runner.wake(number, pool)
