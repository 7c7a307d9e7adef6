"""A sentence in its situation."""

import asyncio

from flows.understanding.sentence import MAX_VECTORS
from tests.flows.understanding.stage import REQUEST, Stage, line, told


def test_the_closest_intent_starts_its_flow(stage: Stage) -> None:
    sentence = stage.sentence("what's my balance", REQUEST, {})
    best = asyncio.run(sentence.scored())[0]
    assert sentence.flow(best) == "check_balance"
    assert told(sentence.request(best)[0]) == ("start_flow", "check_balance")


def test_a_sentence_has_few_vectors(stage: Stage) -> None:
    sentence = stage.sentence("one two three four five six", REQUEST, {})

    async def ask() -> list[bool]:
        parts = [line(text) for text in ("one", "two", "three", "four", "five")]
        return [await sentence.vector(part) is not None for part in parts]

    assert asyncio.run(ask()) == [True] * MAX_VECTORS + [False] * (5 - MAX_VECTORS)
