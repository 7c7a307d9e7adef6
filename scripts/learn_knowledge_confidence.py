"""Fits the weights of tools/knowledge/confidence.py: `python scripts/learn_knowledge_confidence.py`.

The questions of benchmarks/knowledge_base/own_questions.yaml are asked of their own documents: each of the one that it
is about, and those that are answered once more of both. A question counts as answered where the first passage is the
right one; where another is first, which often says a part of it, the question is left out. A
logistic regression (Newton's method, L2) gives the weights; what is printed goes into the module by hand. The questions
of the benchmark are never read.
"""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "platform")]

import numpy as np  # noqa: E402  # after the path is set

from benchmarks._knowledge import OWN, OWN_QUESTIONS, Outcome, asked, asked_of_own, documents  # noqa: E402
from flows.vectors.encoder import SentenceEncoder  # noqa: E402
from tools.knowledge import confidence  # noqa: E402
from tools.knowledge.confidence import FEATURES  # noqa: E402
from tools.knowledge.index import Index  # noqa: E402

L2 = 1.0
"""Of features that were brought to one mean and one spread."""
STEPS = 60
WRONG_ANSWER = 1.5
"""How much worse it is to answer what the documents do not than to say "I don't know" once too often."""


def main() -> None:
    """Print bias and weights, and how well they tell the two kinds apart when each question is left out in turn."""
    confidence.WEIGHTS = (0.0,) * len(FEATURES)  # those that are there may be of other features
    encoder = SentenceEncoder()
    made = documents(encoder, OWN)
    both = [each for each in asked(encoder, Index(made), OWN_QUESTIONS) if each.wanted is not None]
    found = [(each, _is_answer(each)) for each in (*asked_of_own(encoder, made), *both)]
    found = [(each, good) for each, good in found if good or each.wanted is None]
    rows = np.array([each.answer.features for each, _ in found if each.answer is not None])
    told = np.array([good for each, good in found if each.answer is not None], float)
    weight = np.where(told > 0, 1 / told.mean(), WRONG_ANSWER / (1 - told.mean())) / (1 + WRONG_ANSWER)
    bias, *weights = fit(rows, told, weight)
    told_of = [f"BIAS = {bias:.2f}", f"WEIGHTS = ({', '.join(f'{value:.2f}' for value in weights)})"]
    left_out = np.array(
        [
            predicted(fit(np.delete(rows, at, 0), np.delete(told, at), np.delete(weight, at)), rows[at])
            for at in range(len(rows))
        ]
    )
    for name, is_it in (("answered", told > 0), ("not answered", told == 0)):
        right = ((left_out >= 0.5) == (told > 0))[is_it].mean()
        told_of.append(f"{name}: {is_it.sum()}, on the right side of 0.5: {right:.3f}")
    sys.stdout.write("\n".join(told_of) + "\n")


def _is_answer(outcome: Outcome) -> bool:
    if outcome.wanted is None or outcome.answer is None or not outcome.right_source:
        return False
    return outcome.says.lower() in outcome.shown[0][1].lower()


def predicted(weights: "np.ndarray", row: "np.ndarray") -> float:
    """The probability of one row."""
    return float(1 / (1 + np.exp(-(weights[0] + weights[1:] @ row))))


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
