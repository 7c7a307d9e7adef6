"""Sentence vectors in this process: for the chat, the tests and the tools of the command line."""

import asyncio
from collections.abc import Sequence
from functools import cached_property
from threading import Lock
from typing import Any

import numpy as np

from flows.understanding.port import Vectors
from flows.vectors.versions import versions

MAX_KNOWN = 4_000
"""Sentences whose vectors are kept, 4 KB each; a bot has some hundred examples."""


class InProcessEmbedder:
    """Loads the vectors at first use, in a thread, and keeps them for all bots."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._known: dict[tuple[bool, str], Any] = {}
        """By whether it is the quick half alone, and the sentence."""

    @cached_property
    def _model(self) -> Any:
        from flows.vectors.encoder import SentenceEncoder  # noqa: PLC0415 - only where sentences are understood

        return SentenceEncoder()

    @cached_property
    def versions(self) -> str:
        """The versions of the models."""
        return versions()

    async def embed(self, sentences: Sequence[str]) -> Vectors:
        """One row a sentence."""
        return await asyncio.to_thread(self._embed, list(sentences))

    async def quick(self, sentences: Sequence[str]) -> Vectors:
        """Their quick halves."""
        return await asyncio.to_thread(self._embed, list(sentences), quick=True)

    def _embed(self, sentences: list[str], *, quick: bool = False) -> Vectors:
        with self._lock:
            new = [sentence for sentence in dict.fromkeys(sentences) if (quick, sentence) not in self._known]
            if new:
                rows = np.asarray(self._model.quick(new) if quick else self._model.encode(new), np.float32)
                self._known.update(zip(((quick, sentence) for sentence in new), rows, strict=True))
            result: Vectors = np.stack([self._known[quick, sentence] for sentence in sentences])
            while len(self._known) > MAX_KNOWN:
                del self._known[next(iter(self._known))]
            return result
