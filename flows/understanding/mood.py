"""How a sentence sounds, by its meaning: told by two small regressions over the vector that understanding has made of
it anyway. A sentence of which no vector was made, or one of other models, is told by its words (tone.py).

Learned from mood_lessons.yaml once, and kept beside it; `scripts/mood.py` fits it anew, a test holds the result against
what is kept, and `benchmarks/mood.py` scores sentences that were never learned from.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt
import yaml

from flows.understanding.port import Vectors
from flows.understanding.regression import Regression, fitted
from flows.understanding.tone import CALM, Tone, tone_of

LESSONS, KEPT = "mood_lessons.yaml", "mood.json"
EMOTIONS = (CALM, "upset", "angry", "happy")
AMOUNTS = ("little", "much")
"""Of complexity."""
STRENGTH = 5.0
"""The inverse of the penalty; ten-fold cross-validation of the lessons tells 81 % of the emotions with 1 and 5, 79 %
with 20 and 100, and 97 % of the complexities with each."""
WORDS_COUNT = 2.0
"""What a feeling that stands in the words themselves adds to the logarithm of its chance: 83 % then (the same)."""
FEWEST_WORDS = 3
"""Of fewer the words have to do: any two are close to something."""
DIGITS = 5
"""Of the weights that are kept."""
SAME = 0.01
"""Of a chance: by less nothing that is told changes."""


@dataclass(frozen=True)
class Mood:
    """Ready to tell; `versions`: of the vectors that it was learned with."""

    versions: str
    emotion: Regression
    complexity: Regression

    def tone(self, text: str, vector: Vectors) -> Tone:
        """How a sentence sounds; `vector` is its row."""
        row = vector[None, :]
        chances = self.emotion.chances(row)[0].copy()
        said = tone_of(text).emotion
        if said != CALM:
            chances[EMOTIONS.index(said)] += WORDS_COUNT
        much = float(np.exp(self.complexity.chances(row)[0][AMOUNTS.index("much")]))
        return Tone(round(much, 2), EMOTIONS[int(chances.argmax())])


def tone_with(text: str, vector: Vectors | None, versions: str) -> Tone:
    """By its meaning, where a vector of the right models is there; else by its words."""
    if vector is None or len(text.split()) < FEWEST_WORDS or kept().versions != versions:
        return tone_of(text)
    return kept().tone(text, vector)


@cache
def lessons() -> dict[str, dict[str, tuple[str, ...]]]:
    """The sentences of `emotion` and of `complexity`, by kind."""
    text = files("flows.understanding").joinpath(LESSONS).read_text(encoding="utf-8")
    told = yaml.safe_load(text)
    return {what: {kind: tuple(sentences) for kind, sentences in kinds.items()} for what, kinds in told.items()}


def learn(emotions: Mapping[str, Vectors], amounts: Mapping[str, Vectors], versions: str) -> Mood:
    """Fit to the vectors of the lessons, by kind."""
    return Mood(versions, _fitted(emotions, EMOTIONS), _fitted(amounts, AMOUNTS))


def _fitted(vectors: Mapping[str, Vectors], kinds: tuple[str, ...]) -> Regression:
    rows = np.vstack([vectors[kind] for kind in kinds])
    labels: npt.NDArray[np.int64] = np.concatenate(
        [np.full(len(vectors[kind]), at, np.int64) for at, kind in enumerate(kinds)]
    )
    return fitted(rows, labels, len(kinds), np.ones(len(rows), np.float32), STRENGTH)


def change(one: Mood, other: Mood, rows: Vectors) -> float:
    """By how much their chances differ at most."""
    pairs = ((one.emotion, other.emotion), (one.complexity, other.complexity))
    return max(float(np.abs(np.exp(a.chances(rows)) - np.exp(b.chances(rows))).max()) for a, b in pairs)


def written(mood: Mood) -> str:
    """As it is kept."""
    told = {"versions": mood.versions, "emotion": _told(mood.emotion), "complexity": _told(mood.complexity)}
    return json.dumps(told, separators=(",", ":")) + "\n"


def _told(regression: Regression) -> dict[str, list[object]]:
    return {
        "bias": [round(float(each), DIGITS) for each in regression.bias],
        "weights": [[round(float(each), DIGITS) for each in row] for row in regression.weights],
    }


@cache
def kept() -> Mood:
    """What stands in mood.json."""
    told = json.loads(files("flows.understanding").joinpath(KEPT).read_text(encoding="utf-8"))
    return Mood(told["versions"], _read(told["emotion"]), _read(told["complexity"]))


def _read(told: Mapping[str, list[object]]) -> Regression:
    weights, bias = (np.array(told[name], np.float32) for name in ("weights", "bias"))
    return Regression(weights, bias)
