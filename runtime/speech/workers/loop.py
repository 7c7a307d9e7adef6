"""The child's side of a speech worker: reads requests, does one at a time, answers. Imports no Django and no asyncio.

One thread reads, the main thread works. A handler is a generator: what it yields goes out as a part of the answer, what
it returns ends the answer. Between two steps the most urgent request goes first, so a long text of one call does not
keep the first clause of another waiting. When the parent is gone (end of stdin) the process ends at once.
"""

import itertools
import logging
import os
import queue
import sys
import threading
import time
from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import Any

from runtime.speech.urgency import DRAFT, NEXT
from runtime.speech.workers.priority import load_quietly
from voxloom.workers.child import READ_BYTES, begin, write_all
from voxloom.workers.frames import Frame, FrameDecoder, FrameError, encode

log = logging.getLogger("runtime.speech.worker")

QUIET_START = "VOXLOOM_QUIET_START"
"""Set in the environment of a worker that nobody waits for while it loads."""


class Interrupted(Exception):
    """Raised by a handler whose step was stopped; no error."""


class Refused(Exception):
    """The request cannot be answered: a code, a message in the user's words, a remedy."""

    def __init__(self, code: str, message: str, remedy: str) -> None:
        super().__init__(message)
        self.code, self.message, self.remedy = code, message, remedy


@dataclass(frozen=True, slots=True)
class Answer:
    """A part of an answer, or its end."""

    fields: dict[str, Any]
    payload: bytes = b""


Steps = Generator[Answer | None, None, Answer]


class Job:
    """One request while it waits and is worked on."""

    def __init__(self, number: int, method: str, fields: dict[str, Any], payload: bytes, priority: int) -> None:
        self.number, self.method, self.fields, self.payload, self.priority = number, method, fields, payload, priority
        self.cancelled = threading.Event()
        self.on_stop: Callable[[], None] | None = None
        """Set by a handler while it is in a long native call: stops that call."""
        self.steps: Steps | None = None

    def stop(self) -> None:
        """Stop the native call that the job is in, if it can be stopped."""
        if (stop := self.on_stop) is not None:
            stop()


Handler = Callable[[Job], Steps]


class Loop:
    """Requests by urgency, one step at a time."""

    def __init__(self, read: Callable[[], bytes], write: Callable[[bytes], None], on_end: Callable[[], None]) -> None:
        self._read, self._write, self._on_end = read, write, on_end
        self._writing = threading.Lock()
        self._lock = threading.Lock()
        self._jobs: dict[int, Job] = {}
        self._current: Job | None = None
        self._waiting: queue.PriorityQueue[tuple[int, int, Job]] = queue.PriorityQueue()
        self._order = itertools.count()

    def send(self, header: dict[str, Any], payload: bytes = b"") -> None:
        """Write one message to the parent."""
        message = encode(Frame(header, payload))
        with self._writing:  # the reading thread says that it is there while the other one answers
            self._write(message)

    def read_forever(self) -> None:
        """Body of the reading thread."""
        decoder = FrameDecoder()
        try:
            while data := self._read():
                for frame in decoder.feed(data):
                    self.take(frame)
        except (OSError, FrameError) as error:
            log.error("reading requests failed: %s", error)
        self._on_end()

    def take(self, frame: Frame) -> None:
        """One message of the parent: a request, what becomes of one, or whether anybody is there."""
        header = dict(frame.header)
        kind, number = header.pop("type", None), int(header.pop("id", -1))
        if kind == "cancel":
            with self._lock:
                job = self._jobs.get(number)
                if job is not None:
                    job.cancelled.set()
                    job.stop()
            return
        if kind == "ping":
            self.send({"type": "pong"})
            return
        if kind == "priority":
            self._raise(number, int(header.get("priority", 0)))
            return
        if kind != "request":
            log.error("a message of unknown type was left out: %r", kind)
            return
        job = Job(number, str(header.pop("method", "")), header, frame.payload, int(header.pop("priority", 0)))
        with self._lock:
            self._jobs[number] = job
            self._queue(job)

    def work_one(self, handle: Handler) -> None:
        """Wait for the most urgent job and do one step of it."""
        job = self._next_job()
        done = True
        try:
            done = self._step(job, handle)
        finally:
            with self._lock:
                self._current = None
                if done:
                    self._jobs.pop(job.number, None)
                else:
                    # Its caller already hears something: after the first step another call's first clause goes first.
                    job.priority = max(job.priority, NEXT)
                    self._queue(job)

    def _queue(self, job: Job) -> None:
        """Have a job worked on. What it may stop for it, it stops. With the lock held."""
        current = self._current
        if current is not None and current.priority >= DRAFT and job.priority < current.priority:
            current.stop()
        self._waiting.put((job.priority, next(self._order), job))

    def _next_job(self) -> Job:
        while True:
            priority, _, job = self._waiting.get()
            with self._lock:
                # A job that became more urgent, or is done, stands in the queue once too often.
                if job.priority == priority and self._jobs.get(job.number) is job:
                    self._current = job
                    return job

    def _raise(self, number: int, priority: int) -> None:
        with self._lock:
            job = self._jobs.get(number)
            if job is None or job.priority <= priority:
                return
            job.priority = priority
            if job is not self._current:
                self._queue(job)

    def _step(self, job: Job, handle: Handler) -> bool:
        if job.cancelled.is_set():
            if job.steps is not None:
                job.steps.close()
            self.send({"type": "cancelled", "id": job.number})
            return True
        try:
            if job.steps is None:
                job.steps = handle(job)
            part = next(job.steps)
        except StopIteration as end:
            answer: Answer = end.value
            self.send({**answer.fields, "type": "result", "id": job.number}, answer.payload)
            return True
        except Interrupted:
            self.send({"type": "cancelled", "id": job.number})
            return True
        except Refused as refusal:
            self._send_error(job, refusal.code, refusal.message, refusal.remedy)
            return True
        except Exception:
            log.exception("%s failed", job.method)
            self._send_error(
                job, "speech_failed", "The speech worker could not do that.", "The server's log says what went wrong."
            )
            return True
        if part is not None:
            self.send({**part.fields, "type": "part", "id": job.number}, part.payload)
        return False

    def _send_error(self, job: Job, code: str, message: str, remedy: str) -> None:
        self.send({"type": "error", "id": job.number, "code": code, "message": message, "remedy": remedy})


def run(load: Callable[[], Handler]) -> None:
    """The whole life of a worker process: set up, load the model, say so, work until the parent is gone."""
    began = time.monotonic()
    answers = begin(log)

    loop = Loop(lambda: os.read(0, READ_BYTES), lambda data: write_all(answers, data), lambda: os._exit(0))
    threading.Thread(target=loop.read_forever, name="requests", daemon=True).start()
    try:
        handle = load_quietly(load) if os.environ.get(QUIET_START) else load()
    except Exception as error:
        known = getattr(error, "code", None) is not None
        if not known:
            log.exception("loading failed")
        loop.send(
            {
                "type": "failed",
                "code": getattr(error, "code", "speech_not_loaded"),
                "message": str(getattr(error, "message", f"A speech model could not be loaded: {error}")),
                "remedy": str(getattr(error, "remedy", "The server's log says why.")),
            }
        )
        sys.exit(1)
    loop.send({"type": "ready", "took_ms": round((time.monotonic() - began) * 1000)})
    while True:
        loop.work_one(handle)
