"""Logistic regression over vectors."""

import numpy as np
import pytest

from flows.understanding.regression import fitted

ONES = np.ones(6, np.float32)


def _clouds() -> tuple[np.ndarray, np.ndarray]:
    vectors = np.array([[1, 0], [0.9, 0.1], [0, 1], [0.1, 0.9], [-1, 0], [-0.9, -0.1]], np.float32)
    return vectors, np.array([0, 0, 1, 1, 2, 2], np.int64)


def test_tells_the_classes_it_was_fitted_to() -> None:
    vectors, labels = _clouds()
    chances = fitted(vectors, labels, 3, ONES, 20).chances(vectors)
    assert chances.argmax(axis=1).tolist() == labels.tolist()
    assert np.exp(chances).sum(axis=1) == pytest.approx(np.ones(6), abs=1e-5)


def test_is_where_the_loss_is_lowest() -> None:
    """The gradient of cross entropy and penalty is nearly nothing there, by differences of the loss itself."""
    vectors, labels = _clouds()
    found = fitted(vectors, labels, 3, ONES, 5)

    def loss(weights: np.ndarray, bias: np.ndarray) -> float:
        told = vectors.astype(np.float64) @ weights.T + bias
        whole = np.log(np.exp(told).sum(axis=1))
        return float(5 * (whole - told[np.arange(6), labels]).sum() + (weights**2).sum() / 2)

    weights, bias = found.weights.astype(np.float64), found.bias.astype(np.float64)
    for at in np.ndindex(weights.shape):
        step = np.zeros_like(weights)
        step[at] = 1e-4
        slope = (loss(weights + step, bias) - loss(weights - step, bias)) / 2e-4
        assert slope == pytest.approx(0, abs=0.1)


def test_stronger_is_surer() -> None:
    vectors, labels = _clouds()
    weak, strong = (fitted(vectors, labels, 3, ONES, strength).chances(vectors[:1])[0, 0] for strength in (0.1, 50))
    assert strong > weak


def test_what_counts_more_pulls_more() -> None:
    vectors = np.array([[1, 0], [1, 0.05]], np.float32)
    labels = np.array([0, 1], np.int64)
    heavy = fitted(vectors, labels, 2, np.array([9, 1], np.float32), 1).chances(vectors.mean(axis=0, keepdims=True))
    assert heavy[0, 0] > heavy[0, 1]
