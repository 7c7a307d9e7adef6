"""The port of understanding: providers turn a sentence into acts; vectors come through a port of their own."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from flows.engine.acts import Understanding
from flows.engine.expectation import Expectation
from flows.values.setting import Setting

Vectors = npt.NDArray[np.float32]
"""Sentence vectors, one row a sentence."""


class Embedder(Protocol):
    """Makes sentence vectors; in this process or in another."""

    @property
    def versions(self) -> str:
        """Which vectors these are: what was learned with others is of no use."""

    async def embed(self, sentences: Sequence[str]) -> Vectors:
        """One row a sentence."""


class Understander(Protocol):
    """Understands what a caller says to one bot."""

    async def understand(
        self, text: str, expectation: Expectation, known: Mapping[str, Any], setting: Setting
    ) -> Understanding:
        """The acts of a sentence, given what the bot expects and the values that are known already."""
