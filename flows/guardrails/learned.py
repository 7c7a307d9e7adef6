"""What the shipped rules speak of, by meaning: learned from lessons.yaml once, and kept beside it.

A sentence that no phrase knows is told from ordinary ones by a regression over its vectors. `scripts/guardrails.py`
fits it anew; a test does so too, and holds the result against what is kept.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
import yaml

from flows.understanding.port import Vectors
from flows.understanding.regression import Regression, fitted

KINDS = ("none", "abuse", "distress", "injection")
"""The classes, in the order of their weights."""
STRENGTH = 20.0
"""The inverse of the penalty; chosen by ten-fold cross-validation of the lessons among 1, 5, 20 and 100, with SURE."""
DIGITS = 5
"""Of the weights that are kept: more change no chance by a thousandth."""
SURE: Mapping[str, float] = {"abuse": 0.7, "distress": 0.8, "injection": 0.8}
"""From this chance on a rule finds something by meaning alone. Chosen by ten-fold cross-validation of the lessons: of
723 harmless ones 1, 2 and 3 are taken for one of these then, and 67, 57 and 72 % of the others are found."""


SAME = 0.01
"""Of a chance: by less nothing that is found changes."""


@dataclass(frozen=True)
class Learned:
    """Ready to tell; `versions`: of the vectors that it was learned with."""

    versions: str
    regression: Regression

    def chances(self, vector: Vectors) -> dict[str, float]:
        """How likely a sentence is each of the kinds."""
        row = np.exp(self.regression.chances(vector[None, :])[0])
        return {kind: float(chance) for kind, chance in zip(KINDS, row, strict=True)}


@cache
def lessons() -> dict[str, tuple[str, ...]]:
    """The sentences by kind."""
    text = files("flows.guardrails").joinpath("lessons.yaml").read_text(encoding="utf-8")
    return {kind: tuple(sentences) for kind, sentences in yaml.safe_load(text).items()}


def learn(vectors: Mapping[str, Vectors], versions: str) -> Learned:
    """Fit to the vectors of the lessons, by kind. Kinds count alike, however many sentences they have."""
    rows = np.vstack([vectors[kind] for kind in KINDS])
    labels = np.concatenate([np.full(len(vectors[kind]), at, np.int64) for at, kind in enumerate(KINDS)])
    counts = np.concatenate([np.full(len(vectors[kind]), 1.0, np.float32) for kind in KINDS])
    return Learned(versions, fitted(rows, labels, len(KINDS), counts, STRENGTH))


def change(one: Learned, other: Learned, rows: Vectors) -> float:
    """By how much their chances differ at most."""
    return float(np.abs(np.exp(one.regression.chances(rows)) - np.exp(other.regression.chances(rows))).max())


def written(learned: Learned) -> str:
    """As it is kept."""
    told = {
        "versions": learned.versions,
        "bias": [round(float(each), DIGITS) for each in learned.regression.bias],
        "weights": [[round(float(each), DIGITS) for each in row] for row in learned.regression.weights],
    }
    return json.dumps(told, separators=(",", ":")) + "\n"


@cache
def kept() -> Learned:
    """What stands in learned.json."""
    told = json.loads(files("flows.guardrails").joinpath("learned.json").read_text(encoding="utf-8"))
    weights, bias = (np.array(told[name], np.float32) for name in ("weights", "bias"))
    return Learned(told["versions"], Regression(weights, bias))
