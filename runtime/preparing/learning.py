"""Learning the understanding of a bot, as a job does it."""

from collections.abc import Sequence

import numpy as np

from flows.definition.bot import Bot
from flows.understanding.port import Embedder, Vectors
from flows.understanding.trained import train
from runtime.preparing.place import Place, Progress

AT_ONCE = 200
"""Sentences, after which the job says how far it is: two seconds of a core."""


class Counted:
    """Makes vectors, and notes how many of them are made."""

    def __init__(self, embedder: Embedder, progress: Progress) -> None:
        self._embedder = embedder
        self._progress = progress

    @property
    def versions(self) -> str:
        """Those of the embedder."""
        return self._embedder.versions

    async def embed(self, sentences: Sequence[str]) -> Vectors:
        """One row a sentence."""
        rows = []
        for start in range(0, len(sentences), AT_ONCE):
            rows.append(await self._embedder.embed(sentences[start : start + AT_ONCE]))
            self._progress.share = min(1.0, (start + AT_ONCE) / len(sentences)) * 0.9  # what is left is the fit
        made: Vectors = np.concatenate(rows)
        return made


async def learn(bot: Bot, place: Place, progress: Progress) -> None:
    """Learn a bot, or find that it was learned. Raises SpeechUnavailable."""
    await train(bot, Counted(place.workers, progress), place.workshop)
