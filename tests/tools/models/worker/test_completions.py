"""What is made of the library's answers, with a library that answers as it is told."""

import asyncio
from collections.abc import AsyncIterator
from types import SimpleNamespace as Thing
from typing import Any

import pytest

from tools.models.worker.completions import MOST_ARGUMENTS, MOST_TOOLS, Malformed, completions, prices


class Stream:
    """Chunks, and whether somebody closed it."""

    def __init__(self, chunks: list[Any]) -> None:
        self.chunks, self.closed = chunks, False

    async def __aiter__(self) -> AsyncIterator[Any]:
        for chunk in self.chunks:
            yield chunk

    async def aclose(self) -> None:
        self.closed = True


class Library:
    def __init__(self, answer: Any) -> None:
        self.answer = answer
        self.asked: dict[str, Any] = {}

    async def acompletion(self, **request: Any) -> Any:
        self.asked = request
        return self.answer

    def get_model_info(self, model: str) -> dict[str, Any]:
        if model == "unknown":
            raise RuntimeError
        return {"input_cost_per_token": 1.5e-7, "output_cost_per_token": None}


def chunk(content: str | None = None, tools: list[Any] | None = None, finish: str | None = None) -> Thing:
    return Thing(choices=[Thing(delta=Thing(content=content, tool_calls=tools), finish_reason=finish)], usage=None)


def delta(at: int, name: str | None, arguments: str, call_id: str | None = None) -> Thing:
    return Thing(index=at, id=call_id, function=Thing(name=name, arguments=arguments))


def parts(library: Library, **request: Any) -> list[dict[str, Any]]:
    async def main() -> list[dict[str, Any]]:
        return [dict(part.fields) async for part in completions(library)({"request": request}, b"")]

    return asyncio.run(main())


def test_pieces_and_what_was_counted() -> None:
    counted = Thing(choices=[], usage=Thing(prompt_tokens=7, completion_tokens=2))
    stream = Stream([chunk(""), chunk("The"), chunk(" roof."), chunk(finish="stop"), counted])
    library = Library(stream)
    told = parts(library, stream=True, model="openai/x")
    assert told == [{"text": "The"}, {"text": " roof."}, {"finish": "stop", "tools": [], "usage": [7, 2]}]
    assert stream.closed
    assert library.asked["model"] == "openai/x"


def test_tools_are_put_together_of_their_pieces() -> None:
    stream = Stream([
        chunk("Let me see."),
        chunk(tools=[delta(0, "look", '{"a"', "c-1"), delta(1, "book", "{", "c-2")]),
        chunk(tools=[delta(0, None, ": 1}"), delta(1, None, "broken")], finish="tool_calls"),
    ])  # fmt: skip
    *_, last = parts(Library(stream), stream=True)
    assert last["tools"] == [
        {"id": "c-1", "name": "look", "arguments": '{"a": 1}'}, {"id": "c-2", "name": "book", "arguments": "{broken"},
    ]  # fmt: skip


@pytest.mark.parametrize(
    "chunks",
    [
        [chunk(tools=[delta(at, "t", "{}")]) for at in range(MOST_TOOLS + 1)],
        [chunk(tools=[delta(0, "t", "x" * 1000)]) for _ in range(MOST_ARGUMENTS // 1000 + 1)],
    ],
)
def test_an_answer_that_asks_without_end_is_none(chunks: list[Any]) -> None:
    stream = Stream(chunks)
    with pytest.raises(Malformed):
        parts(Library(stream), stream=True)
    assert stream.closed


def test_a_whole_answer() -> None:
    message = Thing(content="Yes.", tool_calls=None)
    usage = Thing(prompt_tokens=1, completion_tokens=1)
    answer = Thing(choices=[Thing(message=message, finish_reason="stop")], usage=usage)
    assert parts(Library(answer)) == [{"text": "Yes."}, {"finish": "stop", "tools": [], "usage": [1, 1]}]
    message.content, answer.usage = None, None
    assert parts(Library(answer)) == [{"finish": "stop", "tools": []}]
    answer.choices = []
    with pytest.raises(Malformed):
        parts(Library(answer))


def test_prices_for_a_million_tokens() -> None:
    async def main(model: str) -> list[Any]:
        return [part.fields["price"] async for part in prices(Library(None))({"model": model}, b"")]

    assert asyncio.run(main("known")) == [[pytest.approx(0.15), 0.0]]
    assert asyncio.run(main("unknown")) == [None]
