"""A process that has no model, on the real loop and protocol: gives a word, refuses it, or hangs, as it is told."""

import sys
import threading
from pathlib import Path

from runtime.language.server import WORD
from runtime.speech.workers.loop import Answer, Handler, Job, Refused, Steps, run


def load() -> Handler:
    """The first process does as it is told, the next ones work."""
    mode, been_here = sys.argv[1], Path(sys.argv[2])
    first = not been_here.exists()
    been_here.touch()

    def handle(job: Job) -> Steps:
        yield from ()
        assert job.method == WORD
        if first and mode == "hangs":
            threading.Event().wait()
        if first and mode == "refuses":
            raise Refused("speech_refused", "It gives no word.", "It is started again.")
        return Answer({})

    return handle


if __name__ == "__main__":
    run(load)
