"""One sentence while it is understood: its words, its situation, and few vectors."""

import numpy as np
import numpy.typing as npt

from flows.engine.acts import Act
from flows.understanding.asks_for_person import asks_for_person
from flows.understanding.intents import Scored
from flows.understanding.line import Line
from flows.understanding.normal import normal
from flows.understanding.port import Embedder
from flows.understanding.requests import Requests
from flows.understanding.situation import Situation
from flows.understanding.trained import Trained

MAX_VECTORS = 3
"""Each takes 1 to 2 ms of a core: the sentence, and two of its parts."""


class Sentence:
    """A sentence in its situation."""

    def __init__(self, line: Line, situation: Situation, trained: Trained, embedder: Embedder) -> None:
        self.line = line
        self.situation = situation
        self.trained = trained
        self.requests = Requests(trained.bot, trained.slots)
        self._embedder = embedder
        self._vectors: dict[str, npt.NDArray[np.float32]] = {}
        self.compared: list[Scored] = []
        """What the whole sentence scored, if it was compared with the intents; nothing is compared for this."""

    @property
    def made(self) -> npt.NDArray[np.float32] | None:
        """The vector of the whole sentence, if it was needed; none is made for this."""
        words = self.line.words
        return self._vectors.get(normal(words.original(0, len(words))))

    async def vector(self, part: Line | None = None) -> npt.NDArray[np.float32] | None:
        """The vector of the sentence or of a part of it; None when there were enough of them."""
        words = (part or self.line).words
        text = normal(words.original(0, len(words)))
        if text not in self._vectors:
            if len(self._vectors) >= MAX_VECTORS or not text:
                return None
            self._vectors[text] = (await self._embedder.embed([text]))[0]
        return self._vectors[text]

    async def scored(self, part: Line | None = None) -> list[Scored]:
        """The intents, closest first; one that hands over to a person only where the words ask for one."""
        vector = await self.vector(part)
        if vector is None:
            return []
        tokens, people = (part or self.line).tokens, self.trained.people
        scored = [
            item
            for item in self.trained.intents.scores(vector)
            if (flow := self.flow(item)) not in people or asks_for_person(tokens, people[flow])
        ]
        if part is None:
            self.compared = scored
        return scored

    def flow(self, scored: Scored) -> str:
        """The flow that an intent starts."""
        return self.trained.flow_of[scored.intent]

    def request(self, scored: Scored, part: Line | None = None) -> list[Act]:
        """The acts of a request for the flow of an intent."""
        return self.requests.acts(part or self.line, self.flow(scored), scored.score)
