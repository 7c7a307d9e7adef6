"""Which intent a sentence is close to: nearest example, centroid and logistic regression over sentence vectors, mixed.

How sure that is was fitted by `benchmarks/calibration.py` (a logistic regression on CLINC150's training and validation
parts: draws of 2 to 13 intents with 2 to 22 examples each, the other intents and its out-of-scope sentences as
strangers) and is told on a scale on which 0.1 is two steps of its logit. An intent whose own examples lie far from each
other (each left out once) is allowed more distance.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from flows.understanding.port import Vectors
from flows.understanding.regression import Regression, fitted

NEAREST_WEIGHT, CENTROID_WEIGHT, REGRESSION_WEIGHT = 0.5, 0.6, 0.2
STRENGTH = 20.0
"""Of the regression. Both by cross-validation on BANKING77's training part (all, and ten a class) and CLINC150's."""
CALIBRATED_NEAREST, CALIBRATED_CENTROID, CALIBRATED_CHANCE = 0.2156, 0.4045, 0.1232
CALIBRATED_LEAD, CALIBRATED_OWN = 0.082, -0.2923
CALIBRATED_EXAMPLES, CALIBRATED_INTENTS, CALIBRATED_BASE = -0.0489, 0.0582, 0.4631
"""The logistic regression, folded into the scale. `own` is how close an intent's examples are to each other; examples
and intents count by their logarithm."""
USUAL_OWN = 0.6
"""For an intent with one example."""
USUAL_LEAD, USUAL_INTENTS, USUAL_CHANCE = 0.8, 3, -0.3
"""For a bot with one intent, which has no second to lead before."""
MANY, LOOKED_AT = 2_000, 8
"""Of a bot with so many examples, the nearest ones are looked for in so many intents only."""
BEHIND = 0.5
"""How much of what an intent lies behind the first one is told, so that a second that might be meant is near 0.3."""
THRESHOLD = 0.5
"""Refuses 89 % of strangers, most of which lie close, and 2.8 % of what belongs (60 other draws)."""
MARGIN = 0.15
"""Two intents closer than that are asked about: 2.7 % of what belongs where the first is right, 3.3 % where it is wrong
(150 sentences for two bots); 8.6 and 3.4 % of CLINC150's validation part (ten bots of intents that are alike)."""
NEARLY, NEARLY_SECOND = 0.42, 0.36
"""Too unsure to start either, but likely one of the two: 4 to 7 % of what belongs (instead of being refused), 10 to
15 % of what fits two, 0.4 to 2 % of strangers (the same bots)."""
STRONG = 0.58
"""Enough to leave an open question for another request: 95 % of strangers are refused, and 8 % of what belongs."""


@dataclass(frozen=True)
class Scored:
    """An intent and how close the sentence is to it, about 0 to 1."""

    intent: str
    score: float


@dataclass(frozen=True)
class Measures:
    """What is measured of sentences: a row each, a column an intent."""

    nearest: npt.NDArray[np.float32]
    centroid: npt.NDArray[np.float32]
    chance: npt.NDArray[np.float32]
    """The logarithm of what the regression tells."""

    @property
    def mixed(self) -> npt.NDArray[np.float32]:
        """By this the intents are ranked."""
        result: npt.NDArray[np.float32] = (
            NEAREST_WEIGHT * self.nearest + CENTROID_WEIGHT * self.centroid + REGRESSION_WEIGHT * self.chance
        )
        return result


class IntentModel:
    """A bot's intents, fitted to the vectors of their examples; fitting takes milliseconds to seconds."""

    def __init__(
        self,
        names: Sequence[str],
        labels: npt.NDArray[np.int64],
        vectors: Vectors,
        counts: npt.NDArray[np.float32] | None = None,
        regression: Regression | None = None,
    ) -> None:
        """`counts`: how much each example counts in the regression; `regression`: what was fitted to them before."""
        self.names = tuple(names)
        order = np.argsort(labels, kind="stable")
        self._labels = labels = labels[order]
        self._examples = unit(vectors)[order]
        self._present, self._starts = np.unique(labels, return_index=True)
        count = len(self.names)
        sums = np.zeros((count, vectors.shape[1]), np.float32)
        np.add.at(sums, labels, self._examples)
        self._centroids = unit(sums)
        counted = np.ones(len(labels), np.float32) if counts is None else counts[order]
        self.regression = regression or self._regression(counted)
        self._allowed = self._allowances()

    def _regression(self, counts: npt.NDArray[np.float32]) -> Regression:
        """Intents with few examples count as much as those with many."""
        if len(self._present) < 2:
            width = self._examples.shape[1]
            return Regression(np.zeros((len(self.names), width), np.float32), np.zeros(len(self.names), np.float32))
        whole = np.bincount(self._labels, weights=counts, minlength=len(self.names))
        even = counts * (whole[self._present].mean() / whole[self._labels])
        return fitted(self._examples, self._labels, len(self.names), even.astype(np.float32), STRENGTH)

    def _allowances(self) -> npt.NDArray[np.float32]:
        """What each intent's calibration adds whatever the sentence is."""
        count = np.bincount(self._labels, minlength=len(self.names))
        own = np.full(len(self.names), USUAL_OWN, np.float32)
        for intent in np.flatnonzero(count > 1):
            rows = self._examples[self._labels == intent]
            alike = rows @ rows.T
            np.fill_diagonal(alike, -1.0)
            own[intent] = alike.max(axis=1).mean()
        result: npt.NDArray[np.float32] = (
            CALIBRATED_BASE
            + CALIBRATED_OWN * own
            + CALIBRATED_EXAMPLES * np.log(np.maximum(count, 1))
            + CALIBRATED_INTENTS * np.log(len(self.names) if len(self.names) > 1 else USUAL_INTENTS)
        ).astype(np.float32)
        return result

    @staticmethod
    def sentences(examples: Mapping[str, Sequence[str]]) -> tuple[list[str], npt.NDArray[np.int64]]:
        """All examples in a row and the number of the intent of each."""
        rows = [(at, text) for at, texts in enumerate(examples.values()) for text in texts]
        return [text for _, text in rows], np.array([at for at, _ in rows], np.int64)

    def scores(self, vector: npt.NDArray[np.float32]) -> list[Scored]:
        """Every intent, closest first. `vector`: of the sentence, of length one (flows/vectors/encoder.py)."""
        if not len(self._labels):
            return []
        (told,) = self.table(vector[None, :])
        return [Scored(self.names[at], float(told[at])) for at in np.argsort(-told, kind="stable")]

    def table(self, vectors: Vectors) -> npt.NDArray[np.float32]:
        """The scores of several sentences, a row each, a column an intent."""
        return self._told(self.measures(vectors))

    def measures(self, vectors: Vectors) -> Measures:
        """What the scores of several sentences are made of."""
        centroid = vectors @ self._centroids.T
        if len(self._present) < 2:
            chance = np.full(centroid.shape, USUAL_CHANCE, np.float32)
        else:
            chance = self.regression.chances(vectors)
        if len(self._examples) > MANY:
            nearest = self._nearest_of_some(vectors, CENTROID_WEIGHT * centroid + REGRESSION_WEIGHT * chance)
        else:
            nearest = np.full(centroid.shape, -1.0, np.float32)
            nearest[:, self._present] = np.maximum.reduceat(vectors @ self._examples.T, self._starts, axis=1)
        return Measures(nearest, centroid, chance)

    def _nearest_of_some(self, vectors: Vectors, ranked: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        """The nearest examples of the intents that may come first: to look at all would take most of the time."""
        nearest = np.full(ranked.shape, -1.0, np.float32)
        ends = dict(zip(self._present, [*self._starts[1:], len(self._labels)], strict=True))
        starts = dict(zip(self._present, self._starts, strict=True))
        for row, vector in enumerate(vectors):
            for intent in np.argsort(-ranked[row], kind="stable")[:LOOKED_AT]:
                if intent in starts:
                    own = self._examples[starts[intent] : ends[intent]]
                    nearest[row, intent] = (own @ vector).max()
        return nearest

    def features(self, measured: Measures) -> npt.NDArray[np.float32]:
        """What certainty is told by, a row a sentence: nearest, centroid, chance, lead, allowance of the first one."""
        mixed = measured.mixed
        rows, best = np.arange(len(mixed)), mixed.argmax(axis=1)
        second = np.partition(mixed, -2, axis=1)[:, -2] if len(self.names) > 1 else mixed[rows, best] - USUAL_LEAD
        parts = (measured.nearest, measured.centroid, measured.chance)
        columns = [part[rows, best] for part in parts] + [mixed[rows, best] - second, self._allowed[best]]
        result: npt.NDArray[np.float32] = np.stack(columns, axis=1).astype(np.float32)
        return result

    def _told(self, measured: Measures) -> npt.NDArray[np.float32]:
        mixed = measured.mixed
        weights = np.array(
            [CALIBRATED_NEAREST, CALIBRATED_CENTROID, CALIBRATED_CHANCE, CALIBRATED_LEAD, 1.0], np.float32
        )
        sure = self.features(measured) @ weights
        behind = mixed.max(axis=1, keepdims=True) - mixed
        told: npt.NDArray[np.float32] = np.clip(sure[:, None] - BEHIND * behind, 0, 1)
        return told


def unit(vectors: Vectors) -> Vectors:
    """Rows of length one; a row of zeros stays."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    result: Vectors = (vectors / np.where(lengths == 0, 1, lengths)).astype(np.float32)
    return result
