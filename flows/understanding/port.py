"""The port of understanding: providers turn a sentence into acts; vectors come through a port of their own."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol, runtime_checkable

import numpy as np
import numpy.typing as npt

from flows.engine.acts import Understanding
from flows.engine.expectation import Expectation
from flows.values.setting import Setting
from flows.vectors.versions import UNIVERSAL_VALUES

Vectors = npt.NDArray[np.float32]
"""Sentence vectors, one row a sentence."""


class Embedder(Protocol):
    """Makes sentence vectors; in this process or in another."""

    @property
    def versions(self) -> str:
        """Which vectors these are: what was learned with others is of no use."""

    async def embed(self, sentences: Sequence[str]) -> Vectors:
        """One row a sentence."""


@runtime_checkable
class QuickEmbedder(Embedder, Protocol):
    """One that makes the first half of its vectors alone, in less than half of the time."""

    async def quick(self, sentences: Sequence[str]) -> Vectors:
        """One row of length one a sentence: as `quick_half` makes them of those of `embed`."""


def quick_half(rows: Vectors) -> Vectors:
    """The half of vectors that can be made alone, each of length one."""
    half = rows[:, :UNIVERSAL_VALUES]
    result: Vectors = half / np.maximum(np.linalg.norm(half, axis=1, keepdims=True), 1e-9)
    return result


async def quickly(embedder: Embedder, sentences: Sequence[str]) -> Vectors:
    """Those halves, by whatever an embedder can do."""
    if isinstance(embedder, QuickEmbedder):
        return await embedder.quick(sentences)
    return quick_half(await embedder.embed(sentences))


class Understander(Protocol):
    """Understands what a caller says to one bot."""

    async def understand(
        self, text: str, expectation: Expectation, known: Mapping[str, Any], setting: Setting
    ) -> Understanding:
        """The acts of a sentence, given what the bot expects and the values that are known already."""
