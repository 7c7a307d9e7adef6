"""Vectors of a moment ago are not made again."""

import asyncio
from collections.abc import Sequence

import numpy as np

from flows.understanding.port import Vectors
from flows.understanding.remembering import MOST_AT_ONCE, MOST_KEPT, Remembering


class Counting:
    """Each sentence is its length."""

    versions = "of the test"

    def __init__(self) -> None:
        self.made: list[str] = []

    async def embed(self, sentences: Sequence[str]) -> Vectors:
        self.made += sentences
        return np.array([[len(each)] for each in sentences], np.float32)


def test_a_sentence_is_looked_at_by_several_and_made_once() -> None:
    inner = Counting()
    embedder = Remembering(inner)

    async def main() -> None:
        assert (await embedder.embed(["a", "bb"])).tolist() == [[1], [2]]
        assert (await embedder.embed(["bb", "ccc", "bb"])).tolist() == [[2], [3], [2]]

    asyncio.run(main())
    assert inner.made == ["a", "bb", "ccc"]
    assert embedder.versions == "of the test"


def test_the_examples_of_a_bot_are_not_kept_nor_more_than_a_few() -> None:
    inner = Counting()
    embedder = Remembering(inner)

    async def main() -> None:
        many = [str(at) for at in range(MOST_AT_ONCE + 1)]
        await embedder.embed(many)
        await embedder.embed(many)
        assert len(inner.made) == 2 * len(many)
        for at in range(2 * MOST_KEPT):
            await embedder.embed([f"number {at}"])
        await embedder.embed(["number 0"])

    asyncio.run(main())
    assert inner.made.count("number 0") == 2
    assert len(embedder._kept) == MOST_KEPT


def test_quick_halves_come_from_whoever_makes_them_and_else_of_the_whole() -> None:
    class Quick(Counting):
        async def quick(self, sentences: Sequence[str]) -> Vectors:
            return np.ones((len(sentences), 1), np.float32)

    inner = Quick()
    assert asyncio.run(Remembering(inner).quick(["a", "bb"])).tolist() == [[1], [1]]
    assert inner.made == []
    plain = Counting()
    assert asyncio.run(Remembering(plain).quick(["aaa"])).tolist() == [[1]]  # of length one
    assert plain.made == ["aaa"]
