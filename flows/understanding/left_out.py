"""Every example of a bot's intents looked at as if it had not been given: which intent would it be taken for?"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from flows.understanding.intents import CENTROID_WEIGHT, NEAREST_WEIGHT, IntentModel, unit
from flows.understanding.lessons import Lesson
from flows.understanding.port import Vectors

Floats = npt.NDArray[np.float32]
FAR_AHEAD, CLOSE = 0.35, 0.5
"""How far another intent must lie ahead, and how close its nearest example must be."""
AHEAD, VERY_CLOSE = 0.15, 0.7
"""Where that is nearly the same sentence, a smaller lead is enough. The starter and golden bots have no example with a
lead of more than 0.27 and a likeness of more than 0.62."""
MOST_TOLD = 20
"""The plainest ones; each is asked after with a fit of its own."""
MOST_FITTED = 1_000
"""Examples with which a fit takes a fraction of a second; with more, the vectors alone decide."""
NONE = -1.0


@dataclass(frozen=True)
class Closer:
    """An example that lies closer to another intent."""

    example: int
    intent: int
    """The other one, by its place in the lesson."""
    nearest: int
    """The sentence of the other intent that it is closest to, by its place in the lesson."""
    lead: float


class Others:
    """The sentences of a lesson, each compared with all others."""

    def __init__(self, lesson: Lesson, vectors: Vectors, together: Sequence[Sequence[bool]]) -> None:
        """`vectors`: of the examples of the lesson; `together`: which intents mean the same for callers."""
        self._lesson = lesson
        self._vectors = unit(vectors)
        self._labels = np.array(lesson.labels, np.int64)
        self._together = np.array(together, bool)
        self._alike = self._vectors @ self._vectors.T
        np.fill_diagonal(self._alike, NONE)
        self._near = self._nearest()
        self._mixed = NEAREST_WEIGHT * self._near + CENTROID_WEIGHT * self._centroids()

    def likeness(self, one: int, two: int) -> float:
        """Of two sentences, 1 for the same one."""
        return float(self._alike[one, two])

    def stranger(self, one: int, two: int) -> int:
        """Which of two sentences that are alike is less at home in its own intent; the second where both are."""
        first, second = self._labels[one], self._labels[two]
        leads = [self._mixed[one, second] - self._mixed[one, first], self._mixed[two, first] - self._mixed[two, second]]
        return one if leads[0] > leads[1] else two

    def closer(self, examples: int) -> list[Closer]:
        """Those of the first `examples` sentences that lie closer to another intent, the plainest first."""
        rows = np.arange(len(self._labels))
        own = self._mixed[rows, self._labels]
        foreign = np.where(self._together[self._labels], -np.inf, self._mixed)
        best = foreign.argmax(axis=1)
        lead, near = foreign[rows, best] - own, self._near[rows, best]
        plain = ((lead >= FAR_AHEAD) & (near >= CLOSE)) | ((lead >= AHEAD) & (near >= VERY_CLOSE))
        found = [at for at in np.argsort(-lead, kind="stable") if at < examples and plain[at]][:MOST_TOLD]
        return [self._closer(int(at), int(best[at]), float(lead[at])) for at in found if self._is_taken(at, best[at])]

    def _closer(self, at: int, intent: int, lead: float) -> Closer:
        there = np.flatnonzero(self._labels == intent)
        return Closer(at, intent, int(there[self._alike[at, there].argmax()]), lead)

    def _nearest(self) -> Floats:
        """How close the nearest other sentence of each intent is, a row a sentence."""
        count = len(self._lesson.intents)
        columns = [self._alike[:, self._labels == intent].max(axis=1, initial=NONE) for intent in range(count)]
        return np.stack(columns, axis=1)

    def _centroids(self) -> Floats:
        """How close the middle of each intent is, without the sentence itself."""
        sums = np.zeros((len(self._lesson.intents), self._vectors.shape[1]), np.float32)
        np.add.at(sums, self._labels, self._vectors)
        found = self._vectors @ unit(sums).T
        rows = np.arange(len(self._labels))
        without = unit(sums[self._labels] - self._vectors)
        found[rows, self._labels] = np.einsum("ij,ij->i", self._vectors, without)
        result: Floats = found.astype(np.float32)
        return result

    def _is_taken(self, at: int, intent: int) -> bool:
        """Whether the model that understands callers, fitted without the sentence, takes it for another intent."""
        if len(self._labels) > MOST_FITTED:
            return True
        rest = np.arange(len(self._labels)) != at
        counts = np.array(self._lesson.counts, np.float32)[rest]
        model = IntentModel(self._lesson.intents, self._labels[rest], self._vectors[rest], counts)
        mixed = model.measures(self._vectors[at : at + 1]).mixed[0]
        return bool(mixed[intent] > mixed[self._labels[at]])
