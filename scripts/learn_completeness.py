"""Fits runtime/turns/completeness.en.json: whether a caller's words are a whole utterance or break off in the middle.

Whole sentences are the one class, their beginnings the other. A beginning that is itself a sentence of the data, or
lacks only a phrase that may be missing ("please", "on Friday"), counts a little, half for each. Sentences come from

- CLINC150 (Larson et al. 2019, CC-BY-3.0) and BANKING77 (Casanueva et al. 2020, CC-BY-4.0), read from DIR/clinc150 and
  DIR/banking77, which are not part of this repository (LICENSING.md), and
- a small grammar of telephone sentences, learn_completeness.yaml.

    .venv/bin/python scripts/learn_completeness.py DIR [--choose] [--write]

`--choose` tries settings by three-fold cross-validation, the sentences of an intent with their beginnings in one fold:
a bot's callers want what no data set has. `--write` writes the file. Without either it fits and reports on sentences
that were kept back.
"""

import argparse
import json
import random
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from flows.understanding.regression import lowest  # noqa: E402
from runtime.turns.completeness import features  # noqa: E402
from scripts.completeness_examples import LEXICON, Example, examples, lexicon_data, made, sentences  # noqa: E402

TARGET = ROOT / "runtime/turns/completeness.en.json"
FOLDS = 3
Floats = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Settings:
    """Chosen by cross-validation (`--choose`)."""

    penalty: float = 1.0
    least_words: int = 8
    """How often a word must occur to have features of its own."""
    least_features: int = 4
    telephone: float = 1.0
    """How much a sentence of the grammar counts."""
    unsure: float = 0.3
    """How much a beginning that may be a sentence counts, half for each side."""
    smallest: float = 0.25
    """Weights below it are left out of the file."""


@dataclass(frozen=True)
class Rows:
    """Examples as numbers of features, one row behind the other."""

    columns: npt.NDArray[np.int64]
    starts: npt.NDArray[np.int64]

    @classmethod
    def of(cls, listed: Sequence[Sequence[int]]) -> "Rows":
        """From a list of features for each; none may be empty."""
        sizes = [len(row) for row in listed]
        columns = np.fromiter((column for row in listed for column in row), np.int64, sum(sizes))
        return cls(columns, np.concatenate([[0], np.cumsum(sizes)[:-1]]).astype(np.int64))

    def sums(self, weights: Floats) -> Floats:
        """The weights of each row."""
        return np.add.reduceat(weights[self.columns], self.starts).astype(np.float32)

    def spread(self, values: Floats, size: int) -> Floats:
        """The values of the rows, added up for each feature."""
        counts = np.diff(np.append(self.starts, len(self.columns)))
        return np.bincount(self.columns, np.repeat(values, counts), size).astype(np.float32)


@dataclass(frozen=True)
class Loss:
    """Cross entropy with a penalty for all weights but the first, which every row has."""

    rows: Rows
    whole: Floats
    counts: Floats
    penalty: float

    def at(self, row: Floats) -> tuple[float, Floats]:
        """The loss, and its gradient."""
        told = self.rows.sums(row)
        chance = 1 / (1 + np.exp(-told))
        entropy = np.logaddexp(0, told) - self.whole * told
        pull = self.penalty * row
        pull[0] = 0
        gradient = self.rows.spread(self.counts * (chance - self.whole), row.size) + pull
        return float(self.counts @ entropy) + float(row @ pull) / 2, gradient


@dataclass(frozen=True)
class Fitted:
    """Known words, and the weight of each feature; "" is the bias."""

    words: frozenset[str]
    weights: dict[str, float]

    def scores(self, listed: Sequence[Example]) -> Floats:
        """The sum of weights for each example."""
        get = self.weights.get
        bias = self.weights[""]
        sums = [bias + sum(get(name, 0.0) for name in features(e.words, self.words, LEXICON)) for e in listed]
        return np.array(sums, np.float32)


def fit(listed: Sequence[Example], settings: Settings) -> Fitted:
    """Fit to examples; sentences and beginnings count the same as a whole."""
    occur = Counter(word for each in listed if each.whole == 1 for word in each.words)
    words = frozenset(word for word, count in occur.items() if count >= settings.least_words)
    named = [list(features(each.words, words, LEXICON)) for each in listed]
    often = Counter(name for names in named for name in names)
    known = ["", *(name for name, count in often.items() if count >= settings.least_features)]
    number = {name: index for index, name in enumerate(known)}
    rows = Rows.of([[0, *(number[name] for name in names if name in number)] for names in named])
    whole = np.array([each.whole for each in listed], np.float32)
    share = {"telephone": settings.telephone}
    counts = np.array([each.weight * share.get(each.source, 1.0) for each in listed], np.float32)
    counts[whole == 0.5] *= settings.unsure
    counts[whole == 0] *= counts[whole == 1].sum() / counts[whole == 0].sum()
    weights = lowest(Loss(rows, whole, counts, settings.penalty), np.zeros(len(known), np.float32))
    kept = {n: float(w) for n, w in zip(known, weights, strict=True) if not n or abs(w) >= settings.smallest}
    return Fitted(words, kept)


def area(scores: Floats, whole: npt.NDArray[np.bool_]) -> float:
    """The chance that a sentence scores higher than a beginning (area under the ROC curve)."""
    order = np.sort(scores[~whole])
    below = np.searchsorted(order, scores[whole], "left") + np.searchsorted(order, scores[whole], "right")
    return float(below.mean() / 2 / len(order))


def report(fitted: Fitted, listed: Sequence[Example], thresholds: Sequence[float] = ()) -> str:
    """How well sentences and beginnings are told apart, and at each threshold the parts that are misjudged."""
    sure = [each for each in listed if each.whole != 0.5]
    scores, whole = fitted.scores(sure), np.array([each.whole == 1 for each in sure])
    chance = 1 / (1 + np.exp(-scores))
    lines = [f"AUROC {area(scores, whole):.4f}, {whole.sum()} sentences, {(~whole).sum()} beginnings"]
    for at in thresholds:
        cut, missed = (chance[whole] < at).mean(), (chance[~whole] > at).mean()
        lines.append(f"  at {at:.2f}: sentences below {cut:.1%}, beginnings above {missed:.1%}")
    return "\n".join(lines)


def validated(listed: Sequence[Example], settings: Settings) -> dict[str, float]:
    """Per source the area, and the mean cross entropy, on what was left out of each fold."""
    told: dict[str, list[float]] = {}
    for fold in range(FOLDS):
        fitted = fit([each for each in listed if each.group % FOLDS != fold], settings)
        out = [each for each in listed if each.group % FOLDS == fold and each.whole != 0.5]
        for source in dict.fromkeys(each.source for each in out):
            own = [each for each in out if each.source == source]
            scores, whole = fitted.scores(own), np.array([each.whole == 1 for each in own])
            told.setdefault(source, []).append(area(scores, whole))
            weights = np.where(whole, 0.5 / whole.sum(), 0.5 / (~whole).sum())
            loss = float(weights @ (np.logaddexp(0, scores) - whole * scores))
            told.setdefault(f"{source} loss", []).append(loss)
    return {name: round(float(np.mean(values)), 4) for name, values in told.items()}


def file_text(fitted: Fitted) -> str:
    """What runtime/turns/completeness.py reads; weights in hundredths."""
    weights = {name: round(100 * weight) for name, weight in sorted(fitted.weights.items()) if name}
    about = (
        "Made by scripts/learn_completeness.py. Weights fitted to CLINC150 (Larson et al. 2019, CC-BY-3.0), BANKING77 "
        "(Casanueva et al. 2020, CC-BY-4.0) and to telephone sentences of its own; it holds statistics of them."
    )
    data = {"about": about, "lexicon": lexicon_data(), "words": " ".join(sorted(fitted.words))}
    data |= {"bias": round(100 * fitted.weights[""]), "weights": weights}
    # A line for each weight: what changed can be seen.
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace(',"', ',\n"') + "\n"


def say(*words: object) -> None:
    """A line of the report."""
    sys.stdout.write(" ".join(map(str, words)) + "\n")
    sys.stdout.flush()


def choose(listed: Sequence[Example]) -> None:
    """Print what each setting gives, the others as they are."""
    start = Settings()
    grid = [start]
    grid += [replace(start, penalty=value) for value in (0.3, 3.0)]
    grid += [replace(start, unsure=value) for value in (0.0, 1.0)]
    grid += [replace(start, telephone=value) for value in (0.5, 2.0)]
    grid += [replace(start, least_words=value) for value in (16, 32)]
    grid += [replace(start, smallest=value) for value in (0.0, 0.4)]
    grid += [replace(start, least_features=value) for value in (2, 8)]
    for settings in grid:
        say(settings, validated(listed, settings))


def main() -> int:
    """Fit, report, and do what the options say."""
    parser = argparse.ArgumentParser(description="Fit the model of whole and broken-off utterances.")
    parser.add_argument("folder", type=Path, help="holds clinc150/ and banking77/")
    parser.add_argument("--choose", action="store_true", help="try settings by cross-validation")
    parser.add_argument("--write", action="store_true", help=f"write {TARGET.relative_to(ROOT)}")
    options = parser.parse_args()
    rng = random.Random(1)  # noqa: S311  # the same sentences in every run
    texts = [*sentences(options.folder, "train"), *made(rng)]
    rng.shuffle(texts)
    listed = examples(texts, rng)
    if options.choose:
        choose(listed)
        return 0
    fitted = fit(listed, Settings())
    kept_back = examples(sentences(options.folder, "test"), rng, listed)
    say(f"{len(fitted.weights)} weights, {len(fitted.words)} words, {len(file_text(fitted).encode()) / 1000:.0f} kB")
    for source in ("clinc", "banking"):
        say(source, report(fitted, [e for e in kept_back if e.source == source], (0.1, 0.2, 0.3, 0.5, 0.7)))
    if options.write:
        TARGET.write_text(file_text(fitted), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
