"""The model that says one sentence: over real HTTP, with a clock that only the test moves."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
import pytest
from aiohttp import web

from benchmarks._stub_model import SENTENCE, Answer, StubModel

ASKED = {"model": "stub", "messages": [{"role": "user", "content": "What is my balance?"}]}


class Clock:
    """Time that passes only by sleeping; `waits` tells who else should run before a sleep ends."""

    def __init__(self) -> None:
        self.now_s = 100.0
        self.slept: list[float] = []
        self.held: asyncio.Event | None = None
        self.holding = asyncio.Event()

    def now(self) -> float:
        return self.now_s

    async def sleep(self, seconds: float) -> None:
        if self.held is not None:
            self.holding.set()
            await self.held.wait()
        self.slept.append(round(seconds, 6))
        self.now_s += seconds


@asynccontextmanager
async def served(answer: Answer, clock: Clock) -> AsyncIterator[tuple[StubModel, str]]:
    stub = StubModel(answer, now=clock.now, sleep=clock.sleep)
    runner = web.AppRunner(stub.application(), handler_cancellation=True, shutdown_timeout=1)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        yield stub, f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


def events(body: str) -> list[str]:
    return [line.removeprefix("data: ") for line in body.split("\n\n") if line]


def test_tokens_are_the_text_in_words() -> None:
    assert Answer("It is  open.\nYes.").tokens == ("It", " is", "  open.", "\nYes.")
    assert "".join(Answer().tokens) == SENTENCE


@pytest.mark.parametrize(
    ("answer", "due"),
    [
        (Answer(first_token_ms=0, tokens_per_s=0), [0, 0, 0]),
        (Answer(first_token_ms=300, tokens_per_s=0), [0.3, 0.3, 0.3]),
        (Answer(first_token_ms=300, tokens_per_s=50), [0.3, 0.32, 0.34]),
    ],
)
def test_when_tokens_are_due(answer: Answer, due: list[float]) -> None:
    assert [answer.due_s(number) for number in range(3)] == pytest.approx(due)


def test_a_stream_keeps_its_pace_and_is_counted() -> None:
    async def run() -> None:
        clock = Clock()
        async with served(Answer("We open at nine.", 300, 50), clock) as (_, address), aiohttp.ClientSession() as http:
            asked = {**ASKED, "stream": True, "stream_options": {"include_usage": True}}
            async with http.post(f"{address}/v1/chat/completions", json=asked) as answer:
                assert answer.content_type == "text/event-stream"
                *chunks, usage, done = events(await answer.text())
            assert done == "[DONE]"
            assert clock.slept == [0.3, 0.02, 0.02, 0.02]
            told = [json.loads(chunk)["choices"][0] for chunk in chunks]
            assert [choice["delta"].get("content") for choice in told] == ["We", " open", " at", " nine.", None]
            assert [choice["finish_reason"] for choice in told] == [None, None, None, None, "stop"]
            assert json.loads(usage)["usage"]["completion_tokens"] == 4
            async with http.get(f"{address}/counts") as counts:
                assert await counts.json() == {"requests": 1, "tokens": 4, "finished": 1, "broken_off": 0}

    asyncio.run(run())


def test_without_being_asked_no_usage_is_streamed() -> None:
    async def run() -> None:
        async with served(Answer("Yes."), Clock()) as (_, address), aiohttp.ClientSession() as http:
            async with http.post(f"{address}/v1/chat/completions", json={**ASKED, "stream": True}) as answer:
                told = events(await answer.text())
            assert [len(json.loads(chunk)["choices"]) for chunk in told[:-1]] == [1, 1]

    asyncio.run(run())


def test_a_whole_answer_comes_when_its_last_token_would() -> None:
    async def run() -> None:
        clock = Clock()
        async with served(Answer("We open at nine.", 300, 50), clock) as (stub, address):
            async with (
                aiohttp.ClientSession() as http,
                http.post(f"{address}/v1/chat/completions", json=ASKED) as answer,
            ):
                told = await answer.json()
            assert told["choices"][0]["message"] == {"role": "assistant", "content": "We open at nine."}
            assert clock.slept == [0.36]
            assert (stub.counts.tokens, stub.counts.finished) == (4, 1)

    asyncio.run(run())


def test_a_client_that_hangs_up_is_sent_no_more() -> None:
    async def run() -> None:
        clock = Clock()
        clock.held = asyncio.Event()
        async with served(Answer("We open at nine.", 300, 50), clock) as (stub, address):
            async with aiohttp.ClientSession() as http:
                asking = asyncio.create_task(
                    http.post(f"{address}/v1/chat/completions", json={**ASKED, "stream": True})
                )
                await clock.holding.wait()
                answer = await asking
                answer.close()
            while not stub.counts.broken_off:
                await asyncio.sleep(0)
            assert (stub.counts.requests, stub.counts.tokens, stub.counts.finished) == (1, 0, 0)

    asyncio.run(run())


@pytest.mark.parametrize("body", [b"no json", b"{}", b"[]"])
def test_what_is_no_request_is_refused_and_not_counted(body: bytes) -> None:
    async def run() -> None:
        async with served(Answer(), Clock()) as (stub, address), aiohttp.ClientSession() as http:
            async with http.post(f"{address}/v1/chat/completions", data=body) as answer:
                assert answer.status == 400
            assert stub.counts.requests == 0

    asyncio.run(run())


def test_answers_differ_where_the_text_says_so() -> None:
    answer = Answer("{name} has {number} dollars.")
    assert len({answer.text_of(number) for number in range(200)}) == 200
    assert answer.tokens_of(1)[1] == " has"


def test_later_answers_come_at_another_pace() -> None:
    async def run() -> None:
        clock = Clock()
        async with served(Answer("Yes."), clock) as (_, address), aiohttp.ClientSession() as http:
            async with http.post(f"{address}/pace", json={"first_token_ms": 700, "tokens_per_s": 50}) as told:
                assert told.status == 200
            async with http.post(f"{address}/v1/chat/completions", json={**ASKED, "stream": True}) as answer:
                await answer.read()
        assert clock.slept == [0.7]

    asyncio.run(run())
