"""Fits the weights of tools/knowledge/confidence.py: `python scripts/learn_knowledge_confidence.py`.

The questions of benchmarks/knowledge_base/own_questions.yaml are asked of their own documents: each of the one that it
is about, and those that are answered once more of all of them. A question counts as answered where the first passage is
the right one; where another is first, which often says a part of it, the question is left out. A logistic regression
(Newton's method, L2) gives the weights; what is printed goes into the module by hand. The questions of the benchmark
are never read.

The last weight is fitted by itself, to all questions asked both ways: those of `near` were written for it, and are far
more of all than callers ask.
"""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "platform")]

import numpy as np  # noqa: E402  # after the path is set

from benchmarks._knowledge import OWN, Outcome, asked_of_all, asked_of_own, documents, near  # noqa: E402
from flows.vectors.encoder import SentenceEncoder  # noqa: E402
from tools.knowledge import confidence  # noqa: E402
from tools.knowledge.confidence import FEATURES  # noqa: E402

L2 = 1.0
"""Of features that were brought to one mean and one spread."""
STEPS = 60
WRONG_ANSWER = 1.0
"""How much worse it is to answer what the documents do not than to say "I don't know" once too often."""


def main() -> None:
    """Print bias and weights, and how well they tell the two kinds apart."""
    confidence.WEIGHTS = (0.0,) * len(FEATURES)  # those that are there may be of other features
    encoder = SentenceEncoder()
    made = documents(encoder, OWN)
    alone, of_all = asked_of_own(encoder, made), asked_of_all(encoder, made)
    usual = [*alone, *(each for each in of_all if each.wanted is not None)]
    rows, told = _rows([each for each in usual if each.ask not in near()])
    bias, *weights = fit(rows[:, :-1], told, _balance(told))
    every, right = _rows([*alone, *of_all])
    offset = bias + every[:, :-1] @ weights
    last = _last(offset, every[:, -1], right, _balance(right))
    chances = 1 / (1 + np.exp(-(offset + last * every[:, -1])))
    weights = [*weights, last]
    lines = [f"BIAS = {bias:.2f}", f"WEIGHTS = ({', '.join(f'{value:.2f}' for value in weights)})"]
    for name, is_it in (("answered", right > 0), ("not answered", right == 0)):
        share = ((chances >= 0.5) == (right > 0))[is_it].mean()
        lines.append(f"{name}: {is_it.sum()}, on the right side of 0.5: {share:.3f}")
    sys.stdout.write("\n".join(lines) + "\n")


def _rows(outcomes: list[Outcome]) -> "tuple[np.ndarray, np.ndarray]":
    """The features of those that count, and which of them are answered."""
    found = [(each.answer, _is_answer(each), each.wanted) for each in outcomes]
    kept = [(answer.features, good) for answer, good, wanted in found if answer and (good or wanted is None)]
    return np.array([features for features, _ in kept]), np.array([good for _, good in kept], float)


def _balance(told: "np.ndarray") -> "np.ndarray":
    """What each question counts."""
    return np.where(told > 0, 1 / told.mean(), WRONG_ANSWER / (1 - told.mean())) / (1 + WRONG_ANSWER)


def _last(offset: "np.ndarray", values: "np.ndarray", told: "np.ndarray", weight: "np.ndarray") -> float:
    """The one weight that is best where all others stay."""
    candidates = np.arange(-6.0, 0.01, 0.1)
    chances = 1 / (1 + np.exp(-(offset[:, None] + values[:, None] * candidates)))
    likely = np.where(told[:, None] > 0, chances, 1 - chances)
    loss = -(weight[:, None] * np.log(np.clip(likely, 1e-9, 1))).sum(axis=0) + L2 / 2 * candidates**2
    return float(candidates[loss.argmin()])


def _is_answer(outcome: Outcome) -> bool:
    if outcome.wanted is None or outcome.answer is None or not outcome.right_source:
        return False
    return outcome.says.lower() in outcome.shown[0][1].lower()


def fit(rows: "np.ndarray", told: "np.ndarray", weight: "np.ndarray") -> "np.ndarray":
    """Bias and weights."""
    mean, spread = rows.mean(axis=0), rows.std(axis=0) + 1e-9
    x = np.hstack([np.ones((len(rows), 1)), (rows - mean) / spread])
    penalty = np.diag([0.0, *[L2] * rows.shape[1]])
    found = np.zeros(x.shape[1])
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-x @ found))
        gradient = x.T @ (weight * (chance - told)) + penalty @ found
        curve = (x * (weight * chance * (1 - chance))[:, None]).T @ x + penalty
        found -= np.linalg.solve(curve + 1e-9 * np.eye(len(found)), gradient)
    weights = found[1:] / spread
    return np.array([found[0] - weights @ mean, *weights])


if __name__ == "__main__":
    main()
