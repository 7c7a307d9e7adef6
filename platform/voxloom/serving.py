"""The life of the serving process: take the port, start the runtime, announce, drain, end."""

import asyncio
import errno
import gc
import logging
import os
import signal
import socket
import threading
import time
from collections.abc import Callable
from typing import Any, Protocol

from daphne.server import twisted_loop
from django.conf import settings
from twisted.internet import reactor

from voxloom.front.crowd import Application
from voxloom.front.server import FrontServer
from voxloom.telemetry import log_lines, readiness, traces
from voxloom.telemetry.loop_lag import LoopLag
from voxloom.telemetry.loop_watchdog import ENDS_AFTER_S, LoopWatchdog

log = logging.getLogger(__name__)

BACKLOG = 128  # connections that may wait for the event loop
CLOSE_SECONDS = 3.8  # what the runtime gets to end its calls, threads and workers after the drain
EXIT_SECONDS = 0.8  # what is left for Daphne's and Python's own ending, before the process is ended by force
TRACES_SECONDS, LEAST_TRACES_SECONDS = 1.0, 0.2  # for a collector of traces to take what waits
ONE_SIGNAL_SECONDS = 1.0  # `make` passes on a signal that its whole group has had: the two are one
BUFFER_BYTES = 256 * 1024  # the kernel keeps that much for each way of a connection; by itself it would take megabytes


class Runtime(Protocol):
    """What serves the calls, as far as the process's life is concerned; `runtime.service` has the real one."""

    async def start(self) -> None:
        """Come up; ready when this returns."""

    async def drain(self, seconds: float) -> None:
        """Take no new call; return when the last one ended, or after `seconds`."""

    async def aclose(self) -> None:
        """End everything, calls that still go on included."""


class Jobs(Protocol):
    """What runs jobs in this process; `voxloom.jobs.threads` has the real one."""

    def stop(self) -> None:
        """Take no more."""


class CannotListen(Exception):
    """The port cannot be taken; the text says why and what to do."""


def listen(host: str, port: int) -> socket.socket:
    """Take the port, before anything slow happens, so that a port in use is told at once."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        for buffer in (socket.SO_SNDBUF, socket.SO_RCVBUF):  # connections inherit them
            listener.setsockopt(socket.SOL_SOCKET, buffer, BUFFER_BYTES)
        listener.bind((host, port))
        listener.listen(BACKLOG)
    except OSError as error:
        listener.close()
        if error.errno == errno.EADDRINUSE:
            raise CannotListen(f"Port {port} is in use; choose another one: PORT={port + 1} make run") from None
        if error.errno == errno.EACCES:
            raise CannotListen(f"Port {port} needs more rights; choose one above 1023: PORT=8000 make run") from None
        raise CannotListen(
            f"Cannot listen on {host}:{port} ({error}); HOST must be an address of this machine."
        ) from None
    return listener


class House:
    """One serving process: Daphne and the runtime in one event loop, and an orderly end for both."""

    def __init__(
        self,
        application: Application,
        listener: socket.socket,
        make_runtime: Callable[[], Runtime],
        is_ready: Callable[[], bool],
        announce: Callable[[str, int], None],
        start_jobs: Callable[[], Jobs | None] = lambda: None,
    ) -> None:
        """`make_runtime` is called inside the event loop; `announce` gets host and port once calls can be taken.

        `start_jobs` begins to run jobs in this process; None where others do.
        """
        self._application = application
        self._listener = listener
        self._make_runtime = make_runtime
        self._is_ready = is_ready
        self._announce = announce
        self._start_jobs = start_jobs
        self._jobs: Jobs | None = None
        self._host, self._port = listener.getsockname()
        self._stop = asyncio.Event()
        self._stopping_since: float | None = None
        self._failed = False

    def run(self) -> bool:
        """Serve until SIGTERM or SIGINT; return whether all went well."""
        server = FrontServer(self._application, [f"fd:fileno={self._listener.detach()}"], settings.LIMITS)
        asyncio.set_event_loop(twisted_loop)
        for number in (signal.SIGTERM, signal.SIGINT):
            twisted_loop.add_signal_handler(number, self._on_signal)
        life = twisted_loop.create_task(self._live(), name="house")
        server.run()
        return not self._failed and life.done()

    async def _live(self) -> None:
        """Start, announce, wait for the signal, drain, close; the reactor ends with this task."""
        runtime = self._make_runtime()
        readiness.register("runtime", self._is_ready)
        readiness.register("not stopping", lambda: self._stopping_since is None)
        lag = LoopLag()
        readiness.register_figure("loop_lag_p99_ms", lag.p99_ms)
        watchdog = LoopWatchdog(lag, ends_after_s=ENDS_AFTER_S if settings.END_WHEN_BLOCKED else None, starting=True)
        readiness.register("event loop", lambda: watchdog.in_time)
        watch = asyncio.create_task(lag.watch(), name="house-lag")
        guard = asyncio.create_task(watchdog.watch(), name="house-watchdog")
        stop = asyncio.create_task(self._stop.wait(), name="house-stop")
        start = asyncio.create_task(runtime.start(), name="house-start")
        try:
            await asyncio.wait({stop, start}, return_when=asyncio.FIRST_COMPLETED)
            if start.done():
                start.result()
                watchdog.started()
                keep_for_good()
                self._jobs = self._start_jobs()
                self._announce(self._host, self._port)
                await stop
                await runtime.drain(settings.DRAIN_SECONDS)
        except Exception as problem:  # whatever it is, the workers must be ended and the port given back
            self._failed = True
            if start.done() and start.exception() is problem:
                log.exception("The runtime could not start: %s", log_lines.all_words_of(problem))
            else:
                log.exception("The runtime failed")
        finally:
            await self._close(runtime, start, stop, watch, guard)
            reactor.stop()  # type: ignore[misc]  # the reactor is a module that plays an object

    async def _close(self, runtime: Runtime, *tasks: asyncio.Task[Any]) -> None:
        """End the runtime within its time, and with it whatever of `_live` still runs."""
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        began = time.monotonic()
        _end_by_force_after(CLOSE_SECONDS + EXIT_SECONDS)
        if self._jobs is not None:
            self._jobs.stop()
        try:
            await asyncio.wait_for(runtime.aclose(), CLOSE_SECONDS)
        except TimeoutError:
            log.error("The runtime did not close within %s s", CLOSE_SECONDS)
        except Exception:  # the reactor must stop all the same
            self._failed = True
            log.exception("The runtime did not close cleanly")
        left = CLOSE_SECONDS - (time.monotonic() - began)
        await asyncio.to_thread(traces.stop, max(LEAST_TRACES_SECONDS, min(TRACES_SECONDS, left)))

    def _on_signal(self) -> None:
        """Begin to stop; a second signal, well after the first, does not wait for the calls."""
        now = time.monotonic()
        if self._stopping_since is None:
            self._stopping_since = now
            log.info("Stopping; calls have %g s to end", settings.DRAIN_SECONDS)
            self._stop.set()
        elif now - self._stopping_since > ONE_SIGNAL_SECONDS:
            os._exit(1)


LOOKS = (5_000, 10, 10)
"""New objects until Python looks among them for garbage, and how many such looks until it looks among older ones. With
its own 700 it looks a thousand times while a large bot is checked, which makes a request for that a fifth slower; with
many more, one look would hold up the sound of calls."""


def keep_for_good() -> None:
    """Have Python look for garbage only among what is made from now on.

    What was loaded is never garbage. While it counts, Python waits for a quarter as many new objects before it looks
    through the older ones: calls that are over, with their media, stay for dozens of calls, and each look at all of it
    holds the loop up for a tenth of a second.
    """
    gc.set_threshold(*LOOKS)
    gc.collect()
    gc.freeze()
    gc.collect()  # of nothing: how much there is now is what later looks are measured by


def _end_by_force_after(seconds: float) -> None:
    """End the process even if a thread that is not ours holds it, and say which one it was."""

    def end() -> None:
        held = [thread.name for thread in threading.enumerate() if not thread.daemon]
        log.error("Ended by force; these threads did not end: %s", ", ".join(held))
        os._exit(1)

    timer = threading.Timer(seconds, end)
    timer.daemon = True
    timer.start()
