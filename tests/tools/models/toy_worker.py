"""A process that asks no models, on the real loop and protocol: what the tests of the process drive."""

import asyncio
import os
import signal
import sys
import threading
from collections.abc import AsyncGenerator, Mapping
from typing import Any

from tools.models.worker.loop import Handler, Part
from tools.models.worker.run import run


class Cancelled:
    """Counts what was broken off."""

    number = 0


async def echo(fields: Mapping[str, Any], payload: bytes) -> AsyncGenerator[Part, None]:
    yield Part({"said": fields.get("say")}, payload)


async def parts(fields: Mapping[str, Any], _payload: bytes) -> AsyncGenerator[Part, None]:
    for number in range(int(fields["count"])):
        yield Part({"number": number})


async def hold(_fields: Mapping[str, Any], _payload: bytes) -> AsyncGenerator[Part, None]:
    try:
        yield Part({"holding": True})
        await asyncio.Event().wait()
    finally:
        Cancelled.number += 1


async def cancelled(_fields: Mapping[str, Any], _payload: bytes) -> AsyncGenerator[Part, None]:
    yield Part({"number": Cancelled.number})


async def environment(_fields: Mapping[str, Any], _payload: bytes) -> AsyncGenerator[Part, None]:
    told = {"names": sorted(os.environ), "modules": sorted(sys.modules), "argv": sys.argv, "pid": os.getpid()}
    yield Part(told)


async def prints(fields: Mapping[str, Any], _payload: bytes) -> AsyncGenerator[Part, None]:
    print(fields["say"], flush=True)  # noqa: T201 - as libraries do
    sys.stderr.write(f"{fields['say']}\n")
    sys.stderr.flush()
    yield Part({})


class Refuses(Exception):
    """As LiteLLM's exceptions are."""

    status_code = 429
    litellm_response_headers = {"retry-after": "7"}


async def refuses(fields: Mapping[str, Any], _payload: bytes) -> AsyncGenerator[Part, None]:
    raise Refuses(fields["say"])
    yield Part({})


async def crash(_fields: Mapping[str, Any], _payload: bytes) -> AsyncGenerator[Part, None]:
    yield Part({"holding": True})
    os.kill(os.getpid(), signal.SIGKILL)


async def stops(_fields: Mapping[str, Any], _payload: bytes) -> AsyncGenerator[Part, None]:
    """The loop itself stands still, as in native code."""
    yield Part({"holding": True})
    threading.Event().wait()


def load() -> Mapping[str, Handler]:
    mode = sys.argv[1] if len(sys.argv) > 1 else ""
    if mode == "broken":
        raise RuntimeError("no such toy")
    if mode == "never":
        threading.Event().wait()
    known = (echo, parts, hold, cancelled, environment, prints, refuses, crash, stops)
    return {handler.__name__: handler for handler in known}


if __name__ == "__main__":
    run(load)
