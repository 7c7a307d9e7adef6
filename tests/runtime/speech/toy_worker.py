"""A worker without a model, on the real loop and protocol: what the tests of the process drive."""

import ctypes
import os
import sys
import threading
import time

from runtime.speech.workers.loop import Answer, Handler, Interrupted, Job, Refused, Steps, run


def load() -> Handler:
    sys.stderr.write("loading the toy\n")
    mode = sys.argv[1] if len(sys.argv) > 1 else ""
    if mode == "fail":
        raise Refused("model_missing", "The toy model is missing.", "Install the toy.")
    if mode == "broken":
        raise RuntimeError("no such toy")
    if mode == "never":
        threading.Event().wait()
    if mode == "noise":
        os.write(_answers(), b"this is no message at all")
    if mode == "once" and os.path.exists(sys.argv[2]):
        threading.Event().wait()
    done: list[str] = []

    def handle(job: Job) -> Steps:
        done.append(str(job.fields.get("name", job.method)))
        yield from ()
        match job.method:
            case "echo":
                sys.stdout.write("a library that prints\n")
                sys.stdout.flush()
                return Answer({"said": job.fields.get("say")}, job.payload)
            case "parts":
                for number in range(int(job.fields["count"])):
                    yield Answer({"number": number})
                return Answer({"done": True})
            case "hold":
                yield Answer({"holding": True})
                yield from _hold(job)
                return Answer({})
            case "endless":
                while True:
                    yield Answer({})
                    time.sleep(0.001)
            case "background":
                yield from _background(job, done)
                return Answer({})
            case "history":
                return Answer({"done": done})
            case "environment":
                return Answer({"environment": dict(os.environ), "modules": sorted(sys.modules)})
            case "refuse":
                raise Refused("toy_refused", "The toy does not want to.", "Ask nicely.")
            case "raise_words":
                raise ValueError(job.fields["say"])
            case "raise":
                raise RuntimeError("a fault of the toy")
            case "crash":
                ctypes.string_at(0)  # a fault in native code
            case "exit":
                os._exit(3)
            case "hang":
                threading.Event().wait()
            case "garble":
                os.write(_answers(), b"\x00\xff garbage")
        return Answer({})

    return handle


def _hold(job: Job) -> Steps:
    """Stay in a step until it is stopped."""
    stopped = threading.Event()
    job.on_stop = stopped.set
    if not job.cancelled.is_set():
        stopped.wait()
    raise Interrupted


def _background(job: Job, done: list[str]) -> Steps:
    """Do a step again after something more urgent interrupted it, as the voice does."""
    stopped, before = threading.Event(), len(done)
    job.on_stop = stopped.set
    yield Answer({"holding": True})
    if len(done) == before:  # else it came between two steps
        stopped.wait()
    if job.cancelled.is_set():
        raise Interrupted
    yield None
    yield Answer({"again": True})
    return Answer({})


def _answers() -> int:
    """The descriptor of the protocol's pipe: the highest one open before this call."""
    return max(int(name) for name in os.listdir("/proc/self/fd") if os.path.exists(f"/proc/self/fd/{name}"))


if __name__ == "__main__":
    run(load)
