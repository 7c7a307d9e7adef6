"""The child's loop, without a process: what it is sent, and what it sends."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Coroutine, Mapping
from typing import Any

from tools.models.worker.loop import Loop, Part, told_of
from voxloom.workers.frames import Frame, FrameDecoder, encode


class Pipe:
    """Keeps what is written."""

    def __init__(self) -> None:
        self.frames: list[Frame] = []
        self._decoder = FrameDecoder()

    def write(self, data: bytes) -> None:
        self.frames += self._decoder.feed(data)

    async def drain(self) -> None:
        await asyncio.sleep(0)

    @property
    def told(self) -> list[dict[str, Any]]:
        return [frame.header for frame in self.frames]


async def count(fields: Mapping[str, Any], payload: bytes) -> AsyncGenerator[Part, None]:
    for number in range(int(fields["to"])):
        yield Part({"number": number}, payload)


async def wait(_fields: Mapping[str, Any], _payload: bytes) -> AsyncGenerator[Part, None]:
    yield Part({"waits": True})
    await asyncio.Event().wait()


async def too_big(_fields: Mapping[str, Any], _payload: bytes) -> AsyncGenerator[Part, None]:
    yield Part({"text": "x" * 2_000_000})


def with_loop(body: Callable[[Loop, Pipe], Coroutine[Any, Any, None]]) -> Pipe:
    pipe = Pipe()

    async def main() -> None:
        await body(Loop(pipe, {"count": count, "wait": wait, "too_big": too_big}), pipe)

    asyncio.run(main())
    return pipe


async def until(loop: Loop) -> None:
    while loop.working:
        await asyncio.sleep(0)


def request(number: int, method: str, **fields: Any) -> Frame:
    return Frame({"type": "request", "id": number, "method": method, **fields}, b"sound")


def test_requests_are_worked_on_together_and_each_says_when_it_is_over() -> None:
    async def body(loop: Loop, _pipe: Pipe) -> None:
        loop.feed(encode(request(1, "count", to=2)) + encode(request(2, "count", to=1)))
        await until(loop)

    pipe = with_loop(body)
    assert [one for one in pipe.told if one["id"] == 1] == [
        {"number": 0, "type": "part", "id": 1}, {"number": 1, "type": "part", "id": 1}, {"type": "result", "id": 1},
    ]  # fmt: skip
    assert pipe.frames[0].payload == b"sound"
    assert {one["id"] for one in pipe.told[:2]} == {1, 2}


def test_a_request_can_be_taken_back_and_one_that_is_over_cannot() -> None:
    async def body(loop: Loop, pipe: Pipe) -> None:
        loop.take(request(1, "wait"))
        while not pipe.told:
            await asyncio.sleep(0)
        loop.take(Frame({"type": "cancel", "id": 1}))
        await until(loop)
        loop.take(Frame({"type": "cancel", "id": 1}))
        loop.take(Frame({"type": "ping"}))

    assert with_loop(body).told[1:] == [{"type": "cancelled", "id": 1}, {"type": "pong"}]


def test_what_goes_wrong_ends_the_request_alone() -> None:
    async def body(loop: Loop, _pipe: Pipe) -> None:
        loop.take(Frame({"type": "unheard of", "id": 9}))
        loop.take(request(1, "nothing like that"))
        loop.take(request(2, "count"))
        loop.take(request(3, "too_big"))
        loop.take(request(4, "count", to=0))
        await until(loop)

    told = {one["id"]: one for one in with_loop(body).told}
    assert told == {
        1: {"type": "error", "kind": "KeyError", "id": 1},
        2: {"type": "error", "kind": "KeyError", "id": 2},
        3: {"type": "error", "kind": "TooBig", "id": 3},
        4: {"type": "result", "id": 4},
    }


def problem(name: str, **fields: Any) -> Exception:
    made: Exception = type(name, (Exception,), fields)("words that nobody may see")
    return made


def test_of_an_exception_only_numbers_and_its_kind_are_told() -> None:
    assert told_of(problem("Odd")) == {"kind": "Odd"}
    refused = problem("RateLimitError", status_code=429, litellm_response_headers={"retry-after": "2.5"})
    assert told_of(refused) == {"kind": "RateLimitError", "status": 429, "retry_after_s": 2.5}
    for text in ("Wed, 21 Oct 2026 07:28:00 GMT", "-1", "nan", "inf"):
        headers = {"retry-after": text}
        assert "retry_after_s" not in told_of(problem("RateLimitError", litellm_response_headers=headers))
    # LiteLLM makes up a status where nobody answered
    assert told_of(problem("APIConnectionError", status_code=500)) == {"kind": "APIConnectionError"}
    assert told_of(problem("Timeout", status_code=408)) == {"kind": "Timeout"}


def test_a_request_that_is_cancelled_before_it_began_is_answered_too() -> None:
    async def body(loop: Loop, _pipe: Pipe) -> None:
        loop.feed(encode(request(7, "count", to=2)) + encode(Frame({"type": "cancel", "id": 7})))
        await until(loop)

    assert with_loop(body).told == [{"type": "cancelled", "id": 7}]
