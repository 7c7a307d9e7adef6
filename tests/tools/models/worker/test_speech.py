"""Sound and words through the process that asks providers: what the library is asked, and what is made of it.

The library is the real one in tests/tools/speech/test_providers.py; here it answers what providers rarely do.
"""

import asyncio
from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

import pytest

from tools.models.worker.completions import Malformed
from tools.models.worker.loop import Handler, Part
from tools.models.worker.speech import MOST_BYTES, MOST_CHARACTERS, hears, speaks, speech_prices


class Library:
    """Answers as it is told, and keeps what it was asked."""

    def __init__(self, answer: Any = None) -> None:
        self.answer = answer
        self.asked: list[dict[str, Any]] = []

    async def atranscription(self, **request: Any) -> Any:
        self.asked.append(request)
        return self.answer

    aspeech = atranscription

    def get_model_info(self, model: str) -> dict[str, Any]:
        if self.answer is None:
            raise ValueError(model)
        return dict(self.answer)


def parts(handler: Handler, fields: Mapping[str, Any], payload: bytes = b"") -> list[Part]:
    async def main() -> list[Part]:
        return [part async for part in handler(fields, payload)]

    return asyncio.run(main())


def test_the_doubts_of_all_stretches_are_one() -> None:
    segments = [{"avg_logprob": -1.0, "no_speech_prob": 0.5}, SimpleNamespace(avg_logprob=-0.5, no_speech_prob=None)]
    library = Library(SimpleNamespace(text="x" * (MOST_CHARACTERS + 5), segments=segments))
    (part,) = parts(hears(library), {"request": {"model": "openai/a"}}, b"RIFF")
    assert part.fields == {"text": "x" * MOST_CHARACTERS, "log_probability": -0.75, "no_speech": 0.5}
    assert library.asked == [{"model": "openai/a", "file": ("turn.wav", b"RIFF", "audio/wav")}]


@pytest.mark.parametrize("answer", [SimpleNamespace(), SimpleNamespace(text=None), SimpleNamespace(text=5)])
def test_an_answer_without_words_is_malformed(answer: Any) -> None:
    with pytest.raises(Malformed):
        parts(hears(Library(answer)), {"request": {}})


def test_sound_is_handed_on_as_it_came() -> None:
    library = Library(SimpleNamespace(content=b"RIFF"))
    (part,) = parts(speaks(library), {"request": {"input": "Hello."}})
    assert (part.fields, part.payload) == ({}, b"RIFF")
    for content in (b"", None, bytes(MOST_BYTES + 1)):
        with pytest.raises(Malformed):
            parts(speaks(Library(SimpleNamespace(content=content))), {"request": {}})


def test_prices_are_by_the_second_and_the_character() -> None:
    known = {"input_cost_per_second": 0.0001, "input_cost_per_token": 3}
    assert parts(speech_prices(Library(known)), {"model": "a"})[0].fields == {"second": 0.0001, "character": None}
    assert parts(speech_prices(Library()), {"model": "a"})[0].fields == {"second": None, "character": None}
