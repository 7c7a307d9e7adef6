"""SmolLM2 behind OpenAI's protocol, on loopback, in a process of its own: a crash of native code touches no call.

It is fluent and often wrong. It shows that words come as they are written, and says nothing that must be true.
"""

import json
import os
import sys
from http.client import HTTPException
from pathlib import Path
from typing import Any
from urllib.request import ProxyHandler, Request, build_opener

from runtime.speech import models
from runtime.speech.workers.loop import Answer, Handler, Job, Refused, Steps, run

HOST = "127.0.0.1"
NAME = "smollm2"
"""What it is called in requests."""
CONTEXT_TOKENS = 2_048
"""A prompt, some turns and an answer; the model was made for four times as many."""
AT_ONCE = 2
"""Answers that are written at the same time; more wait for their turn."""
NOBODY = "null.invalid"
"""A host that there never is (RFC 2606)."""
WORD = "word"
"""What the parent asks of this process itself: whether the model still gives a word."""
PATIENCE_S = 120.0
"""Longer than the parent waits, which decides."""
WARNINGS = 2
"""Of what llama.cpp says of itself."""
_NICENESS = 5  # hearing, speaking and the audio go first where cores are scarce


def serve(path: Path, port: int) -> Any:
    """The server, which answers by threads of its own as long as it is kept. Raises Refused."""
    try:
        import xllamacpp  # noqa: PLC0415 - only where this model was asked for
    except ImportError:
        raise Refused(
            "model_missing",
            "The package xllamacpp, which runs the model of this machine, is not installed.",
            "Run `.venv/bin/pip install --no-deps -r requirements-local.txt`.",
        ) from None
    threads = max(1, (os.cpu_count() or 1) // 2)
    parameters = xllamacpp.CommonParams()
    parameters.model.path = str(path)
    parameters.model_alias = {NAME}
    parameters.hostnames, parameters.port = [HOST], port
    parameters.ui, parameters.offline = False, True
    parameters.cors_origins = NOBODY  # no page that is open on this machine asks it
    parameters.verbosity = WARNINGS
    parameters.n_ctx, parameters.n_parallel = CONTEXT_TOKENS * AT_ONCE, AT_ONCE
    parameters.cpuparams.n_threads = parameters.cpuparams_batch.n_threads = threads
    parameters.warmup = True  # else the first caller waits for it
    return xllamacpp.Server(parameters)


def one_word(port: int) -> None:
    """Ask the server itself, in the way that callers ask it, for a single token. Raises Refused."""
    question = {"model": NAME, "max_tokens": 1, "messages": [{"role": "user", "content": "Hello."}]}
    body = json.dumps(question).encode()
    request = Request(f"http://{HOST}:{port}/v1/chat/completions", body, {"Content-Type": "application/json"})
    try:
        with build_opener(ProxyHandler({})).open(request, timeout=PATIENCE_S) as answer:
            told = json.loads(answer.read())
    except (OSError, ValueError, HTTPException) as problem:
        raise Refused(
            "speech_refused", f"It gives no word: {type(problem).__name__}.", "It is started again."
        ) from None
    if not isinstance(told, dict) or not told.get("choices"):
        raise Refused("speech_refused", "What it gives is no answer.", "It is started again.")


def load() -> Handler:
    """Check the model file, and serve it at the port that the parent chose."""
    os.nice(_NICENESS)
    (path,) = models.find("language").values()
    server = serve(path, int(sys.argv[1]))

    def handle(job: Job) -> Steps:
        yield from ()
        if job.method != WORD:
            raise Refused("speech_refused", f"{server} is asked by HTTP, not by {job.method}.", "Ask it there.")
        one_word(int(sys.argv[1]))
        return Answer({})

    return handle


if __name__ == "__main__":
    run(load)
