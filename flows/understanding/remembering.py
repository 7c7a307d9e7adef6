"""Vectors that were made a moment ago are not made again: several look at the same sentence."""

from collections.abc import Sequence

import numpy as np

from flows.understanding.port import Embedder, Vectors, quickly

MOST_KEPT = 32
"""4 KB each; the sentences of a few callers who speak at once."""
MOST_AT_ONCE = 4
"""More are the examples of a bot, which are looked at once."""


class Remembering:
    """An embedder before another."""

    def __init__(self, inner: Embedder) -> None:
        self._inner = inner
        self._kept: dict[str, Vectors] = {}

    @property
    def versions(self) -> str:
        """As the one inside."""
        return self._inner.versions

    async def quick(self, sentences: Sequence[str]) -> Vectors:
        """Their quick halves; what models write is hardly ever the same twice, and is not kept."""
        return await quickly(self._inner, sentences)

    async def embed(self, sentences: Sequence[str]) -> Vectors:
        """One row a sentence."""
        if len(sentences) > MOST_AT_ONCE:
            return await self._inner.embed(sentences)
        new = [each for each in dict.fromkeys(sentences) if each not in self._kept]
        known = dict(zip(new, await self._inner.embed(new), strict=True)) if new else {}
        result: Vectors = np.stack([known[each] if each in known else self._kept[each] for each in sentences])
        self._kept |= known
        while len(self._kept) > MOST_KEPT:
            del self._kept[next(iter(self._kept))]
        return result
