"""The process itself: begins, imports LiteLLM, says that it is ready, works until the parent is gone."""

import asyncio
import logging
import os
import sys
import threading
from collections.abc import Callable, Mapping

from tools.models.worker.completions import completions, prices
from tools.models.worker.library import imported
from tools.models.worker.loop import Handler, Loop
from tools.models.worker.speech import hears, speaks, speech_prices
from voxloom.workers.child import READ_BYTES, begin, write_all
from voxloom.workers.frames import Frame, FrameError, encode

log = logging.getLogger(__name__)

Handlers = Mapping[str, Handler]
NOBODY = "http://127.0.0.1:9/v1"
"""A port of this machine at which nothing listens (RFC 863, which nobody runs)."""
WARM_S = 10.0


def handlers() -> Handlers:
    """What can be asked for. One more kind of request is one more line here."""
    library = imported()
    return {
        "complete": completions(library), "price": prices(library),
        "hear": hears(library), "speak": speaks(library), "speech_price": speech_prices(library),
    }  # fmt: skip


class AnswersPipe:
    """The pipe to the parent, which always reads. Only the thread of the event loop writes, so nothing locks it."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def write(self, data: bytes) -> None:
        """All of it."""
        write_all(self._descriptor, data)

    async def drain(self) -> None:
        """Others have their turn between two pieces."""
        await asyncio.sleep(0)


def run(load: Callable[[], Handlers] = handlers) -> None:
    """The whole life of the process."""
    pipe = AnswersPipe(begin(log))
    try:
        known = load()
    except Exception as problem:  # an import of a large library raises what it likes
        log.exception("LiteLLM cannot be loaded")
        pipe.write(encode(Frame({"type": "failed", "kind": type(problem).__name__})))
        sys.exit(1)
    asyncio.run(_work(pipe, known))


async def _work(pipe: AnswersPipe, known: Handlers) -> None:
    loop, work = asyncio.get_running_loop(), Loop(pipe, known)

    def read_forever() -> None:
        try:
            while data := os.read(0, READ_BYTES):
                loop.call_soon_threadsafe(feed, data)
        except OSError as problem:
            log.error("reading requests failed: %s", problem)
        os._exit(0)  # the parent is gone: nobody waits for what is under way

    def feed(data: bytes) -> None:
        try:
            work.feed(data)
        except FrameError as problem:
            log.error("a request cannot be read: %s", problem)
            os._exit(1)

    await _warmed(known)
    pipe.write(encode(Frame({"type": "ready"})))
    threading.Thread(target=read_forever, name="requests", daemon=True).start()
    await asyncio.Event().wait()


async def _warmed(known: Handlers) -> None:
    """Ask nobody once: what LiteLLM imports with its first question takes a second, which no caller should wait."""
    if (complete := known.get("complete")) is None:
        return
    messages = [{"role": "user", "content": "Hello."}]
    request = {"model": "openai/nobody", "messages": messages, "stream": True, "num_retries": 0, "max_retries": 0}
    try:
        async with asyncio.timeout(WARM_S):
            async for _ in complete({"request": {**request, "api_base": NOBODY, "api_key": "none"}}, b""):
                pass
    except Exception as problem:  # nobody answers
        log.debug("asked nobody: %s", problem, exc_info=True)


if __name__ == "__main__":
    run()
