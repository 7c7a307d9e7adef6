"""Fits the constants by which flows/understanding/intents.py tells how sure a request is (`DIR` holds clinc150/).

    python benchmarks/calibration.py DIR [--quick] [--json]

Draws bots of 2 to 13 intents with 2 to 22 examples each from CLINC150's training part; their own sentences of the
validation part, and as strangers those of other intents and of none. Opens no test part. Prints the constants, and how
well they do on other draws: AUROC, and at THRESHOLD and STRONG what is refused of both kinds.
"""

import argparse
import json
import os
import sys
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "platform")]
os.environ.setdefault("OMP_NUM_THREADS", "1")

from benchmarks._machine import machine  # noqa: E402
from benchmarks.understanding import Rows, Texts, Vectors, auroc, some  # noqa: E402
from flows.understanding import intents  # noqa: E402
from flows.understanding.intents import STRONG, THRESHOLD, IntentModel, unit  # noqa: E402
from flows.vectors.encoder import SentenceEncoder  # noqa: E402

DRAWS, QUICK_DRAWS, CHECKS = 200, 20, 60
STRANGERS = 120
STEP = 0.05
"""Of the scale, for one of the logit."""
REFUSED = 0.89
"""The part of strangers that THRESHOLD refuses."""
PENALTY, ROUNDS = 1.0, 30
NAMES = ("nearest", "centroid", "chance", "lead", "own", "examples", "intents")


def drawn(parts: dict[str, Rows], texts: Texts, seed: int) -> tuple[Any, Any]:
    """The features of a drawn bot's own sentences and of strangers; own ones that come out wrong are left out."""
    labels = sorted({label for _, label in parts["train"]})
    chance = np.random.default_rng(seed)
    mine = sorted(chance.choice(labels, chance.integers(2, 14), replace=False))
    kept = some([row for row in parts["train"] if row[1] in set(mine)], seed, int(chance.integers(2, 23)))
    numbers = np.array([mine.index(label) for _, label in kept], np.int64)
    rows = unit(texts.vectors(kept))
    model = IntentModel(mine, numbers, rows)
    own = [row for row in parts["val"] if row[1] in set(mine)]
    others = [row for row in parts["val"] if row[1] not in set(mine)] + 3 * parts["oos_val"]
    picked = [others[at] for at in chance.choice(len(others), STRANGERS, replace=False)]
    inside, right = features(model, texts.vectors(own), rows, numbers)
    outside, _ = features(model, texts.vectors(picked), rows, numbers)
    hits = np.array([mine[at] == label for at, (_, label) in zip(right, own, strict=True)])
    return inside[hits], outside


def features(model: IntentModel, vectors: Vectors, rows: Vectors, labels: Any) -> tuple[Any, Any]:
    """Measures of the first intent, and which one it is."""
    measured = model.measures(vectors)
    best = measured.mixed.argmax(axis=1)
    count = np.bincount(labels, minlength=len(model.names))
    own = np.full(len(model.names), intents.USUAL_OWN)
    for at in np.flatnonzero(count > 1):
        alike = rows[labels == at] @ rows[labels == at].T
        np.fill_diagonal(alike, -1)
        own[at] = alike.max(axis=1).mean()
    told = model.features(measured)[:, :4]
    return np.column_stack([told, own[best], np.log(count[best]), np.full(len(best), np.log(len(model.names)))]), best


def logistic(inside: Any, outside: Any) -> Any:
    """Weights and base by Newton's method; both kinds count the same."""
    x = np.vstack([inside, outside])
    mean, spread = x.mean(axis=0), x.std(axis=0)
    x = np.column_stack([(x - mean) / spread, np.ones(len(x))])
    y = np.r_[np.ones(len(inside)), np.zeros(len(outside))]
    counts = np.where(y == 1, len(y) / len(inside), len(y) / len(outside)) / 2
    weights = np.zeros(x.shape[1])
    for _ in range(ROUNDS):
        told = 1 / (1 + np.exp(-x @ weights))
        bent = (x * (counts * told * (1 - told))[:, None]).T @ x + PENALTY * np.eye(x.shape[1])
        weights -= np.linalg.solve(bent, x.T @ (counts * (told - y)) + PENALTY * weights)
    plain = weights[:-1] / spread
    return np.r_[plain, weights[-1] - plain @ mean]


def main() -> None:
    """Fit and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", metavar="DIR", type=Path)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    if not (options.folder / "clinc150/data_full.json").is_file():
        parser.error(f"{options.folder} has no clinc150/data_full.json.")
    loaded = json.loads((options.folder / "clinc150/data_full.json").read_text("utf-8"))
    parts = {name: [(text, label) for text, label in loaded[name]] for name in ("train", "val", "oos_val")}
    texts = Texts(SentenceEncoder())
    draws = QUICK_DRAWS if options.quick else DRAWS
    sets = [drawn(parts, texts, seed) for seed in range(draws)]
    weights = logistic(np.vstack([each[0] for each in sets]), np.vstack([each[1] for each in sets]))
    outside = np.sort(np.vstack([each[1] for each in sets]) @ weights[:-1] + weights[-1])
    shift = THRESHOLD - STEP * float(outside[int(REFUSED * len(outside))])
    made: dict[str, Any] = {name: round(STEP * float(value), 4) for name, value in zip(NAMES, weights, strict=False)}
    made["base"] = round(STEP * float(weights[-1]) + shift, 4)
    checks = [drawn(parts, texts, 1000 + seed) for seed in range(CHECKS if not options.quick else QUICK_DRAWS)]
    told = [np.vstack([each[at] for each in checks]) @ np.array([made[name] for name in NAMES]) for at in (0, 1)]
    own, strange = (values + made["base"] for values in told)
    made["auroc"] = round(auroc(own, strange), 4)
    for name, least in (("threshold", THRESHOLD), ("strong", STRONG)):
        made[name] = {"own_refused": round(float((own < least).mean()), 4)}
        made[name]["strangers_refused"] = round(float((strange < least).mean()), 4)
    if options.json:
        print(json.dumps({**made, "n": draws, "machine": machine()}))
        return
    for name, value in made.items():
        print(f"{name:<12}{value}")


if __name__ == "__main__":
    main()
