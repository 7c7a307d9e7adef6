"""Recogniser and voice without models, on the workers' own loop and protocol: what a service elsewhere costs a server.

The recogniser hears "coffee" in whatever is said; the voice hums for as long as a text would take.
"""

import sys

import numpy as np

from runtime.media import opus
from runtime.speech.process import WorkerProcess
from runtime.speech.workers.loop import Answer, Handler, Job, Steps, run
from voxloom.workers.frames import pack_list

HEARD = "A coffee please"
CHARACTERS_PER_S = 15  # of speech
_HUM_HZ = 180
_LOUD = 6_000


def stub_worker(name: str) -> WorkerProcess:
    """This file as a worker process."""
    return WorkerProcess(name, argv=(sys.executable, "-P", __file__))


def hum(packets: int) -> list[bytes]:
    """A voice's pitch, in Opus packets of 20 ms."""
    samples = np.arange(packets * opus.PACKET_SAMPLES)
    return opus.OpusEncoder().encode((_LOUD * np.sin(2 * np.pi * _HUM_HZ / opus.RATE_HZ * samples)).astype(np.int16))


def load() -> Handler:
    """The function that answers requests."""
    hummed = hum(500)

    def handle(job: Job) -> Steps:
        if job.method == "transcribe":
            yield from ()
            fields = {"text": HEARD, "others": (), "shares": [[HEARD, 1.0]], "confidence": 0.9, "no_speech": 0.01}
            return Answer({**fields, "audio_ms": len(job.payload) // 32, "took_ms": 0})
        for clause in job.fields.get("clauses", ()):
            count = min(len(hummed), max(5, len(clause) * 1000 // CHARACTERS_PER_S // opus.PACKET_MS))
            lengths, payload = pack_list(hummed[:count])
            yield Answer({"text": clause, "lengths": lengths, "took_ms": 0}, payload)
        return Answer({})

    return handle


if __name__ == "__main__":
    run(load)
