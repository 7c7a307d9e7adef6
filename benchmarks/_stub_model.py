"""A language model without a model: says one sentence, token by token, at the pace that it is told.

It speaks the protocol of OpenAI's chat completions, streamed or whole, so that two systems can be given the same model.
Nothing leaves this machine. `GET /counts` tells what was asked and sent: tokens of answers that nobody heard cost too.

    .venv/bin/python benchmarks/_stub_model.py --port 9100 --first-token-ms 300 --tokens-per-s 50
"""

import argparse
import asyncio
import json
import re
import sys
import time
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass, replace
from typing import Any

from aiohttp import web

HOST = "127.0.0.1"
# Without a comma: a voice pauses there almost as long as a caller waits before it is her turn.
SENTENCE = "Your savings account holds twelve hundred and fifty dollars."
# With `{name}` and `{number}` in the text no answer is like another: no voice has it ready.
NAMES = "Anna Boris Clara David Emma Frank Grace Henry Iris Jacob Kate Louis Mary Noah Olive Peter Rose Simon".split()
_TOKEN = re.compile(r"\s*\S+")
_MAX_BODY_BYTES = 4 << 20  # a long conversation, with room


@dataclass(frozen=True)
class Answer:
    """What the model says, and when: milliseconds to the first token, tokens a second after it (0: all at once)."""

    text: str = SENTENCE
    first_token_ms: float = 0.0
    tokens_per_s: float = 0.0
    different: int = 0
    """After so many answers they begin anew; 0: no answer is ever like another."""

    def text_of(self, number: int) -> str:
        """The text of the answer to request `number`."""
        number = number % self.different if self.different else number
        name = NAMES[number % len(NAMES)]
        return self.text.replace("{name}", name).replace("{number}", str(100 + number))

    def tokens_of(self, number: int) -> tuple[str, ...]:
        """That text in words with the space before them, as models stream it."""
        return tuple(_TOKEN.findall(self.text_of(number)))

    @property
    def tokens(self) -> tuple[str, ...]:
        """The tokens of the first answer."""
        return self.tokens_of(1)

    def due_s(self, number: int) -> float:
        """When token `number` (from 0) leaves, in seconds after the request."""
        return self.first_token_ms / 1000 + (number / self.tokens_per_s if self.tokens_per_s > 0 else 0.0)


@dataclass
class Counts:
    """Since the start: requests, tokens sent, answers sent to their end, answers that the client broke off."""

    requests: int = 0
    tokens: int = 0
    finished: int = 0
    broken_off: int = 0


class StubModel:
    """The server's state. `now` gives seconds, `sleep` waits for some: tests bring their own."""

    def __init__(
        self,
        answer: Answer,
        *,
        now: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self.counts = Counts()
        self._answer = answer
        self._now = now
        self._sleep = sleep

    def application(self) -> web.Application:
        """The routes, for aiohttp to serve."""
        app = web.Application(client_max_size=_MAX_BODY_BYTES)
        app.router.add_post("/v1/chat/completions", self._complete)
        app.router.add_get("/counts", self._tell_counts)
        app.router.add_post("/pace", self._change_pace)
        return app

    async def _change_pace(self, request: web.Request) -> web.Response:
        """Answers to later requests come at another pace: {"first_token_ms": ..., "tokens_per_s": ...}."""
        pace = await request.json()
        self._answer = replace(
            self._answer, first_token_ms=float(pace["first_token_ms"]), tokens_per_s=float(pace["tokens_per_s"])
        )
        return web.json_response(pace)

    async def _tell_counts(self, _: web.Request) -> web.Response:
        return web.json_response(asdict(self.counts))

    async def _complete(self, request: web.Request) -> web.StreamResponse:
        asked_s = self._now()
        try:
            body = await request.json()
            model, streamed = str(body["model"]), bool(body.get("stream"))
        except (ValueError, KeyError, TypeError, AttributeError):
            return web.json_response({"error": {"message": "The body must be JSON with `model`."}}, status=400)
        self.counts.requests += 1
        number = self.counts.requests
        head = {"id": f"stub-{number}", "created": 0, "model": model}
        try:
            if not streamed:
                return await self._whole(head, asked_s, number)
            usage = bool((body.get("stream_options") or {}).get("include_usage"))
            return await self._stream(request, head, asked_s, number, usage=usage)
        except (ConnectionError, asyncio.CancelledError):
            self.counts.broken_off += 1
            raise

    async def _whole(self, head: dict[str, Any], asked_s: float, number: int) -> web.Response:
        tokens = self._answer.tokens_of(number)
        await self._until(asked_s, len(tokens) - 1)
        self.counts.tokens += len(tokens)
        self.counts.finished += 1
        choice = {
            "index": 0,
            "message": {"role": "assistant", "content": self._answer.text_of(number)},
            "finish_reason": "stop",
        }
        return web.json_response({**head, "object": "chat.completion", "choices": [choice], "usage": self._usage()})

    async def _stream(
        self, request: web.Request, head: dict[str, Any], asked_s: float, asked: int, *, usage: bool
    ) -> web.StreamResponse:
        head = {**head, "object": "chat.completion.chunk"}
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-cache"})
        await response.prepare(request)
        answer = self._answer
        for number, token in enumerate(answer.tokens_of(asked)):
            await self._until(asked_s, number)
            delta = {"content": token} if number else {"role": "assistant", "content": token}
            await response.write(_event({**head, "choices": [{"index": 0, "delta": delta, "finish_reason": None}]}))
            self.counts.tokens += 1
        await response.write(_event({**head, "choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]}))
        if usage:
            await response.write(_event({**head, "choices": [], "usage": self._usage()}))
        await response.write(b"data: [DONE]\n\n")
        await response.write_eof()
        self.counts.finished += 1
        return response

    async def _until(self, asked_s: float, number: int) -> None:
        wait_s = asked_s + self._answer.due_s(number) - self._now()
        if wait_s > 0:
            await self._sleep(wait_s)

    def _usage(self) -> dict[str, int]:
        sent = len(self._answer.tokens)
        return {"prompt_tokens": 0, "completion_tokens": sent, "total_tokens": sent}


def _event(data: dict[str, Any]) -> bytes:
    return b"data: " + json.dumps(data).encode() + b"\n\n"


async def serve(answer: Answer, port: int) -> None:
    """Serve until cancelled; the first line of standard output is JSON with the `address` for a client."""
    # A client that hangs up must be seen while an answer waits for its next token: its tokens are not sent.
    runner = web.AppRunner(StubModel(answer).application(), handler_cancellation=True, access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, HOST, port).start()
        sys.stdout.write(json.dumps({"address": f"http://{HOST}:{runner.addresses[0][1]}"}) + "\n")
        sys.stdout.flush()
        await asyncio.Event().wait()
    finally:
        await runner.cleanup()


def main() -> None:
    """Serve as the options say until told to stop."""
    parser = argparse.ArgumentParser(description="A model that says one sentence at a set pace.")
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--first-token-ms", type=float, default=0.0)
    parser.add_argument("--tokens-per-s", type=float, default=0.0, help="0 sends all at once")
    parser.add_argument("--text", default=SENTENCE)
    parser.add_argument("--different", type=int, default=0, help="answers that are; 0: all of them")
    options = parser.parse_args()
    answer = Answer(options.text, options.first_token_ms, options.tokens_per_s, options.different)
    asyncio.run(serve(answer, options.port))


if __name__ == "__main__":
    main()
